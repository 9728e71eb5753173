// Dates and times of day in a text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/core/ascii_search.hpp>
#include <tailgate/strata/detail/characters.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/detail/word_list.hpp>
#include <vector>

namespace tailgate::detail {

struct found_date {
  enum class kind : std::uint8_t { date, either_order, time } what = kind::date;
  int year = 0;  ///< 0 when the text has none
  int month = 0; ///< 0 for a time of day
  int day = 0;
};

class date_scanner {
public:
  /// Linear in the text.
  [[nodiscard]] static std::vector<found_date> scan(const scanned_text& text) {
    date_scanner scanner(text);
    for (std::size_t at = 0; (at = find_ascii_digit(text.text(), at)) < text.text().size();) {
      std::string_view rest = text.text().substr(at);
      const bool inside_word = at > 0 && is_name_character(text.text()[at - 1]);
      if (inside_word || !(scanner.numeric(rest) || scanner.time(rest) || scanner.named(at, rest)))
        take_digits(rest);
      at = text.text().size() - rest.size();
    }
    return scanner.found_;
  }

private:
  using kind = found_date::kind;

  explicit date_scanner(const scanned_text& text) : text_(text) {}

  /// A number of at most four digits; -1 for anything else.
  static int number(std::string_view& rest) noexcept {
    const std::string_view digits = take_digits(rest);
    if (digits.empty() || digits.size() > 4)
      return -1;
    int value = 0;
    for (const char c : digits)
      value = 10 * value + (c - '0');
    return value;
  }

  /// 29 February counts in every year: that it does not exist is what a trap is made of.
  [[nodiscard]] static bool is_day(int month, int day) noexcept {
    constexpr std::array<int, 13> last{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month >= 1 && month <= 12 && day >= 1 && day <= last[static_cast<std::size_t>(month)];
  }
  [[nodiscard]] static bool is_year(int year) noexcept { return year >= 1000 && year <= 2999; }

  /// 2024-02-29, 2024/02/29, 29/02/2024, 2/29/2024, 29.02.2024.
  bool numeric(std::string_view& text) {
    std::string_view rest = text;
    const int a = number(rest);
    const char mark = rest.empty() ? '\0' : rest[0];
    if (a < 0 || (mark != '-' && mark != '/' && mark != '.'))
      return false;
    rest.remove_prefix(1);
    const int b = number(rest);
    if (b < 0 || rest.empty() || rest[0] != mark)
      return false;
    rest.remove_prefix(1);
    const int c = number(rest);
    if (c < 0 || (rest.size() > 1 && rest[0] == mark && is_ascii_digit(rest[1])))
      return false;
    if (is_year(a) && is_day(b, c))
      found_.push_back({kind::date, a, b, c});
    else if (is_year(c) && mark != '.' && a != b && is_day(a, b) && is_day(b, a))
      found_.push_back({kind::either_order, c, b, a});
    else if (is_year(c) && is_day(b, a))
      found_.push_back({kind::date, c, b, a});
    else if (is_year(c) && mark != '.' && is_day(a, b))
      found_.push_back({kind::date, c, a, b});
    else
      return false;
    text = rest;
    return true;
  }

  /// 9:05, 23:59, 23:59:60.
  bool time(std::string_view& text) {
    std::string_view rest = text;
    const std::string_view hours = take_digits(rest);
    std::string_view front = hours;
    if (hours.size() > 2 || !take(rest, ":"))
      return false;
    const std::string_view minutes = take_digits(rest);
    if (minutes.size() != 2 || minutes[0] > '5' || number(front) > 24)
      return false;
    if (rest.size() > 2 && rest[0] == ':' && is_ascii_digit(rest[1])) {
      rest.remove_prefix(1);
      if (const std::string_view seconds = take_digits(rest);
          seconds.size() != 2 || seconds[0] > '6')
        return false;
    }
    found_.push_back({kind::time});
    text = rest;
    return true;
  }

  /// The month that the front of a lower-case text names in English, removed; 0 for none.
  static int take_month(std::string_view& rest) noexcept {
    static constexpr std::string_view names[] = {"january", "february", "march", "april", "may",
        "june", "july", "august", "september", "october", "november", "december"};
    static constexpr word_list months({"january", "february", "march", "april", "may", "june",
        "july", "august", "september", "october", "november", "december", "jan", "feb", "mar",
        "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"});
    std::size_t end = 0;
    while (end < rest.size() && end <= 9 && is_letter(rest[end]))
      ++end;
    const std::string_view word = rest.substr(0, end);
    if (!months.has(word))
      return 0;
    for (std::size_t i = 0; i < std::size(names); ++i)
      if (names[i].substr(0, 3) == word.substr(0, 3)) {
        rest.remove_prefix(end);
        return static_cast<int>(i) + 1;
      }
    return 0;
  }

  /// 29 February 2024, 29th of Feb, February 29, 2024.
  bool named(std::size_t at, std::string_view& text) {
    const std::size_t size = text_.lower().size();
    std::string_view rest = text_.lower().substr(at);
    const std::string_view digits = take_digits(rest);
    std::string_view front = digits;
    const int day = digits.size() <= 2 ? number(front) : -1;
    if (day < 1 || day > 31)
      return false;
    static constexpr std::string_view ordinals[] = {"st", "nd", "rd", "th"};
    take_one_of(rest, ordinals);
    std::string_view behind = rest;
    skip_blanks(behind);
    take(behind, "of ");
    int month = take_month(behind);
    if (month != 0)
      rest = behind;
    else
      month = month_before(at);
    if (month == 0 || !is_day(month, day))
      return false;
    std::string_view year_text = rest;
    take(year_text, ",");
    skip_blanks(year_text);
    const int year = number(year_text);
    if (is_year(year))
      rest = year_text;
    found_.push_back({kind::date, is_year(year) ? year : 0, month, day});
    text = text_.text().substr(size - rest.size());
    return true;
  }

  [[nodiscard]] int month_before(std::size_t at) const noexcept {
    const std::string_view before = text_.lower().substr(0, at);
    if (!before.ends_with(' '))
      return 0;
    std::size_t begin = before.size() - 1;
    while (begin > 0 && before.size() - begin < 12 && is_letter(before[begin - 1]))
      --begin;
    std::string_view word = before.substr(begin, before.size() - 1 - begin);
    const int month = take_month(word);
    return word.empty() ? month : 0;
  }

  const scanned_text& text_;
  std::vector<found_date> found_;
};

} // namespace tailgate::detail
