// N13 base or identifier: numbers in another base, and strings of digits that are names.
//
// Why models break: hexadecimal digits share their letters with words, so that tokenizers cut them
// anywhere; identifiers have no structure to complete, every character has to be copied; and a
// check digit depends on all the others.
//
//   base literal   0x1f, 0b1011, 0o17
//   UUID or hash   8-4-4-4-12 hexadecimal digits; 32, 40, 56, 64, 96 or 128 of them (MD5 to
//                  SHA-512), with both a letter and a digit
//   checksum       an IBAN or ISBN-13 whose check digits are right, an ISBN-10 with hyphens; where
//                  the text says "IBAN" or "ISBN", anything of their shape, right or not, without
//                  its check digit too
//
// References: RFC 9562 (UUID); ISO 13616-1:2020 (IBAN); ISO 2108:2017 (ISBN).
//
// Limits: an IBAN's length is not compared with its country's; a word of capitals and digits passes
// for an IBAN with a chance of 1 in 97; short hashes, as of commits, are not found.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/core/ascii_search.hpp>
#include <tailgate/strata/detail/characters.hpp>
#include <tailgate/strata/detail/check_digits.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>

namespace tailgate::numeric_edge {

struct base_or_identifier {
  static constexpr numeric_class id = numeric_class::base_or_identifier;
  enum band : std::size_t { base_literal, uuid_or_hash, checksum };

  [[nodiscard]] static numeric_finding detect(const detail::scanned_text& text) {
    numeric_finding finding;
    const auto found = [&](band b) {
      finding = {numeric_state::present, std::max<std::size_t>(finding.band, b)};
    };
    // Looked for once at most, and only where it matters.
    const auto names = [&text](std::string_view name) {
      return [&text, name, known = std::optional<bool>()]() mutable {
        if (!known)
          known = text.lower().find(name) != std::string_view::npos;
        return *known;
      };
    };
    auto says_iban = names("iban"), says_isbn = names("isbn");
    const std::string_view all = text.text();
    if (has_uuid(all))
      found(uuid_or_hash);
    // All the others have a digit.
    for (std::size_t at = 0; (at = find_ascii_digit(all, at)) < all.size();) {
      std::size_t begin = at;
      while (begin > 0 && belongs(all[begin - 1]))
        --begin;
      while (at < all.size() && belongs(all[at]))
        ++at;
      const std::string_view token = all.substr(begin, at - begin);
      if (is_base_literal(token))
        found(base_literal);
      if (is_hash(token))
        found(uuid_or_hash);
      if (is_iban(all.substr(begin), says_iban) || is_isbn(all, begin, says_isbn))
        found(checksum);
    }
    return finding;
  }

  [[nodiscard]] static detail::numeric_question draw(std::size_t band, detail::decisions& from) {
    if (band == base_literal)
      return draw_literal(from);
    if (band == uuid_or_hash) {
      const bool uuid = from.coin();
      std::string name;
      for (std::size_t i = 0; i < (uuid ? 36u : 64u); ++i)
        if (uuid && (i == 8 || i == 13 || i == 18 || i == 23))
          name += '-';
        else if (uuid && i == 14)
          name += '4'; // version 4: random
        else if (uuid && i == 19)
          name += "89ab"[from.below(4)];
        else if (!uuid && i < 2)
          name += i == 0 ? hex_digits[10 + from.below(6)] : hex_digits[from.below(10)];
        else
          name += hex_digits[from.below(16)];
      return {"Repeat exactly: " + name + "\n", name};
    }
    return from.coin() ? draw_iban(from) : draw_isbn(from);
  }

private:
  static constexpr std::string_view hex_digits = "0123456789abcdef";

  /// To a token.
  [[nodiscard]] static constexpr bool belongs(char c) noexcept {
    return is_ascii_digit(c) || detail::is_letter(c);
  }

  [[nodiscard]] static bool is_base_literal(std::string_view token) noexcept {
    if (token.size() < 3 || token[0] != '0')
      return false;
    const char base = static_cast<char>(token[1] | 0x20);
    return (base == 'x' || base == 'b' || base == 'o') &&
           std::all_of(token.begin() + 2, token.end(), [&](char c) {
             return base == 'x' ? detail::is_hex_digit(c)
                                : c >= '0' && c <= (base == 'b' ? '1' : '7');
           });
  }

  [[nodiscard]] static bool is_hash(std::string_view token) noexcept {
    constexpr std::size_t lengths[] = {32, 40, 56, 64, 96, 128};
    return std::find(std::begin(lengths), std::end(lengths), token.size()) != std::end(lengths) &&
           std::all_of(token.begin(), token.end(), detail::is_hex_digit) &&
           std::any_of(token.begin(), token.end(), is_ascii_digit) &&
           !std::all_of(token.begin(), token.end(), is_ascii_digit);
  }

  /// Found by their hyphens, with no token going on before or behind.
  [[nodiscard]] static bool has_uuid(std::string_view all) noexcept {
    for (std::size_t hyphen = 0; (hyphen = all.find('-', hyphen)) != all.npos; ++hyphen)
      if (hyphen >= 8 && hyphen + 28 <= all.size() && all[hyphen + 5] == '-' &&
          is_uuid(all.substr(hyphen - 8, 36)) && (hyphen == 8 || !belongs(all[hyphen - 9])) &&
          (hyphen + 28 == all.size() || !belongs(all[hyphen + 28])))
        return true;
    return false;
  }

