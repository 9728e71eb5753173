// Finds the numbers of a text: separators, fractions, exponents and signs of their own.
//
// Digits joined by single separators make one cluster. A cluster is a number when its separators
// group it in threes (or as 12,34,567), a decimal when it has one point, a decimal comma when it
// has one comma that does not group; otherwise it is split at what is not a point ("17,4,99"), and
// pieces with several points (versions, addresses) are no numbers.
//
// A minus is the number's own when it stands directly before it, and not behind a digit, a closing
// bracket or a letter that it touches: "(-5", "is -5", "3*-5", but not "8-5", "8 -5" or "covid-19".
//
// Linear in the text; malformed UTF-8 is passed over.
#pragma once

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/core/ascii_search.hpp>
#include <tailgate/strata/detail/characters.hpp>
#include <tailgate/strata/detail/numeral.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

class numeral_scanner {
public:
  [[nodiscard]] static std::vector<numeral> scan(std::string_view text) {
    numeral_scanner scanner(text);
    while ((scanner.at_ = find_ascii_digit(text, scanner.at_)) < text.size())
      scanner.cluster();
    return std::move(scanner.found_);
  }

private:
  enum class separator { none, comma, apostrophe, space, point };
  struct part {
    std::size_t begin, end;
    separator behind = separator::none;
  };
  using parts = std::vector<part>;

  explicit numeral_scanner(std::string_view text) : text_(text) { found_.reserve(8); }

