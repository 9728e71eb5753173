// N8 narrow-format edge: the limits of 4-bit and 8-bit integers, of 8-bit floats, and of the
// integers that programs use.
//
// Why models break: in code and text these numbers stand for wrap-around and saturation, and the
// larger ones are the longest integers that text repeats often, so that a neighbour of one is
// easily taken for it.
//
//   4-bit and 8-bit integer  127 and -128; 7 and -8 where the text names four bits, or has both
//   8-bit float              448 (largest of E4M3) and 57344 (of E5M2)
//   32-bit integer           2^31 - 1 and 2^31
//   53-bit significand       2^53 - 1, 2^53 and 2^53 + 1, the first that a double skips
//   64-bit integer           2^63 - 1, 2^63, 2^64 - 1 and 2^64
//
// Reference: Open Compute Project, "OCP 8-bit Floating Point Specification (OFP8)", 2023; P.
// Micikevicius et al., "FP8 formats for deep learning", arXiv:2209.05433.
//
// Limits: 127 and 448 are counted wherever they stand, without regard to what they measure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/edge_values.hpp>
#include <tailgate/strata/detail/numeral.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>

namespace tailgate::numeric_edge {

struct narrow_format_edge {
  static constexpr numeric_class id = numeric_class::narrow_format_edge;
  enum band : std::size_t { narrow_integer, narrow_float, bits_32, bits_53, bits_64 };

  [[nodiscard]] static numeric_finding detect(const detail::scanned_text& text) {
    numeric_finding finding;
    bool seven = false, minus_eight = false;
    const auto found = [&](std::size_t b) {
      finding = {numeric_state::present, std::max(finding.band, b)};
    };
    for (const detail::numeral& n : text.numerals()) {
      const std::string integer = detail::integer_text(n);
      seven = seven || integer == "7";
      minus_eight = minus_eight || integer == "-8";
      const std::string_view size =
          std::string_view(integer).substr(integer.starts_with('-') ? 1 : 0);
      if (integer == "127" || integer == "-128")
        found(narrow_integer);
      for (const edge& e : edges)
        if (e.value == size)
          found(e.in);
    }
    if ((seven && minus_eight) || ((seven || minus_eight) && names_four_bits(text)))
      found(narrow_integer);
    return finding;
  }

  [[nodiscard]] static detail::numeric_question draw(std::size_t band, detail::decisions& from) {
    if (band == narrow_integer)
      return draw_wrapped(from);
    const auto first = std::find_if(
        std::begin(edges), std::end(edges), [&](const edge& e) { return e.in == band; });
    const auto last =
        std::find_if(first, std::end(edges), [&](const edge& e) { return e.in != band; });
    return detail::beyond_edge(
        first[from.below(static_cast<std::uint32_t>(last - first))].value, from);
  }

private:
  struct edge {
    std::string_view value;
    band in;
  };
  static constexpr edge edges[] = {{"448", narrow_float}, {"57344", narrow_float},
      {"2147483647", bits_32}, {"2147483648", bits_32}, {"9007199254740991", bits_53},
      {"9007199254740992", bits_53}, {"9007199254740993", bits_53},
      {"9223372036854775807", bits_64}, {"9223372036854775808", bits_64},
      {"18446744073709551615", bits_64}, {"18446744073709551616", bits_64}};

  [[nodiscard]] static bool names_four_bits(const detail::scanned_text& text) noexcept {
    for (const std::string_view name : {"4-bit", "4 bit", "four bit", "four-bit", "int4", "nibble"})
      for (std::size_t at = 0; (at = text.lower().find(name, at)) != std::string_view::npos; ++at)
        if (at == 0 || !is_ascii_digit(text.lower()[at - 1])) // not 64-bit
          return true;
    return false;
  }

  /// Two's complement of 4 or 8 bits, or the plain sum beyond the 8-bit edge.
  [[nodiscard]] static detail::numeric_question draw_wrapped(detail::decisions& from) {
    const std::uint32_t kind = from.below(4);
    const bool upwards = from.coin();
    const std::int64_t bits = kind == 0 ? 4 : 8;
    const std::int64_t half = std::int64_t{1} << (bits - 1);
    const std::int64_t by = from.between(1, bits == 4 ? half : 99);
    const std::string text =
        std::to_string(upwards ? half - 1 : -half) + (upwards ? "+" : "-") + std::to_string(by);
    const std::int64_t exact = upwards ? half - 1 + by : -half - by;
    if (kind == 3)
      return {text + '=', std::to_string(exact)};
    static constexpr std::string_view verbs[] = {"wraps to", "gives", "overflows to"};
    return {"In two's complement with " + std::to_string(bits) + " bits, " + text + ' ' +
                std::string(from.one_of(verbs)) + ":\n",
        std::to_string(upwards ? exact - 2 * half : exact + 2 * half)};
  }
};

} // namespace tailgate::numeric_edge
