// Adds members to a JSON object that is kept as text, so that all others stay as they were written:
// numbers of many digits, the order of keys, escapes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tailgate {

/// A key and its value as JSON text.
struct json_member {
  std::string key;
  std::string value;
};

namespace detail {

/// The byte behind the JSON value, or the separator, that starts at `at` of well-formed JSON: the
/// first of ',', ':', '}' and ']' that stands outside texts, arrays and objects.
[[nodiscard]] inline std::size_t json_value_end(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  for (;; ++at) {
    const char c = text[at];
    if (c == '"') {
      for (++at; text[at] != '"'; ++at)
        if (text[at] == '\\')
          ++at;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (depth > 0) {
      if (c == '}' || c == ']')
        --depth;
    } else if (c == ',' || c == ':' || c == '}' || c == ']') {
      return at;
    }
  }
}

[[nodiscard]] inline std::string_view without_json_space(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const std::size_t first = text.find_first_not_of(space);
  if (first == text.npos)
    return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

} // namespace detail

/// The object with further members at its end. Members of the same keys are left out, all others
/// stay byte for byte; white space between them is made even. `object` must be one well-formed JSON
/// object, as json_line_fields has read it, and the keys of `added` differ. O(length).
[[nodiscard]] inline std::string with_json_members(
    std::string_view object, std::span<const json_member> added) {
  std::string result = "{";
  const auto put = [&](std::string_view key, std::string_view value) {
    if (result.size() > 1)
      result += ", ";
    result.append(key).append(": ").append(value);
  };
  for (std::size_t at = object.find('{') + 1;;) {
    const std::size_t key_end = detail::json_value_end(object, at);
    const auto key = detail::without_json_space(object.substr(at, key_end - at));
    if (key.empty()) // the object has no members
      break;
    const std::size_t value_end = detail::json_value_end(object, key_end + 1);
    const auto name = nlohmann::json::parse(key).get<std::string>();
    if (std::none_of(
            added.begin(), added.end(), [&](const json_member& m) { return m.key == name; }))
      put(key, detail::without_json_space(object.substr(key_end + 1, value_end - key_end - 1)));
    if (object[value_end] == '}')
      break;
    at = value_end + 1;
  }
  for (const json_member& member : added)
    put(nlohmann::json(member.key).dump(), member.value);
  return result + '}';
}

} // namespace tailgate
