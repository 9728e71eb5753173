// Writes JSON text member by member. The reports need no more of a JSON library than this, and a
// digest taken of the text must not change with the version of one.
#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/core/estimate.hpp>
#include <tailgate/report/escape.hpp>
#include <vector>

namespace tailgate::report::detail {

/// A JSON string. Bytes that are no UTF-8 become U+FFFD; only what RFC 8259 demands is escaped.
[[nodiscard]] inline std::string json_string(std::string_view text) {
  static constexpr std::string_view named = "\"\\\b\f\n\r\t", letters = "\"\\bfnrt";
  std::string out = "\"";
  for (const char c : valid_utf8(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (const std::size_t k = named.find(c); k != std::string_view::npos)
      out.append(1, '\\').append(1, letters[k]);
    else if (byte < 0x20)
      out.append("\\u00")
          .append(1, byte < 0x10 ? '0' : '1')
          .append(1, "0123456789abcdef"[byte % 16]);
    else
      out += c;
  }
  return out + '"';
}

/// The fewest digits that read back to the same double, as ECMAScript and Python find them; in the
/// notation of Python's repr: "0.0001", "1e-05", "100.0". `value` must be finite.
[[nodiscard]] inline std::string json_number(double value) {
  std::array<char, 64> buffer{};
  const auto write = [&](std::chars_format format) {
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format).ptr;
    return std::string(buffer.data(), end);
  };
  const double size = std::abs(value);
  if (size != 0 && (size < 1e-4 || size >= 1e16))
    return write(std::chars_format::scientific);
  const std::string text = write(std::chars_format::fixed);
  return text.find('.') == std::string::npos ? text + ".0" : text;
}

/// "[a,b]" of values that are JSON already.
[[nodiscard]] inline std::string json_array(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values)
    out += (out.empty() ? "" : ",") + value;
  return "[" + out + "]";
}

/// An object in the order in which its members are set. Estimates that are undefined are null and
/// leave their reason in a last member, "undefined".
class json_object {
public:
  /// A member whose value is JSON already.
  void raw(std::string_view name, const std::string& value) {
    text_ += (text_.empty() ? "" : ",") + json_string(name) + ":" + value;
  }
  void text(std::string_view name, std::string_view value) { raw(name, json_string(value)); }
  void count(std::string_view name, std::uint64_t value) { raw(name, std::to_string(value)); }
  void null(std::string_view name) { raw(name, "null"); }

  void number(std::string_view name, const estimate<double>& e) {
    if (const auto why = reason(e, [](double x) { return std::isfinite(x); }))
      undefined(name, *why);
    else
      raw(name, json_number(e.value()));
  }

  void range(std::string_view name, const estimate<interval>& e) {
    if (const auto why = reason(
            e, [](const interval& i) { return std::isfinite(i.lower) && std::isfinite(i.upper); }))
      undefined(name, *why);
    else
      raw(name, json_array({json_number(e.value().lower), json_number(e.value().upper)}));
  }

  /// The object without white space.
  [[nodiscard]] std::string str() const {
    return "{" + text_ +
           (undefined_.empty()
                   ? ""
                   : (text_.empty() ? "" : ",") + ("\"undefined\":{" + undefined_) + "}") +
           "}";
  }

private:
  template <class T, class Finite>
  [[nodiscard]] static std::optional<undefined_reason> reason(const estimate<T>& e, Finite finite) {
    if (!e)
      return e.why();
    if (!finite(e.value()))
      return undefined_reason::non_finite_input;
    return std::nullopt;
  }

  void undefined(std::string_view name, undefined_reason why) {
    null(name);
    undefined_ +=
        (undefined_.empty() ? "" : ",") + json_string(name) + ":" + json_string(to_string(why));
  }

  std::string text_;
  std::string undefined_;
};

/// JSON without white space, laid out with `width` spaces a level.
[[nodiscard]] inline std::string indent_json(std::string_view compact, std::size_t width) {
  std::string out;
  std::size_t depth = 0;
  bool in_string = false;
  const auto line = [&] { out.append(1, '\n').append(depth * width, ' '); };
  for (std::size_t i = 0; i < compact.size(); ++i) {
    const char c = compact[i];
    if (in_string) {
      out += c;
      if (c == '\\')
        out += compact[++i];
      else if (c == '"')
        in_string = false;
    } else if (c == '{' || c == '[') {
      out += c;
      if (compact[i + 1] == '}' || compact[i + 1] == ']') {
        out += compact[++i];
      } else {
        ++depth;
        line();
      }
    } else if (c == '}' || c == ']') {
      --depth;
      line();
      out += c;
    } else if (c == ',') {
      out += c;
      line();
    } else {
      out += c;
      if (c == ':')
        out += ' ';
      in_string = c == '"';
    }
  }
  return out;
}

} // namespace tailgate::report::detail
