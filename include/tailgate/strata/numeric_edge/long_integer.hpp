// N1 long integer: a run of five or more decimal digits.
//
// Why models break: long numbers are rare in training text and span several tokens, and every digit
// must be carried over exactly; accuracy falls with length even for copying. See H. Yang et al.,
// "Number Cookbook: Number understanding of language models and how to improve it", ICLR 2025,
// arXiv:2411.03766.
//
// The longest run decides the band: 5-8, 9-14, 15-20 (the end of 64-bit integers), over 20 digits.
// Runs of 1-4 digits are the control band: measured and generated, not of the class.
//
// Limits: a run counts wherever it stands, in fractions, telephone numbers and identifiers too;
// groups such as 1,234,567 are runs of three, hence of class N4.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tailgate/core/ascii_search.hpp>
#include <tailgate/core/utf8.hpp>
#include <tailgate/strata/decimal_digit.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_edge/carry_chain.hpp>
#include <tailgate/strata/numeric_features.hpp>

namespace tailgate::numeric_edge {

struct long_integer {
  static constexpr numeric_class id = numeric_class::long_integer;
  enum band : std::size_t {
    up_to_4_digits,
    digits_5_to_8,
    digits_9_to_14,
    digits_15_to_20,
    over_20_digits
  };

  /// In code points: the longest run of decimal digits of any script.
  [[nodiscard]] static std::size_t longest_run(const detail::scanned_text& scanned) noexcept {
    const std::string_view text = scanned.text();
    const auto next = scanned.notable().decimal_digit ? find_digit_or_non_ascii : find_ascii_digit;
    std::size_t longest = 0;
    for (std::size_t at = 0; (at = next(text, at)) < text.size();) {
      std::size_t run = 0;
      while (at < text.size()) {
        const utf8_step step = decode_utf8(text, at);
        at += step.length;
        if (!step.well_formed || !decimal_digit_value(step.code_point))
          break;
        longest = std::max(longest, ++run);
      }
    }
    return longest;
  }

  [[nodiscard]] static numeric_finding detect(const detail::scanned_text& text) {
    const std::size_t run = longest_run(text);
    if (run == 0)
      return {};
    std::size_t found = up_to_4_digits;
    while (run > static_cast<std::size_t>(lengths[found].most))
      ++found;
    const bool control = is_control_band(id, found);
    return {control ? numeric_state::control : numeric_state::present, found};
  }

  /// Sums and differences without carry chains, so that length alone is hard.
  [[nodiscard]] static detail::numeric_question draw(std::size_t band, detail::decisions& from) {
    const bool last = band == over_20_digits;
    const std::int64_t digits =
        from.between(lengths[band].least, last ? longest_drawn : lengths[band].most);
    return carry_chain::sum_or_difference(digits, digits == 1 ? 0 : from.between(0, 1), from);
  }

private:
  struct length_range {
    std::int64_t least, most;
  };
  static constexpr std::int64_t longest_drawn = 40;
  static constexpr std::array<length_range, 5> lengths{
      {{1, 4}, {5, 8}, {9, 14}, {15, 20}, {21, INT64_MAX}}};
};

} // namespace tailgate::numeric_edge
