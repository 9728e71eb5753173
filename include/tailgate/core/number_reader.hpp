// Numbers as answers write them.
//
// What is read as a number, with nothing but spaces around it:
//
//   sign        + - or U+2212 (minus)
//   integer     digits, with leading zeros, or in groups of three behind a first group of one to
//               three that does not begin with 0, all separated by , or U+2009 or U+202F (thin
//               spaces)
//   fraction    . and digits; one of integer and fraction may be missing: 42. and .5
//   exponent    e or E, a sign, one to nine digits
//   hexadecimal a sign, 0x or 0X, one to 4096 digits, no fraction
//
// Anything else is not a number: units, percent signs, two numbers, a comma for the decimal point
// ("0,125"; "1,250" reads as one thousand two hundred and fifty).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/core/exact_decimal.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// A number as it was read.
struct read_number {
  exact_decimal value;
  std::string
      hexadecimal; ///< lower-case digits without leading zeros when written so; "0" for zero
};

class number_reader {
public:
  /// The number that `text` is, or nothing. Linear; quadratic in hexadecimal digits.
  [[nodiscard]] static std::optional<read_number> read(std::string_view text) {
    number_reader reader(text);
    reader.skip_spaces();
    const bool negative = reader.sign();
    auto number = reader.take("0x") || reader.take("0X") ? reader.hexadecimal(negative)
                                                         : reader.decimal(negative);
    reader.skip_spaces();
    return reader.rest_.empty() ? number : std::nullopt;
  }

private:
  static constexpr std::array thin_spaces{
      std::string_view("\xE2\x80\x89"), std::string_view("\xE2\x80\xAF")}; // U+2009, U+202F

  explicit number_reader(std::string_view text) : rest_(text) {}

  bool take(std::string_view token) {
    const bool there = rest_.starts_with(token);
    if (there)
      rest_.remove_prefix(token.size());
    return there;
  }

  void skip_spaces() {
    for (;;) {
      if (!rest_.empty() && std::string_view(" \t\r\n\v\f").find(rest_[0]) != rest_.npos)
        rest_.remove_prefix(1);
      else if (!take("\xC2\xA0") && !take(thin_spaces[0]) && !take(thin_spaces[1]))
        return;
    }
  }

  /// True for a minus.
  bool sign() {
    const bool minus = take("-") || take("\xE2\x88\x92");
    if (!minus)
      take("+");
    return minus;
  }

  [[nodiscard]] std::string_view run_of(std::string_view alphabet) {
    const std::string_view run = rest_.substr(0, rest_.find_first_not_of(alphabet));
    rest_.remove_prefix(run.size());
    return run;
  }
  [[nodiscard]] std::string_view figures() { return run_of("0123456789"); }

  /// The digits before the point, without separators; nothing when a group is not of three.
  [[nodiscard]] std::optional<std::string> integer() {
    std::string all(figures());
    if (all.empty() || all.size() > 3 || all[0] == '0')
      return all;
    for (const std::string_view separator : {std::string_view(","), thin_spaces[0], thin_spaces[1]})
      if (rest_.starts_with(separator) && rest_.size() > separator.size() &&
          std::string_view("0123456789").find(rest_[separator.size()]) != rest_.npos) {
        while (take(separator)) {
          const std::string_view group = figures();
          if (group.size() != 3)
            return std::nullopt;
          all += group;
        }
        return all;
      }
    return all;
  }

  [[nodiscard]] std::optional<read_number> decimal(bool negative) {
    std::optional<std::string> all = integer();
    if (!all)
      return std::nullopt;
    std::int64_t exponent = 0;
    if (take(".")) {
      const std::string_view fraction = figures();
      *all += fraction;
      exponent = -static_cast<std::int64_t>(fraction.size());
    }
    if (all->empty())
      return std::nullopt;
    if (take("e") || take("E")) {
      const bool below = sign();
      const std::string_view written = figures();
      if (written.empty() || written.size() > 9)
        return std::nullopt;
      std::int64_t power = 0;
      for (const char c : written)
        power = 10 * power + (c - '0');
      exponent += below ? -power : power;
    }
    return read_number{make_decimal(negative, std::move(*all), exponent), {}};
  }

  [[nodiscard]] std::optional<read_number> hexadecimal(bool negative) {
    const std::string_view written = run_of("0123456789abcdefABCDEF");
    if (written.empty() || written.size() > 4096)
      return std::nullopt;
    std::string digits;
    digits.reserve(written.size());
    for (const char c :
        written.substr(std::min(written.find_first_not_of('0'), written.size() - 1)))
      digits += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    return read_number{make_decimal(negative, to_decimal(digits), 0), digits};
  }

  /// Hexadecimal digits as decimal ones, by Horner's rule on limbs of nine decimal digits.
  [[nodiscard]] static std::string to_decimal(std::string_view digits) {
    constexpr std::uint64_t base = 1'000'000'000;
    std::vector<std::uint64_t> limbs(digits.size() / 7 + 1, 0); // lowest first; 16^7 < base
    for (const char c : digits) {
      auto carry = static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
      for (std::uint64_t& limb : limbs) {
        const std::uint64_t total = 16 * limb + carry;
        limb = total % base;
        carry = total / base;
      }
    }
    std::string all;
    all.reserve(9 * limbs.size());
    for (auto limb = limbs.rbegin(); limb != limbs.rend(); ++limb)
      for (std::uint64_t unit = base / 10; unit != 0; unit /= 10)
        all += static_cast<char>('0' + *limb / unit % 10);
    return all;
  }

  std::string_view rest_;
};

} // namespace tailgate
