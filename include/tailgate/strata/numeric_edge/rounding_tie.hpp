// N9 rounding tie: a number that ends in 5, and an instruction to round.
//
// Why models break: which neighbour is right depends on a rule that the text names or leaves open,
// and neither digits nor examples decide it; binary floats besides turn most decimal ties into
// near-ties (2.675 is stored below the tie), which training text reports as results.
//
//   half away from zero  that rule, or none, is named
//   half to even         "even", "bankers" or "banker's" stands in the text
//
// Reference: IEEE 754-2019, section 4.3 (roundTiesToEven, roundTiesToAway).
//
// Limits: the class does not tell whether the digit rounded away is the 5 ("round 12345 to
// thousands"), nor "a round table for 25"; instructions are known in English, German, French,
// Spanish, Italian, Portuguese, Russian, Chinese and Japanese.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeral.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/detail/word_list.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>

namespace tailgate::numeric_edge {

struct rounding_tie {
  static constexpr numeric_class id = numeric_class::rounding_tie;
  enum band : std::size_t { half_away_from_zero, half_to_even };

  [[nodiscard]] static numeric_finding detect(const detail::scanned_text& text) {
    static constexpr detail::word_list even_stems({"even", "banker"});
    const auto& all = text.numerals();
    const bool ends_in_5 = std::any_of(all.begin(), all.end(), [](const detail::numeral& n) {
      const std::string& last = n.fraction.empty() ? n.integer : n.fraction;
      return !n.exponent && !last.empty() && last.back() == '5';
    });
    if (!ends_in_5 || !asks_to_round(text))
      return {};
    return {numeric_state::present,
        text.has_word_beginning(even_stems) ? half_to_even : half_away_from_zero};
  }

  [[nodiscard]] static detail::numeric_question draw(std::size_t band, detail::decisions& from) {
    const bool even = band == half_to_even;
    const std::int64_t kept = from.between(-1, 3); // digits behind the point; -1: tens
    const std::int64_t quotient = from.between(1, 9999);
    const bool negative = from.coin();
    const std::int64_t rounded = even ? quotient + quotient % 2 : quotient + 1;
    const std::string places = kept == -1  ? "the nearest ten"
                               : kept == 0 ? "the nearest integer"
                               : kept == 1 ? "1 decimal place"
                                           : std::to_string(kept) + " decimal places";
    const std::string sign = negative ? "-" : "";
    return {"Round " + sign + scaled(10 * quotient + 5, kept + 1) + " to " + places +
                (even ? ", ties to even:\n" : ", ties away from zero:\n"),
        sign + scaled(rounded, kept)};
  }

private:
  [[nodiscard]] static bool asks_to_round(const detail::scanned_text& text) noexcept {
    static constexpr detail::word_list words({"round", "rounds", "rounded", "rounding", "nearest",
        "runde", "runden", "rundet", "gerundet", "arrondir", "arrondi", "arrondis", "arrondie",
        "arrondissez", "arrotonda", "arrotondare", "arredonde", "arredondar"});
    static constexpr detail::word_list stems({"aufrund", "abrund", "redonde",
        "\xD0\xBE\xD0\xBA\xD1\x80\xD1\x83\xD0\xB3\xD0\xBB", // okrugl-
        "\xD0\x9E\xD0\xBA\xD1\x80\xD1\x83\xD0\xB3\xD0\xBB"});
    static constexpr std::string_view han = "\xE5\x9B\x9B\xE6\x8D\xA8\xE4\xBA\x94\xE5\x85\xA5";
    return text.has_word(words) || text.has_word_beginning(stems) ||
           text.text().find(han) != std::string_view::npos;
  }

  /// value * 10^-places; -1 places: tens.
  [[nodiscard]] static std::string scaled(std::int64_t value, std::int64_t places) {
    std::string text = std::to_string(value);
    if (places < 0)
      return text + '0';
    if (places == 0)
      return text;
    const auto behind = static_cast<std::size_t>(places);
    if (text.size() <= behind)
      text.insert(0, behind + 1 - text.size(), '0');
    return text.insert(text.size() - behind, 1, '.');
  }
};

} // namespace tailgate::numeric_edge
