// The normal forms in which answers to numeric edges are compared.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/core/exact_decimal.hpp>
#include <tailgate/core/number_reader.hpp>
#include <tailgate/core/utf8.hpp>
#include <tailgate/strata/cjk_numeral.hpp>
#include <tailgate/strata/decimal_digit.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

/// ASCII digits and signs, blanks of one kind; raised digits behind 10 as ^ and digits.
[[nodiscard]] inline std::string ascii_digits(std::string_view text) {
  static constexpr std::u32string_view raised = U"\u2070\u00B9\u00B2\u00B3\u2074\u2075\u2076\u2077"
                                                U"\u2078\u2079";
  std::string plain;
  bool raising = false;
  for (auto at = utf8_code_points(text).begin(); at != utf8_code_points(text).end(); ++at) {
    const char32_t c = *at;
    const std::size_t power = c == 0x207B ? 0 : raised.find(c); // superscript minus
    if (power != raised.npos) {
      if (!raising && plain.ends_with("10"))
        plain += '^';
      raising = true;
      plain += c == 0x207B ? '-' : static_cast<char>('0' + power);
      continue;
    }
    raising = false;
    if (const auto digit = decimal_digit_value(c))
      plain += static_cast<char>('0' + *digit);
    else if (c == 0x2212 || c == 0xFF0D)
      plain += '-';
    else if (c == 0xFF0B)
      plain += '+';
    else if (c == 0xFF0E)
      plain += '.';
    else if (c == 0xA0 || c == 0x2009 || c == 0x202F || c == '\t' || c == '\n' || c == '\r')
      plain += ' ';
    else if (c == 0x2019)
      plain += '\'';
    else if (c == 0xD7)
      plain += 'x';
    else
      plain += text.substr(at.offset(), at.step().length);
  }
  return plain;
}

/// Without blanks around it and one full stop behind it.
[[nodiscard]] inline std::string_view trimmed_answer(std::string_view text) noexcept {
  const auto trim = [&] {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    text.remove_suffix(text.size() - (text.find_last_not_of(' ') + 1));
  };
  trim();
  if (text.ends_with('.'))
    text.remove_suffix(1);
  trim();
  return text;
}

/// 1'024 and 1 024 without what groups their digits by three; "12 345" too, not "1 02" or "1 2".
[[nodiscard]] inline std::string ungrouped(std::string_view text) {
  std::size_t begin = 0;
  while (begin < text.size() && !is_ascii_digit(text[begin]))
    ++begin;
  std::size_t end = begin;
  while (end < text.size() && is_ascii_digit(text[end]))
    ++end;
  if (end == text.size() || end - begin > 3 || (text[end] != ' ' && text[end] != '\''))
    return std::string(text);
  const char mark = text[end];
  std::string joined(text.substr(0, end));
  std::size_t at = end;
  while (at < text.size() && text[at] == mark) {
    const std::string_view group = text.substr(at + 1, 3);
    if (group.size() != 3 || !std::all_of(group.begin(), group.end(), is_ascii_digit) ||
        (at + 4 < text.size() && is_ascii_digit(text[at + 4])))
      return std::string(text);
    joined += group;
    at += 4;
  }
  return joined + std::string(text.substr(at));
}

/// 1.5 x 10^3 and 1.5*10**3 as 1.5e3.
[[nodiscard]] inline std::string with_exponent(const std::string& text) {
  for (const std::string_view times : {" x ", "x", " * ", "*"})
    for (const std::string_view ten : {"10^", "10**"}) {
      const std::string power = std::string(times) + std::string(ten);
      const std::size_t at = text.find(power);
      if (at != std::string::npos && at > 0 && is_ascii_digit(text[at - 1]))
        return text.substr(0, at) + 'e' + text.substr(at + power.size());
    }
  return text;
}

/// The form that the classes have in common.
[[nodiscard]] inline std::string plain_answer(std::string_view answer) {
  return with_exponent(ungrouped(trimmed_answer(ascii_digits(answer))));
}

/// top / bottom, bottom > 0.
struct exact_ratio {
  exact_decimal top;
  exact_decimal bottom;
};

