// The fields of a line are those of the parsed object, and a line is refused only for a reason that
// the strict parser has too: the scanner that knows plain lines and the parser behind it agree.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/io/json_line_fields.hpp>
#include <tailgate/io/json_text.hpp>
#include <vector>

namespace {

using namespace tailgate;

/// What the fields say the value of a member is.
bool agrees(const json_field& field, const nlohmann::json& object, const std::string& key) {
  if (!object.contains(key))
    return field == json_field{};
  const nlohmann::json& value = object[key];
  switch (field.kind) {
  case json_kind::absent:
    return false;
  case json_kind::text:
    return value.is_string() && field.text == value.get<std::string>();
  case json_kind::integer:
    return value.is_number_integer() && field.text == value.dump();
  case json_kind::real:
    return value.is_number_float() && field.text == value.dump();
  case json_kind::boolean:
    return value.is_boolean() && field.text == value.dump();
  case json_kind::null:
    return value.is_null() && field.text.empty();
  case json_kind::array:
    return value.is_array() && field.text.empty();
  case json_kind::object:
    return value.is_object() && field.text.empty();
  }
  return false;
}

bool is_object(std::string_view line) {
  try {
    return parse_json_text(line, {"line"}).is_object();
  } catch (const format_error&) {
    return false;
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A copy without room behind it, in which the sanitizer sees any read too far.
  const std::vector<char> exact(data, data + size);
  const std::string_view line(exact.data(), exact.size());
  json_line_fields fields({"a", "id", "\xC3\xA9"});
  try {
    fields.read(line, {"line"});
  } catch (const format_error&) {
    if (is_object(line))
      std::abort();
    return 0;
  }
  const auto object = nlohmann::json::parse(line.begin(), line.end(), nullptr, false);
  if (!object.is_object())
    std::abort();
  for (std::size_t i = 0; i < fields.keys().size(); ++i)
    if (!agrees(fields[i], object, fields.keys()[i]))
      std::abort();
  return 0;
}
