// The value of one member of a JSON object, as far as a pass over many lines needs it.
#pragma once

#include <cstddef>
#include <string>

namespace tailgate {

enum class json_kind { absent, null, boolean, integer, real, text, array, object };

[[nodiscard]] constexpr const char* to_string(json_kind kind) noexcept {
  constexpr const char* names[] = {
      "absent", "null", "boolean", "integer", "real number", "text", "array", "object"};
  return names[static_cast<std::size_t>(kind)];
}

struct json_field {
  json_kind kind = json_kind::absent;
  /// A text without quotes and escapes, a number as its shortest JSON text, "true" or "false";
  /// empty for the other kinds.
  std::string text;
  friend bool operator==(const json_field&, const json_field&) = default;
};

} // namespace tailgate
