// Which classes of numeric edges a prompt belongs to, and which of them names its stratum.
//
// A prompt can be of many classes ("-0x1f + 257"), a stratum on the axis `numeric` is of one: the
// primary, the first that holds in the order of numeric_precedence. The order goes from the rarest
// and most telling class to those that nearly every prompt with a number is in, so that a rare
// edge is not hidden behind "signs and zeros"; for that reason digit-chunk split stands last, which
// with a tokenizer of single digits holds for every number of two digits.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tailgate/strata/numeric_class.hpp>
#include <vector>

namespace tailgate {

enum class numeric_state : std::uint8_t {
  absent,
  control,         ///< measured and not of the class: is_control_band
  present,         ///< the prompt is of the class
  needs_tokenizer, ///< cannot be told without one
  tokens_differ    ///< the tokens do not spell the digits of the prompt
};

/// What a detector says of a prompt.
struct numeric_finding {
  numeric_state state = numeric_state::absent;
  std::size_t band = 0; ///< index into numeric_bands: the hardest found; 0 where nothing was
  friend constexpr bool operator==(const numeric_finding&, const numeric_finding&) = default;
};

/// From the rarest and hardest class to the most common.
inline constexpr std::array<numeric_class, numeric_class_count> numeric_precedence{
    numeric_class::non_ascii_digits, numeric_class::half_precision_edge,
    numeric_class::narrow_format_edge, numeric_class::rounding_tie,
    numeric_class::decimal_comparison, numeric_class::base_or_identifier,
    numeric_class::scientific_notation, numeric_class::date_or_time, numeric_class::units,
    numeric_class::fraction_or_percent, numeric_class::separators, numeric_class::multi_hop_chain,
    numeric_class::signs_and_zeros, numeric_class::carry_chain, numeric_class::long_integer,
    numeric_class::digit_chunk_split};

/// One finding a class. Regular.
class numeric_features {
public:
  [[nodiscard]] constexpr const numeric_finding& operator[](numeric_class c) const noexcept {
    return findings_[static_cast<std::size_t>(c)];
  }
  constexpr void set(numeric_class c, numeric_finding finding) noexcept {
    findings_[static_cast<std::size_t>(c)] = finding;
  }
  [[nodiscard]] constexpr bool holds(numeric_class c) const noexcept {
    return (*this)[c].state == numeric_state::present;
  }

  /// The classes that hold, N1 first.
  [[nodiscard]] std::vector<numeric_class> classes() const {
    std::vector<numeric_class> all;
    all.reserve(numeric_class_count);
    for (const numeric_class c : all_numeric_classes)
      if (holds(c))
        all.push_back(c);
    return all;
  }

  /// The first class of numeric_precedence that holds; absent when none does.
  [[nodiscard]] constexpr std::optional<numeric_class> primary() const noexcept {
    for (const numeric_class c : numeric_precedence)
      if (holds(c))
        return c;
    return std::nullopt;
  }

  friend constexpr bool operator==(const numeric_features&, const numeric_features&) = default;

private:
  std::array<numeric_finding, numeric_class_count> findings_{};
};

/// The level of a prompt on the axis `numeric`: the name of its primary class, or "none".
[[nodiscard]] constexpr std::string_view numeric_level(const numeric_features& features) noexcept {
  const std::optional<numeric_class> primary = features.primary();
  return primary ? to_string(*primary) : "none";
}

/// The level on a finer axis within a class: the name of the class's band, or "none" when the
/// prompt is not of the class.
[[nodiscard]] constexpr std::string_view numeric_band_level(
    const numeric_features& features, numeric_class c) noexcept {
  return features.holds(c) ? numeric_bands(c)[features[c].band] : "none";
}

} // namespace tailgate
