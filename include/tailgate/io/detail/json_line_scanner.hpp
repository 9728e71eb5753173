// Reads the members looked for from a line that is plainly one JSON object, several times as fast
// as a parser that hands over every value. It may give up on any line, good or bad, and then says
// nothing about it: who calls it parses the line and explains what is wrong.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/core/ascii_search.hpp>
#include <tailgate/core/encode_utf8.hpp>
#include <tailgate/core/utf8.hpp>
#include <tailgate/io/json_field.hpp>
#include <vector>

namespace tailgate::detail {

class json_line_scanner {
public:
  /// Fields must be absent and empty; there is one for each key. `buffer` holds keys.
  json_line_scanner(std::string_view line, const std::vector<std::string>& keys,
      std::vector<json_field>& fields, std::string& buffer, std::size_t max_depth)
      : line_(line), keys_(keys), fields_(fields), buffer_(buffer),
        max_depth_(std::min<std::size_t>(max_depth, 64)) {} // bounds the recursion

  /// Whether the whole line was understood. If not, the fields hold anything.
  [[nodiscard]] bool scan() {
    skip_space();
    if (front() != '{' || !object(1))
      return false;
    skip_space();
    return at_ == line_.size();
  }

private:
  /// The byte at hand; 0, which stands nowhere in JSON, at the end.
  [[nodiscard]] char front() const noexcept { return at_ < line_.size() ? line_[at_] : '\0'; }

  bool take(char c) noexcept {
    const bool there = front() == c;
    at_ += there ? 1 : 0;
    return there;
  }

  void skip_space() noexcept {
    while (front() == ' ' || front() == '\t' || front() == '\r' || front() == '\n')
      ++at_;
  }

  /// At a '{'; the member texts of the outermost one, of depth 1, are wanted.
  bool object(std::size_t depth) {
    if (depth > max_depth_)
      return false;
    ++at_;
    skip_space();
    if (take('}'))
      return true;
    for (;;) {
      if (front() != '"')
        return false;
      buffer_.clear();
      if (!string(depth == 1 ? &buffer_ : nullptr))
        return false;
      json_field* const wanted = depth == 1 ? field_of(buffer_) : nullptr;
      if (wanted != nullptr && wanted->kind != json_kind::absent)
        return false;
      skip_space();
      if (!take(':') || !value(wanted, depth))
        return false;
      if (take('}'))
        return true;
      if (!take(','))
        return false;
      skip_space();
    }
  }

  bool array(std::size_t depth) {
    if (depth > max_depth_)
      return false;
    ++at_;
    skip_space();
    if (take(']'))
      return true;
    do {
      if (!value(nullptr, depth))
        return false;
    } while (take(','));
    return take(']');
  }

  /// With the white space before and behind it.
  bool value(json_field* wanted, std::size_t depth) {
    skip_space();
    bool good = false;
    switch (front()) {
    case '"':
      note(wanted, json_kind::text);
      good = string(wanted != nullptr ? &wanted->text : nullptr);
      break;
    case '{':
      note(wanted, json_kind::object);
      good = object(depth + 1);
      break;
    case '[':
      note(wanted, json_kind::array);
      good = array(depth + 1);
      break;
    case 't':
      good = literal("true", json_kind::boolean, wanted);
      break;
    case 'f':
      good = literal("false", json_kind::boolean, wanted);
      break;
    case 'n':
      good = literal("null", json_kind::null, wanted);
      break;
    default:
      good = number(wanted);
    }
    skip_space();
    return good;
  }

  static void note(json_field* wanted, json_kind kind) noexcept {
    if (wanted != nullptr)
      wanted->kind = kind;
  }

  [[nodiscard]] json_field* field_of(std::string_view key) noexcept {
    for (std::size_t i = 0; i < keys_.size(); ++i)
      if (keys_[i] == key)
        return &fields_[i];
    return nullptr;
  }

  bool literal(std::string_view spelt, json_kind kind, json_field* wanted) {
    if (!line_.substr(at_).starts_with(spelt))
      return false;
    at_ += spelt.size();
    note(wanted, kind);
    if (wanted != nullptr && kind == json_kind::boolean)
      wanted->text = spelt;
    return true;
  }

