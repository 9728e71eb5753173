#include "axes.hpp"

#include "sample_file.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <tailgate/core/utf8.hpp>
#include <tailgate/error.hpp>
#include <tailgate/strata/context_length.hpp>
#include <tailgate/strata/numeric_axis.hpp>
#include <tailgate/strata/prompt_axes.hpp>
#include <utility>

namespace sample_prompts {

namespace {

using tailgate::format_error;
using tailgate::json_kind;

/// Runs of characters that are not ASCII white space.
std::uint64_t count_words(std::string_view text) {
  std::uint64_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    words += !space && !inside ? 1 : 0;
    inside = !space;
  }
  return words;
}

tailgate::axis_function length_axis(const char* name, std::uint64_t (*length)(std::string_view)) {
  return {name, tailgate::axis_kind::context_length,
      {tailgate::context_length_levels.begin(), tailgate::context_length_levels.end()},
      [length](const tailgate::prompt_view& prompt) -> std::optional<std::string> {
        return std::string(tailgate::context_level(length(prompt.text)));
      }};
}

tailgate::axis_function axis_named(const std::string& name) {
  if (name == "script")
    return tailgate::script_axis();
  if (name == "numeric")
    return tailgate::numeric_axis();
  if (name == "words")
    return length_axis("words", count_words);
  return length_axis("characters",
      [](std::string_view text) { return std::uint64_t{tailgate::count_code_points(text)}; });
}

/// All keys that are looked at, each once: the id may be the text as well.
std::vector<std::string> keys_of(const line_parser::choice& chosen) {
  std::set<std::string> keys(sample_keys.begin(), sample_keys.end());
  keys.insert(chosen.id_key);
  keys.insert(chosen.axis_keys.begin(), chosen.axis_keys.end());
  if (!chosen.axes.empty())
    keys.insert(chosen.text_keys.begin(), chosen.text_keys.end());
  return {keys.begin(), keys.end()};
}

/// What stands where something else must.
std::string shown(const tailgate::json_field& field) {
  if (field.kind == json_kind::absent)
    return "absent";
  return field.kind == json_kind::text ? "an empty text"
                                       : std::string("a JSON ") + to_string(field.kind);
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

} // namespace

line_parser::line_parser(choice chosen) : chosen_(std::move(chosen)), fields_(keys_of(chosen_)) {
  std::vector<std::string> names = chosen_.axes;
  names.insert(names.end(), chosen_.axis_keys.begin(), chosen_.axis_keys.end());
  if (names.empty())
    throw tailgate::argument_error(
        831, "--axis", "there is no axis; name one by --axis or --axis-key");
  std::set<std::string> seen;
  for (const std::string& name : names)
    if (name.empty() || has_control(name) || !seen.insert(name).second)
      throw tailgate::argument_error(831, "--axis",
          "the axis '" + name + "' is empty, not printable or named twice; name each axis once");
  functions_.reserve(chosen_.axes.size());
  for (const std::string& name : chosen_.axes)
    functions_.push_back(axis_named(name));
}

void line_parser::parse(
    std::string_view text, const tailgate::json_source& source, prompt_line& result) {
  fields_.read(text, source);
  const std::string place = source.name + ':' + std::to_string(source.first_line);
  const tailgate::json_field& id = field(chosen_.id_key);
  if (id.text.empty() || (id.kind != json_kind::text && id.kind != json_kind::integer))
    throw format_error(832, place,
        "the id \"" + chosen_.id_key + "\" is " + shown(id) +
            "; the draw depends on ids, give each line a text or an integer, or name another "
            "key by --id-key");
  for (const std::string_view key : sample_keys)
    if (!chosen_.overwrite && field(key).kind != json_kind::absent)
      throw format_error(833, place,
          "the line has \"" + std::string(key) +
              "\" already, which the sample adds; rename it, or replace it by --overwrite-keys");
  result.id = id.text;
  std::vector<tailgate::stratum_key::level> levels;
  levels.reserve(functions_.size() + chosen_.axis_keys.size());
  if (!functions_.empty()) {
    tailgate::prompt_view prompt;
    prompt.text = text_of(place);
    for (const tailgate::axis_function& axis : functions_)
      levels.emplace_back(axis.name, axis.level(prompt).value());
  }
  for (const std::string& key : chosen_.axis_keys)
    levels.emplace_back(key, level_of(key, place));
  result.stratum = tailgate::stratum_key(std::move(levels));
}

const tailgate::json_field& line_parser::field(std::string_view key) const {
  const auto& keys = fields_.keys();
  return fields_[static_cast<std::size_t>(std::find(keys.begin(), keys.end(), key) - keys.begin())];
}

std::string_view line_parser::text_of(const std::string& place) const {
  std::string keys;
  for (const std::string& key : chosen_.text_keys) {
    if (field(key).kind == json_kind::text)
      return field(key).text;
    keys += " \"" + key + "\"";
  }
  throw format_error(834, place,
      "the line has no text under any of" + keys + "; name the key of the text by --text-key");
}

const std::string& line_parser::level_of(const std::string& key, const std::string& place) const {
  const tailgate::json_field& value = field(key);
  const std::string name = "the axis \"" + key + "\"";
  // Only texts, numbers and booleans have a text.
  if (value.text.empty())
    throw format_error(
        835, place, name + " is " + shown(value) + "; a level is a text, number or boolean");
  if (has_control(value.text))
    throw format_error(
        835, place, name + " has a control character; names of strata must be printable");
  return value.text;
}

} // namespace sample_prompts
