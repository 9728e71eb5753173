// N10 fraction or percent: a/b, %, per mille, basis points.
//
// Why models break: the scale is in a sign or a word behind the number (a basis point is a
// hundredth of a percent), and fractions need a common denominator, several steps for one answer.
//
//   percent                    15%, 15 percent, 15 per cent
//   fraction                   3/4, and U+00BD and the like
//   per mille or basis point   7 per mille, U+2030, U+2031, 25 basis points, 25 bps
//
// Limits: "24/7" and other ratios look like fractions; 17%5 and "17 % 5" are remainders and not of
// the class; dates such as 3/4 without a year are fractions here.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <string>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/core/exact_decimal.hpp>
#include <tailgate/strata/detail/characters.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/edge_values.hpp>
#include <tailgate/strata/detail/numeral.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>

namespace tailgate::numeric_edge {

struct fraction_or_percent {
  static constexpr numeric_class id = numeric_class::fraction_or_percent;
  enum band : std::size_t { percent, fraction, per_mille_or_basis_point };

  [[nodiscard]] static numeric_finding detect(const detail::scanned_text& text) {
    numeric_finding finding;
    const auto found = [&](band b) {
      finding = {numeric_state::present, std::max<std::size_t>(finding.band, b)};
    };
    for (std::size_t i = 0; i < text.numerals().size(); ++i) {
      const std::string_view lower = text.lower().substr(text.numerals()[i].end);
      if (says_percent(lower))
        found(percent);
      if (says_smaller(lower))
        found(per_mille_or_basis_point);
      if (i < text.links().size() && is_fraction(text, i))
        found(fraction);
    }
    if (text.notable().fraction)
      found(fraction);
    return finding;
  }

  [[nodiscard]] static detail::numeric_question draw(std::size_t band, detail::decisions& from) {
    if (band == fraction) {
      const std::int64_t b = from.between(2, 12), d = from.between(2, 12);
      const std::int64_t a = from.between(1, b - 1), c = from.between(1, d - 1);
      const std::int64_t top = a * d + c * b, bottom = b * d, shared = std::gcd(top, bottom);
      return {std::to_string(a) + '/' + std::to_string(b) + " + " + std::to_string(c) + '/' +
                  std::to_string(d) + " =",
          bottom == shared ? std::to_string(top / shared)
                           : std::to_string(top / shared) + '/' + std::to_string(bottom / shared)};
    }
    const std::string rate = std::to_string(from.between(1, 99));
    const std::string whole = std::to_string(from.between(1, 999)) + '0';
    const bool mille = band == per_mille_or_basis_point && from.coin();
    const std::int64_t scale = band == percent ? 2 : mille ? 3 : 4;
    const exact_decimal part = make_decimal(false, rate, -scale) * detail::integer_value(whole);
    return {rate +
                (band == percent ? "%"
                    : mille      ? "\xE2\x80\xB0"
                                 : " basis points") +
                " of " + whole + " is:\n",
        plain_notation(part)};
  }

private:
  [[nodiscard]] static bool says_percent(std::string_view rest) noexcept {
    const std::size_t before = rest.size();
    detail::skip_blanks(rest);
    const bool apart = rest.size() != before;
    if (detail::take(rest, "%")) {
      const std::size_t sign = rest.size();
      detail::skip_blanks(rest);
      const bool operand = !rest.empty() && (is_ascii_digit(rest[0]) || rest[0] == '(');
      return !(operand && (apart || rest.size() == sign));
    }
    return rest.starts_with("percent") || rest.starts_with("per cent");
  }

  [[nodiscard]] static bool says_smaller(std::string_view rest) noexcept {
    detail::skip_blanks(rest);
    static constexpr std::string_view signs[] = {
        "\xE2\x80\xB0", "\xE2\x80\xB1", "per mille", "permille", "per mil ", "basis point", "bps"};
    return detail::take_one_of(rest, signs) < std::size(signs);
  }

  [[nodiscard]] static bool is_fraction(const detail::scanned_text& text, std::size_t i) noexcept {
    const detail::numeral_link& link = text.links()[i];
    const detail::numeral &a = text.numerals()[i], &b = text.numerals()[i + 1];
    return link.operation == '/' && !link.of_a_label && !link.brackets && a.is_integer() &&
           b.is_integer() && !a.attached_before && !b.attached_after && b.sign_begin == b.begin &&
           text.text().substr(a.end, b.begin - a.end).find('/') != std::string_view::npos;
  }
};

} // namespace tailgate::numeric_edge