  /// The separator at the front, removed.
  static separator take_separator(std::string_view& rest) noexcept {
    static constexpr std::string_view spelt[] = {
        ".", ",", "'", "\xE2\x80\x99", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89"};
    static constexpr separator kinds[] = {separator::point, separator::comma, separator::apostrophe,
        separator::apostrophe, separator::space, separator::space, separator::space,
        separator::none};
    return kinds[take_one_of(rest, spelt)];
  }

  void cluster() {
    const std::size_t start = at_;
    parts& all = parts_;
    all.clear();
    for (;;) {
      std::string_view rest = text_.substr(at_);
      const std::size_t length = take_digits(rest).size();
      all.push_back({at_, at_ + length});
      at_ += length;
      const separator between = take_separator(rest);
      if (between == separator::none || rest.empty() || !is_ascii_digit(rest[0]))
        break;
      all.back().behind = between;
      at_ = text_.size() - rest.size();
    }
    const std::size_t before = found_.size();
    interpret(all);
    if (found_.size() == before)
      return;
    leading_point(found_[before], start, before);
    own_sign(found_[before], before == 0 ? 0 : found_[before - 1].end);
    found_[before].attached_before =
        found_[before].begin == start && start > 0 && is_name_character(text_[start - 1]);
    numeral& last = found_.back();
    if (last.end == at_ && !last.attached_before)
      exponent(last);
    at_ = last.end > at_ ? last.end : at_;
    last.attached_after = last.end < text_.size() && is_name_character(text_[last.end]);
  }

  /// Whether parts [first, last] are groups of a number, by separators of one kind.
  [[nodiscard]] bool groups(const parts& all, std::size_t last) const noexcept {
    const auto length = [&](std::size_t i) { return all[i].end - all[i].begin; };
    if (last == 0 || length(0) > 3 || text_[all[0].begin] == '0' || length(last) != 3)
      return false;
    bool threes = true;
    bool lakhs = all[0].behind == separator::comma && last >= 2 && length(0) <= 2;
    for (std::size_t i = 1; i < last; ++i) {
      threes = threes && length(i) == 3;
      lakhs = lakhs && length(i) == 2;
    }
    return threes || lakhs;
  }

  void interpret(const parts& all) {
    const std::size_t last = all.size() - 1;
    const separator first = all[0].behind;
    std::size_t same = 0; // the last part that separators of the first kind lead to
    while (same < last && all[same].behind == first)
      ++same;
    if (first == separator::point && last == 1)
      add(all, 0, 0, 1,
          groups(all, 1) ? numeral_notation::ambiguous_point : numeral_notation::plain);
    else if (same == last && groups(all, last))
      add(all, 0, last, last,
          first == separator::comma ? numeral_notation::comma_groups
                                    : numeral_notation::other_groups);
    else if (first == separator::comma && last == 1)
      add(all, 0, 0, 1, numeral_notation::decimal_comma);
    else if (same + 1 == last && groups(all, same) && all[same].behind == separator::comma)
      add(all, 0, same, last, numeral_notation::decimal_comma);
    else if (same + 1 == last && groups(all, same) && all[same].behind == separator::point)
      add(all, 0, same, last,
          first == separator::comma ? numeral_notation::comma_groups
                                    : numeral_notation::other_groups);
    else
      add_pieces(all);
  }

  void add_pieces(const parts& all) {
    for (std::size_t i = 0; i < all.size();) {
      std::size_t last = i;
      while (all[last].behind == separator::point)
        ++last;
      if (last - i <= 1)
        add(all, i, i, last, numeral_notation::plain);
      i = last + 1;
    }
  }

  /// The integer of parts [first, whole]; the part behind, if last > whole, is the fraction.
  void add(const parts& all, std::size_t first, std::size_t whole, std::size_t last,
      numeral_notation notation) {
    numeral n;
    n.begin = n.sign_begin = all[first].begin;
    n.end = all[last].end;
    for (std::size_t i = first; i <= whole; ++i)
      n.integer.append(text_.substr(all[i].begin, all[i].end - all[i].begin));
    if (last > whole)
      n.fraction = text_.substr(all[last].begin, all[last].end - all[last].begin);
    n.notation = notation;
    found_.push_back(std::move(n));
  }

  /// ".5", where the point does not end a sentence, range or version.
  void leading_point(numeral& n, std::size_t start, std::size_t index) const {
    if (n.begin != start || start == 0 || text_[start - 1] != '.' || !n.fraction.empty() ||
        n.notation != numeral_notation::plain)
      return;
    if (start > 1 && (is_letter(text_[start - 2]) || is_ascii_digit(text_[start - 2]) ||
                         text_[start - 2] == '.' || text_[start - 2] == ')'))
      return;
    if (index + 1 != found_.size())
      return;
    n.fraction.swap(n.integer);
    n.begin = n.sign_begin = start - 1;
  }

  void own_sign(numeral& n, std::size_t bound) const {
    const std::string_view before = text_.substr(bound, n.begin - bound);
    numeral_sign sign = numeral_sign::none;
    std::size_t length = 1;
    if (before.ends_with('-'))
      sign = numeral_sign::hyphen;
    else if (before.ends_with('+'))
      sign = numeral_sign::plus;
    else if (before.ends_with(minus_sign)) {
      sign = numeral_sign::minus;
      length = minus_sign.size();
    } else
      return;
    const std::size_t begin = n.begin - length;
    std::size_t behind = begin;
    bool new_line = false;
    while (behind > bound && is_space(text_[behind - 1]))
      new_line = text_[--behind] == '\n' || new_line;
    if (behind == bound && bound > 0 && !new_line)
      return;
    if (behind > 0 && !new_line) {
      const char c = text_[behind - 1];
      const bool touches = behind == begin;
      if (is_ascii_digit(c) || c == ')' || c == ']' || c == '%' ||
          (touches && (is_name_character(c) || c == '.')))
        return;
    }
    n.sign = sign;
    n.sign_begin = begin;
  }

  /// e5, E-05, x 10^5, × 10⁵ behind a number.
  void exponent(numeral& n) const {
    std::string_view rest = text_.substr(n.end);
    bool negative = false;
    std::string digits;
    if (take(rest, "e") || take(rest, "E")) {
      negative = take(rest, "-") || take(rest, minus_sign);
      if (!negative)
        take(rest, "+");
      digits = take_digits(rest);
      if (!rest.empty() && is_name_character(rest[0]))
        return;
    } else if (!power_of_ten(rest, negative, digits))
      return;
    if (digits.empty() || digits.size() > 3)
      return;
    int value = 0;
    for (const char c : digits)
      value = 10 * value + (c - '0');
    n.exponent = negative ? -value : value;
    n.end = text_.size() - rest.size();
  }

  static bool power_of_ten(std::string_view& rest, bool& negative, std::string& digits) {
    static constexpr std::string_view times[] = {
        "\xC3\x97", "x", "*", "\xC2\xB7", "\xE2\x8B\x85", "\\times"};
    static constexpr std::string_view raised[] = {"\xE2\x81\xB0", "\xC2\xB9", "\xC2\xB2",
        "\xC2\xB3", "\xE2\x81\xB4", "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7", "\xE2\x81\xB8",
        "\xE2\x81\xB9"};
    take(rest, " ");
    if (take_one_of(rest, times) == std::size(times))
      return false;
    take(rest, " ");
    if (!take(rest, "10"))
      return false;
    if (take(rest, "^") || take(rest, "**")) {
      const bool braced = take(rest, "{") || take(rest, "(");
      negative = take(rest, "-") || take(rest, minus_sign);
      digits = take_digits(rest);
      return !braced || take(rest, "}") || take(rest, ")");
    }
    negative = take(rest, "\xE2\x81\xBB");
    for (std::size_t d; (d = take_one_of(rest, raised)) < std::size(raised);)
      digits += static_cast<char>('0' + d);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  parts parts_; // of the cluster at hand
  std::vector<numeral> found_;
};

} // namespace tailgate::detail
