// N11 units: a number with a unit, a magnitude prefix, or a conversion.
//
// Why models break: the unit carries a factor that the digits do not show; prefixes differ by 1000
// or 1024, and imperial factors must be recalled to the digit before they can be used.
//
//   unit              12 km, 5 lb, 3.5 kW, 20 miles
//   magnitude prefix  3.5k, 2M, 64Ki, directly behind the number and with no unit
//   conversion        a unit, and convert, conversion, express, "how many" or "how much"
//
// Limits: units are known in English and as symbols; "in" for inches is not, nor currencies; a
// letter behind a number can be something else ("5 A", "3M", "4K television").
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/core/exact_decimal.hpp>
#include <tailgate/core/number_reader.hpp>
#include <tailgate/strata/detail/characters.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/detail/unit_names.hpp>
#include <tailgate/strata/detail/word_list.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>

namespace tailgate::numeric_edge {

struct units {
  static constexpr numeric_class id = numeric_class::units;
  enum band : std::size_t { unit, magnitude_prefix, conversion };

  [[nodiscard]] static numeric_finding detect(const detail::scanned_text& text) {
    numeric_finding finding;
    bool any_unit = false;
    for (std::size_t i = 0; i < text.numerals().size(); ++i) {
      if (text.numerals()[i].attached_before)
        continue;
      std::string_view rest = text.behind(i);
      const bool apart = detail::take(rest, " ") || detail::take(rest, "-") ||
                         detail::take(rest, "\xC2\xA0") || detail::take(rest, "\xE2\x80\xAF");
      const std::string_view symbol = front_symbol(rest);
      if (!apart && detail::is_bare_prefix(symbol))
        finding = {numeric_state::present, std::max<std::size_t>(finding.band, magnitude_prefix)};
      else if (detail::is_unit_symbol(symbol) || detail::is_unit_name(ascii_lower(symbol))) {
        any_unit = true;
        finding.state = numeric_state::present;
      }
    }
    if (any_unit && asks_to_convert(text))
      finding.band = conversion;
    return finding;
  }

  [[nodiscard]] static detail::numeric_question draw(std::size_t band, detail::decisions& from) {
    const auto tenths = [&] {
      return make_decimal(false, std::to_string(from.between(1, 9999)), -1);
    };
    if (band == magnitude_prefix) {
      static constexpr struct {
        std::string_view prefix, factor;
      } prefixes[] = {{"k", "1000"}, {"M", "1000000"}, {"G", "1000000000"}, {"Ki", "1024"},
          {"Mi", "1048576"}, {"Gi", "1073741824"}};
      const auto& p = from.one_of(prefixes);
      const exact_decimal value = tenths();
      return {plain_notation(value) + std::string(p.prefix) + " written in full is:\n",
          plain_notation(value * factor(p.factor))};
    }
    const detail::unit_conversion& c = from.one_of(detail::unit_conversions);
    const std::string unit_text(c.from);
    const exact_decimal value = tenths();
    if (band == conversion)
      return {"Convert " + plain_notation(value) + ' ' + unit_text + " to " + std::string(c.to) +
                  ". The number of " + std::string(c.to) + " is:\n",
          plain_notation(value * factor(c.factor))};
    const exact_decimal other = tenths();
    return {plain_notation(value) + ' ' + unit_text + " plus " + plain_notation(other) + ' ' +
                unit_text + " is, in " + unit_text + ":\n",
        plain_notation(value + other)};
  }

private:
  [[nodiscard]] static exact_decimal factor(std::string_view text) {
    return number_reader::read(text)->value;
  }

  /// The run of letters at the front, with a slash or a raised digit; at most 24 bytes.
  [[nodiscard]] static std::string_view front_symbol(std::string_view rest) noexcept {
    constexpr std::size_t longest = 24;
    std::size_t end = 0;
    while (end < rest.size() && end <= longest &&
           (detail::is_letter(rest[end]) || (rest[end] == '/' && end + 1 < rest.size() &&
                                                (rest[end + 1] == 'h' || rest[end + 1] == 's'))))
      ++end;
    const bool goes_on = end < rest.size() && is_ascii_digit(rest[end]);
    return goes_on || end > longest ? std::string_view() : rest.substr(0, end);
  }

  [[nodiscard]] static bool asks_to_convert(const detail::scanned_text& text) noexcept {
    static constexpr detail::word_list stems({"convert", "conversion", "express"});
    return text.has_word_beginning(stems) ||
           text.lower().find("how many") != std::string_view::npos ||
           text.lower().find("how much") != std::string_view::npos;
  }
};

} // namespace tailgate::numeric_edge