  /// Of 36 characters.
  [[nodiscard]] static bool is_uuid(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      if (hyphen ? text[i] != '-' : !detail::is_hex_digit(text[i]))
        return false;
    }
    return true;
  }

  /// At the front, in one piece or in groups of four.
  template <class Named>
  [[nodiscard]] static bool is_iban(std::string_view rest, Named& named) {
    if (rest.size() < 15 || !is_ascii_capital(rest[0]) || !is_ascii_capital(rest[1]) ||
        !is_ascii_digit(rest[2]) || !is_ascii_digit(rest[3]))
      return false;
    const auto in_iban = [](char c) { return is_ascii_capital(c) || is_ascii_digit(c); };
    std::string iban;
    std::size_t i = 0;
    for (; i < rest.size() && iban.size() <= 34; ++i)
      if (in_iban(rest[i]))
        iban += rest[i];
      else if (rest[i] != ' ' || iban.size() % 4 != 0 || i + 1 == rest.size() ||
               !in_iban(rest[i + 1]))
        break;
    if (i < rest.size() && detail::is_letter(rest[i]))
      return false;
    return detail::has_iban_shape(iban) && (detail::iban_remainder(iban) == 1 || named());
  }

  /// Digits and hyphens at `at`.
  template <class Named>
  [[nodiscard]] static bool is_isbn(std::string_view all, std::size_t at, Named& named) {
    if (!is_ascii_digit(all[at]) || (at > 0 && all[at - 1] == '-'))
      return false; // inside a number seen before
    std::string digits;
    std::size_t hyphens = 0, end = at;
    for (; end < all.size() && digits.size() <= 13; ++end)
      if (is_ascii_digit(all[end]) || (digits.size() == 9 && all[end] == 'X'))
        digits += all[end];
      else if (all[end] == '-')
        ++hyphens;
      else
        break;
    if (end < all.size() && (detail::is_letter(all[end]) || is_ascii_digit(all[end])))
      return false;
    const std::size_t size = digits.size();
    if (size != 9 && size != 10 && size != 12 && size != 13)
      return false;
    if (named())
      return true;
    if (size == 9 || size == 12)
      return false;
    const std::string_view body = std::string_view(digits).substr(0, size - 1);
    return (size == 13 ? body.starts_with("978") || body.starts_with("979") : hyphens == 3) &&
           detail::isbn_check_digit(body) == digits.back();
  }

  [[nodiscard]] static std::string in_base(std::uint32_t value, std::uint32_t base) {
    std::string digits;
    for (; value != 0; value /= base)
      digits += hex_digits[value % base];
    std::reverse(digits.begin(), digits.end());
    return (base == 16 ? "0x" : "0b") + digits;
  }

  [[nodiscard]] static detail::numeric_question draw_literal(detail::decisions& from) {
    const std::uint32_t kind = from.below(3);
    if (kind == 2) {
      const std::uint32_t a = 16 + from.below(4080), b = 16 + from.below(4080);
      return {in_base(a, 16) + '+' + in_base(b, 16) + " in hexadecimal is:\n", in_base(a + b, 16)};
    }
    const std::uint32_t value = 16 + from.below(kind == 0 ? 65520 : 1008);
    return {in_base(value, kind == 0 ? 16 : 2) + " in decimal is:\n", std::to_string(value)};
  }

  [[nodiscard]] static detail::numeric_question draw_iban(detail::decisions& from) {
    static constexpr struct {
      std::string_view country;
      int digits; ///< behind the check digits; countries whose accounts have digits only
    } countries[] = {{"AT", 16}, {"BE", 12}, {"DE", 18}, {"DK", 14}, {"ES", 20}, {"FI", 14},
        {"NO", 11}, {"PL", 24}, {"SE", 20}};
    const auto& c = from.one_of(countries);
    const std::string account = from.digits(c.digits);
    std::string check = detail::iban_check_digits(c.country, account);
    const bool valid = from.coin();
    if (!valid) // one of the 96 other remainders
      check = with_offset(check, 1 + from.below(96));
    return {"Are the check digits of the IBAN " + std::string(c.country) + check + account +
                " right? Answer yes or no:\n",
        valid ? "yes" : "no"};
  }

  [[nodiscard]] static std::string with_offset(const std::string& check, std::uint32_t offset) {
    const auto value = static_cast<std::uint32_t>(std::stoi(check)) - 2; // 02 to 98
    const std::uint32_t moved = (value + offset) % 97 + 2;
    return (moved < 10 ? "0" : "") + std::to_string(moved);
  }

  [[nodiscard]] static detail::numeric_question draw_isbn(detail::decisions& from) {
    const std::string digits = from.coin() ? "978" + from.digits(9) : from.digits(9);
    return {"The check digit behind " + digits + " in an ISBN is:\n",
        std::string(1, detail::isbn_check_digit(digits))};
  }
};

} // namespace tailgate::numeric_edge