/// A number, a/b, either with a sign for hundredths, thousandths or ten-thousandths behind it.
[[nodiscard]] inline std::optional<exact_ratio> read_ratio(std::string_view text) {
  static constexpr struct {
    std::string_view sign;
    std::int64_t places;
  } scales[] = {{"%", 2}, {"percent", 2}, {"per cent", 2}, {"\xE2\x80\xB0", 3}, {"per mille", 3},
      {"\xE2\x80\xB1", 4}, {"basis points", 4}, {"basis point", 4}, {"bps", 4}};
  std::int64_t places = 0;
  for (const auto& scale : scales)
    if (places == 0 && text.ends_with(scale.sign)) {
      text.remove_suffix(scale.sign.size());
      places = scale.places;
    }
  const std::size_t slash = text.find('/');
  const auto top = number_reader::read(text.substr(0, slash));
  if (!top)
    return std::nullopt;
  exact_ratio ratio{top->value, make_decimal(false, "1", 0)};
  if (slash != std::string_view::npos) {
    const auto bottom = number_reader::read(text.substr(slash + 1));
    if (!bottom || bottom->value.digits.empty())
      return std::nullopt;
    ratio.bottom = bottom->value;
    if (std::exchange(ratio.bottom.negative, false))
      ratio.top = -ratio.top;
  }
  if (!ratio.top.digits.empty())
    ratio.top.point -= places;
  return ratio;
}

/// Whether text is a word of the list; its index.
template <class Words>
[[nodiscard]] std::optional<std::size_t> index_of(const Words& words, std::string_view text) {
  const auto at = std::find(std::begin(words), std::end(words), text);
  return at == std::end(words)
             ? std::nullopt
             : std::optional<std::size_t>(static_cast<std::size_t>(at - std::begin(words)));
}

/// "2021-04-03", "07:42", "2021-04-03 07:42:00"; nothing for what is neither date nor time.
[[nodiscard]] inline std::optional<std::string> iso_form(std::string_view text) {
  static constexpr std::string_view months[] = {
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  static constexpr std::string_view ignored[] = {
      "t", "z", "utc", "gmt", "of", "th", "st", "nd", "rd", "at"};
  std::vector<std::string> numbers; // in the order of the text; those of the time hold a colon
  std::optional<std::size_t> month;
  std::size_t month_place = 0;
  std::string time;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    const bool digits = is_ascii_digit(text[at]);
    const auto same = [&](char c) {
      return digits ? is_ascii_digit(c) || c == ':' : is_ascii_letter(c);
    };
    while (end < text.size() && same(text[end]))
      ++end;
    if (end == at) {
      if (std::string_view("-/., ").find(text[at]) == std::string_view::npos)
        return std::nullopt;
      ++at;
      continue;
    }
    std::string piece = ascii_lower(text.substr(at, end - at));
    at = end;
    if (piece.find(':') != std::string::npos) {
      if (!time.empty())
        return std::nullopt;
      time = piece.find(':') == 1 ? '0' + piece : piece;
    } else if (digits) {
      numbers.push_back(std::move(piece));
    } else if (const auto named = index_of(months, piece.substr(0, 3)); named && !month) {
      month = named;
      month_place = numbers.size();
    } else if (!index_of(ignored, piece)) {
      return std::nullopt;
    }
  }
  std::string date;
  if (month && numbers.size() == 2 && month_place < 2)
    numbers = {numbers[1], std::to_string(*month + 1), numbers[0]};
  else if (month || (!numbers.empty() && numbers.size() != 3))
    return std::nullopt;
  if (numbers.size() == 3) {
    if (numbers[0].size() != 4)
      return std::nullopt; // day or month first: not decided here
    for (const std::size_t i : {std::size_t{1}, std::size_t{2}})
      if (numbers[i].size() == 1)
        numbers[i].insert(0, 1, '0');
    date = numbers[0] + '-' + numbers[1] + '-' + numbers[2];
  }
  if (date.empty() && time.empty())
    return std::nullopt;
  return date + (date.empty() || time.empty() ? "" : " ") + time;
}

/// "inf", "-inf" or "nan"; nothing for anything else.
[[nodiscard]] inline std::optional<std::string> special_value(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+'))
    text.remove_prefix(1);
  const std::string word = ascii_lower(text);
  if (word == "nan")
    return word;
  if (word == "inf" || word == "infinity" || word == "\xE2\x88\x9E")
    return negative ? "-inf" : "inf";
  return std::nullopt;
}

/// In lower case, without blanks and hyphens.
[[nodiscard]] inline std::string identifier_form(std::string_view text) {
  std::string form;
  for (const char c : text)
    if (c != ' ' && c != '-')
      form += ascii_lower(c);
  return form;
}

[[nodiscard]] inline std::string from_cjk(const std::string& text) {
  const auto value = parse_cjk_numeral(text);
  return value ? std::to_string(*value) : text;
}

} // namespace tailgate::detail
