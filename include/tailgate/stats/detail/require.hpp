// Argument checks that several distributions and tests share.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>

namespace tailgate::stats::detail {

/// Throws argument_error E201 unless 0 <= p <= 1.
inline void require_probability(double p, std::string_view place) {
  if (!(p >= 0 && p <= 1))
    throw argument_error(
        201, place, "probability is " + std::to_string(p) + "; it must lie within [0, 1]");
}

/// Throws argument_error E202 unless `value` is finite and above zero.
inline void require_positive(double value, std::string_view name, std::string_view place) {
  if (!(value > 0 && std::isfinite(value)))
    throw argument_error(202, place,
        std::string(name) + " is " + std::to_string(value) + "; it must be finite and above 0");
}

/// Throws argument_error E203 when `value` is NaN.
inline void require_number(double value, std::string_view name, std::string_view place) {
  if (std::isnan(value))
    throw argument_error(203, place, std::string(name) + " is NaN; pass a number");
}

/// Throws argument_error E249 unless the design effect is finite and at least 1.
inline void require_design_effect(double value, std::string_view place) {
  if (!(value >= 1 && std::isfinite(value)))
    throw argument_error(249, place,
        "design effect is " + std::to_string(value) + "; it must be finite and at least 1");
}

/// Throws argument_error E206 unless -1 < margin < 1.
inline void require_margin(double margin, std::string_view place) {
  if (!(margin > -1 && margin < 1))
    throw argument_error(206, place,
        "margin is " + std::to_string(margin) +
            "; a margin of a difference of proportions lies within (-1, 1), for example 0.03");
}

/// Throws shape_error E204 unless both sequences have as many elements.
inline void require_same_length(
    std::size_t first, std::size_t second, std::string_view what, std::string_view place) {
  if (first != second)
    throw shape_error(204, place,
        std::string(what) + ": lengths " + std::to_string(first) + " and " +
            std::to_string(second) + " differ; every item needs both");
}

} // namespace tailgate::stats::detail
