// The checks before items are shared among strata, and the bounds of each share.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/sampling/allocation_options.hpp>
#include <tailgate/sampling/shortfall.hpp>
#include <vector>

namespace tailgate::detail {

/// Within [low, high], both at most the population.
struct allocation_bounds {
  std::uint64_t low;
  std::uint64_t high;
  [[nodiscard]] double clamp(double share) const noexcept {
    return std::clamp(share, static_cast<double>(low), static_cast<double>(high));
  }
};

[[nodiscard]] inline std::uint64_t minimum_of(
    const stratum_request& stratum, const allocation_options& options) noexcept {
  return stratum.exactly.value_or(stratum.minimum.value_or(options.minimum));
}

[[nodiscard]] inline std::uint64_t maximum_of(
    const stratum_request& stratum, const allocation_options& options) noexcept {
  return stratum.exactly.value_or(stratum.maximum.value_or(options.maximum));
}

/// What depends on no population. Throws argument_error E300, E301, E302, E307.
inline void check_allocation_request(
    std::span<const stratum_request> strata, const allocation_options& options) {
  if (strata.empty() || options.total == 0)
    throw argument_error(300, "allocate",
        std::to_string(options.total) + " items over " + std::to_string(strata.size()) +
            " strata; ask for at least one item and declare at least one stratum");
  if (!(options.exponent >= 0 && options.exponent <= 1))
    throw argument_error(301, "allocate",
        "exponent is " + std::to_string(options.exponent) +
            "; it lies within [0, 1]: 0 is equal allocation, 1 Neyman's");
  std::set<stratum_key> seen;
  for (const stratum_request& s : strata) {
    if (!seen.insert(s.key).second)
      throw argument_error(
          307, "allocate", "stratum '" + s.key.name() + "' is declared twice; declare it once");
    if (!(s.standard_deviation > 0 && std::isfinite(s.standard_deviation)))
      throw argument_error(301, "allocate",
          "stratum '" + s.key.name() + "' has standard deviation " +
              std::to_string(s.standard_deviation) +
              "; it must be finite and above 0, where it is unknown leave it at 1");
    if (minimum_of(s, options) > maximum_of(s, options))
      throw argument_error(302, "allocate",
          "stratum '" + s.key.name() + "' has minimum " + std::to_string(minimum_of(s, options)) +
              " above its maximum " + std::to_string(maximum_of(s, options)) +
              "; lower the minimum or raise the maximum");
  }
}

/// How many items a stratum has to give; a minimum of its own holds beside an exact number.
[[nodiscard]] inline std::uint64_t wanted_of(
    const stratum_request& stratum, const allocation_options& options) noexcept {
  const std::uint64_t own = stratum.exactly ? stratum.minimum.value_or(0) : 0;
  return std::max({std::uint64_t{1}, own, minimum_of(stratum, options)});
}

/// The strata that hold fewer items than asked of them, or none. Throws incomplete_error E304,
/// E305 for the first of them unless they are to be recorded.
[[nodiscard]] inline std::vector<shortfall> find_shortfalls(std::span<const stratum_request> strata,
    std::span<const std::uint64_t> population, const allocation_options& options) {
  std::vector<shortfall> found;
  found.reserve(strata.size());
  for (std::size_t k = 0; k < strata.size(); ++k) {
    const shortfall s{k, strata[k].key, wanted_of(strata[k], options), population[k]};
    if (s.available >= s.wanted)
      continue;
    if (options.shortfalls == on_shortfall::refuse && s.available == 0)
      throw incomplete_error(305, "allocate",
          "the declared stratum '" + s.key.name() +
              "' is empty; find items for it, take it out of the declaration, or record the "
              "shortfall (on_shortfall::record)");
    if (options.shortfalls == on_shortfall::refuse)
      throw incomplete_error(304, "allocate",
          "stratum '" + s.key.name() + "' holds " + std::to_string(s.available) +
              " items and must give at least " + std::to_string(s.wanted) +
              "; lower its minimum, find more items, or take all and record the shortfall "
              "(on_shortfall::record)");
    found.push_back(s);
  }
  return found;
}

[[nodiscard]] inline std::vector<allocation_bounds> find_bounds(
    std::span<const stratum_request> strata, std::span<const std::uint64_t> population,
    const allocation_options& options) {
  std::vector<allocation_bounds> bounds;
  bounds.reserve(strata.size());
  for (std::size_t k = 0; k < strata.size(); ++k)
    bounds.push_back({std::min(minimum_of(strata[k], options), population[k]),
        std::min(maximum_of(strata[k], options), population[k])});
  return bounds;
}

/// `least` and `most` are what the strata have to and can give together. Throws argument_error
/// E303, incomplete_error E306.
inline void check_totals(
    std::uint64_t least, std::uint64_t most, const allocation_options& options) {
  if (least > options.total)
    throw argument_error(303, "allocate",
        "the minima of the strata add up to " + std::to_string(least) + " and the total is " +
            std::to_string(options.total) + "; raise the total or lower the minima");
  if (most < options.total && options.shortfalls == on_shortfall::refuse)
    throw incomplete_error(306, "allocate",
        "the strata can give " + std::to_string(most) +
            " items within their maxima and the total "
            "is " +
            std::to_string(options.total) +
            "; lower the total, raise the maxima, or take what is there "
            "(on_shortfall::record)");
}

} // namespace tailgate::detail
