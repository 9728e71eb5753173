// N7 half-precision edge: values at which fp16 and bf16 lose a digit, overflow or lose precision.
//
// Why models break: the numbers are where the format of weights and activations has its seams, and
// they are frequent in text about it; a model asked about them has to know the format and compute
// beyond it. The edges, by IEEE 754-2019 binary16 and bfloat16:
//
//   integer precision  256 and 257 (bf16 skips 257), 2^11 - 1 and 2^11 + 1 (fp16 skips 2049)
//   overflow           65504, the largest of fp16, to 65520, which rounds to infinity; 65519
//   subnormal          2^-25 < |x| <= 6.104e-5: below the smallest normal number, 2^-14; 5.96e-8 is
//                      the smallest of all, 2^-24
//   Inf and NaN        inf, infinity, nan and U+221E as words
//
// Limits: 256 and 257 are counted wherever they stand; "infinity" in prose, and "nan" where it is a
// word of another language, are counted as well ("Nan", spelt as a name, is not).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/core/ascii_search.hpp>
#include <tailgate/core/exact_decimal.hpp>
#include <tailgate/core/half.hpp>
#include <tailgate/strata/detail/characters.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/edge_values.hpp>
#include <tailgate/strata/detail/numeral.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>

namespace tailgate::numeric_edge {

struct half_precision_edge {
  static constexpr numeric_class id = numeric_class::half_precision_edge;
  enum band : std::size_t { integer_precision, overflow, subnormal, inf_and_nan };

  [[nodiscard]] static numeric_finding detect(const detail::scanned_text& text) {
    numeric_finding finding;
    const auto found = [&](band b) {
      finding = {numeric_state::present, std::max<std::size_t>(finding.band, b)};
    };
    for (const detail::numeral& n : text.numerals()) {
      const std::string integer = detail::integer_text(n);
      const std::string_view size =
          std::string_view(integer).substr(integer.starts_with('-') ? 1 : 0);
      if (std::find(std::begin(precision_edges), std::end(precision_edges), size) !=
          std::end(precision_edges))
        found(integer_precision);
      else if (std::find(std::begin(overflow_edges), std::end(overflow_edges), size) !=
               std::end(overflow_edges))
        found(overflow);
      else if (is_subnormal(n))
        found(subnormal);
    }
    if (text.notable().infinity || names_special(text.text()))
      found(inf_and_nan);
    return finding;
  }

  [[nodiscard]] static detail::numeric_question draw(std::size_t band, detail::decisions& from) {
    if (band == inf_and_nan)
      return draw_special(from);
    if (band == subnormal)
      return draw_subnormal(from);
    const bool rounded = from.below(8) == 0;
    const std::string_view edge =
        band == integer_precision ? from.one_of(precision_edges) : from.one_of(overflow_edges);
    if (!rounded)
      return detail::beyond_edge(edge, from);
    const auto value = static_cast<float>(std::stoi(std::string(edge)));
    const bool brain = from.coin();
    const float nearest =
        brain ? bf16_to_float(float_to_bf16(value)) : fp16_to_float(float_to_fp16(value));
    return {"The " + std::string(brain ? "bfloat16" : "fp16") + " value nearest to " +
                std::string(edge) + " is:\n",
        nearest > 65535 && !brain ? "inf" : std::to_string(static_cast<std::int64_t>(nearest))};
  }

private:
  static constexpr std::string_view precision_edges[] = {"256", "257", "2047", "2049"};
  static constexpr std::string_view overflow_edges[] = {"65504", "65519", "65520"};

  [[nodiscard]] static bool is_subnormal(const detail::numeral& n) {
    if (!n.exponent && (n.fraction.empty() || n.integer.find_first_not_of('0') != n.integer.npos))
      return false; // an integer, or 1 and more
    const exact_decimal value = n.value();
    static const exact_decimal half_of_smallest{false, "298023223876953125", -7}; // 2^-25
    static const exact_decimal smallest_normal{false, "6104", -4};                // as rounded up
    return compare_magnitude(value, half_of_smallest) > 0 &&
           compare_magnitude(value, smallest_normal) <= 0;
  }

  /// inf, infinity and nan as words in any case but "Nan".
  [[nodiscard]] static bool names_special(std::string_view text) noexcept {
    // By "na" and "nf", which are rare.
    const auto is = [](char c, char next) {
      return ascii_lower(c) == 'n' && (ascii_lower(next) == 'a' || ascii_lower(next) == 'f');
    };
    const auto among = [](std::uint64_t word, std::uint64_t next) {
      const auto equal = [](std::uint64_t bytes, char c) {
        return detail::bytes_equal(bytes | detail::in_each_byte(0x20), c);
      };
      return equal(word, 'n') & (equal(next, 'a') | equal(next, 'f'));
    };
    for (std::size_t at = 0; (at = detail::find_pair(text, at, among, is)) < text.size(); ++at)
      if ((is_word(text, at, "nan") && text.substr(at, 3) != "Nan") ||
          (at > 0 && (is_word(text, at - 1, "inf") || is_word(text, at - 1, "infinity"))))
        return true;
    return false;
  }

  /// Whether the word, in any case, is at `at`, with no letter before or behind it.
  [[nodiscard]] static bool is_word(
      std::string_view text, std::size_t at, std::string_view word) noexcept {
    const std::size_t end = at + word.size();
    return end <= text.size() &&
           std::equal(word.begin(), word.end(), text.data() + at,
               [](char listed, char c) { return listed == ascii_lower(c); }) &&
           (at == 0 || !detail::is_letter(text[at - 1])) &&
           (end == text.size() || !detail::is_letter(text[end]));
  }

  [[nodiscard]] static detail::numeric_question draw_subnormal(detail::decisions& from) {
    const std::int64_t exponent = from.between(5, 7);
    const std::string first = std::to_string(from.between(1, 5));
    const std::string places = from.digits(2);
    const std::int64_t factor = from.between(1, 9);
    const exact_decimal value = make_decimal(false, first + places, -exponent - 2);
    const std::string text = first + '.' + places + "e-" + std::to_string(exponent);
    if (factor == 1)
      return {text + " written in full is:\n", plain_notation(value)};
    const std::string by = std::to_string(factor);
    return {text + '*' + by + " written in full is:\n",
        plain_notation(value * detail::integer_value(by))};
  }

  [[nodiscard]] static detail::numeric_question draw_special(detail::decisions& from) {
    static constexpr struct {
      std::string_view before, behind, answer;
    } forms[] = {{"inf+", "", "inf"}, {"inf-", "", "inf"}, {"-inf+", "", "-inf"},
        {"", "-inf", "-inf"}, {"", "+inf", "inf"}, {"inf*", "", "inf"}, {"-inf*", "", "-inf"},
        {"", "/inf", "0"}, {"nan+", "", "nan"}, {"nan*", "", "nan"}, {"", "-nan", "nan"},
        {"inf-inf+", "", "nan"}, {"0*inf+", "", "nan"}, {"inf/inf*", "", "nan"}};
    const auto& form = from.one_of(forms);
    return {"In IEEE 754 arithmetic, " + std::string(form.before) +
                std::to_string(from.between(1, 999)) + std::string(form.behind) + '=',
        std::string(form.answer)};
  }
};

} // namespace tailgate::numeric_edge