  [[nodiscard]] std::size_t skip_digits() noexcept {
    const std::size_t begin = at_;
    while (is_ascii_digit(front()))
      ++at_;
    return at_ - begin;
  }

  bool number(json_field* wanted) {
    const std::size_t begin = at_;
    const bool negative = take('-');
    const bool zero = front() == '0';
    const std::size_t digits = skip_digits();
    if (digits == 0 || (zero && digits > 1))
      return false;
    bool whole = true;
    if (take('.')) {
      whole = false;
      if (skip_digits() == 0)
        return false;
    }
    const bool power = front() == 'e' || front() == 'E';
    if (power) {
      ++at_;
      if (front() == '+' || front() == '-')
        ++at_;
      if (skip_digits() == 0)
        return false;
    }
    const std::string_view spelt = line_.substr(begin, at_ - begin);
    if (!power && wanted == nullptr && digits < 300)
      return true;
    constexpr std::size_t always_64_bits = 18;
    if (!power && whole && digits <= always_64_bits && !(negative && zero)) {
      note(wanted, json_kind::integer);
      wanted->text = spelt;
      return true;
    }
    const auto parsed = nlohmann::json::parse(spelt.begin(), spelt.end(), nullptr, false);
    if (!parsed.is_number()) // out of range
      return false;
    if (wanted != nullptr) {
      wanted->kind = parsed.is_number_float() ? json_kind::real : json_kind::integer;
      wanted->text = parsed.dump();
    }
    return true;
  }

  /// At a quote. Appends what stands between it and the next to `text`, unless that is null.
  bool string(std::string* text) {
    ++at_;
    for (;;) {
      const std::size_t begin = at_;
      skip_plain();
      if (text != nullptr)
        text->append(line_, begin, at_ - begin);
      if (take('"'))
        return true;
      if (!take('\\') || !escape(text))
        return false;
    }
  }

  /// Up to a quote, backslash, control character, malformed UTF-8, or the end.
  void skip_plain() noexcept {
    const auto stops = [](char c) {
      return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || !is_ascii(c);
    };
    const auto among = [](std::uint64_t word) {
      return bytes_below(word, 0x20) | bytes_equal(word, '"') | bytes_equal(word, '\\') |
             non_ascii_of(word);
    };
    for (;;) {
      at_ = find_byte(line_, at_, among, stops);
      if (at_ == line_.size() || is_ascii(line_[at_]))
        return;
      do {
        const utf8_step step = decode_utf8(line_, at_);
        if (!step.well_formed)
          return;
        at_ += step.length;
      } while (!is_ascii(front()));
    }
  }

  /// Behind a backslash.
  bool escape(std::string* text) {
    constexpr std::string_view spelt = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    const char c = front();
    ++at_;
    if (c == 'u')
      return code_point(text);
    const std::size_t which = spelt.find(c);
    if (which == spelt.npos)
      return false;
    if (text != nullptr)
      *text += meant[which];
    return true;
  }

  /// Behind \u: four hexadecimal digits, or a pair of surrogates.
  bool code_point(std::string* text) {
    char32_t unit = 0, low = 0;
    if (!code_unit(unit) || (unit >= 0xDC00 && unit <= 0xDFFF))
      return false;
    if (unit >= 0xD800 && unit < 0xDC00) {
      if (!take('\\') || !take('u') || !code_unit(low) || low < 0xDC00 || low > 0xDFFF)
        return false;
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    if (text != nullptr)
      append_utf8(*text, unit);
    return true;
  }

  bool code_unit(char32_t& unit) noexcept {
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = ascii_lower(front());
      if (!is_ascii_digit(c) && (c < 'a' || c > 'f'))
        return false;
      unit = unit << 4 | static_cast<char32_t>(is_ascii_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return true;
  }

  std::string_view line_;
  const std::vector<std::string>& keys_;
  std::vector<json_field>& fields_;
  std::string& buffer_;
  std::size_t max_depth_;
  std::size_t at_ = 0;
};

} // namespace tailgate::detail
