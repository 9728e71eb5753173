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

std::string place_of(const tailgate::json_source& source) {
  return source.name + ':' + std::to_string(source.first_line);
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
  id_ = places_of({chosen_.id_key}).front();
  axis_keys_ = places_of(chosen_.axis_keys);
  text_keys_ = places_of(chosen_.axes.empty() ? std::vector<std::string>() : chosen_.text_keys);
  sample_keys_ = places_of({sample_keys.begin(), sample_keys.end()});
}

void line_parser::parse(
    std::string_view text, const tailgate::json_source& source, prompt_line& result) {
  fields_.read(text, source);
  const tailgate::json_field& id = fields_[id_];
  if (id.text.empty() || (id.kind != json_kind::text && id.kind != json_kind::integer))
    throw format_error(832, place_of(source),
        "the id \"" + chosen_.id_key + "\" is " + shown(id) +
            "; the draw depends on ids, give each line a text or an integer, or name another "
            "key by --id-key");
  for (std::size_t k = 0; k < sample_keys_.size() && !chosen_.overwrite; ++k)
    if (fields_[sample_keys_[k]].kind != json_kind::absent)
      throw format_error(833, place_of(source),
          "the line has \"" + std::string(sample_keys[k]) +
              "\" already, which the sample adds; rename it, or replace it by --overwrite-keys");
  result.id = id.text;
  std::vector<tailgate::stratum_key::level> levels;
  levels.reserve(functions_.size() + axis_keys_.size());
  if (!functions_.empty()) {
    tailgate::prompt_view prompt;
    prompt.text = text_of(source);
    for (const tailgate::axis_function& axis : functions_)
      levels.emplace_back(axis.name, axis.level(prompt).value());
  }
  for (std::size_t k = 0; k < axis_keys_.size(); ++k)
    levels.emplace_back(chosen_.axis_keys[k], level_of(k, source));
  result.stratum = tailgate::stratum_key(std::move(levels));
}

std::vector<std::size_t> line_parser::places_of(const std::vector<std::string>& keys) const {
  const auto& all = fields_.keys();
  std::vector<std::size_t> places;
  places.reserve(keys.size());
  for (const std::string& key : keys)
    places.push_back(
        static_cast<std::size_t>(std::find(all.begin(), all.end(), key) - all.begin()));
  return places;
}

std::string_view line_parser::text_of(const tailgate::json_source& source) const {
  for (const std::size_t key : text_keys_)
    if (fields_[key].kind == json_kind::text)
      return fields_[key].text;
  std::string keys;
  for (const std::string& key : chosen_.text_keys)
    keys += " \"" + key + "\"";
  throw format_error(834, place_of(source),
      "the line has no text under any of" + keys + "; name the key of the text by --text-key");
}

const std::string& line_parser::level_of(
    std::size_t axis_key, const tailgate::json_source& source) const {
  const tailgate::json_field& value = fields_[axis_keys_[axis_key]];
  const auto name = [&] { return "the axis \"" + chosen_.axis_keys[axis_key] + "\""; };
  // Only texts, numbers and booleans have a text.
  if (value.text.empty())
    throw format_error(835, place_of(source),
        name() + " is " + shown(value) + "; a level is a text, number or boolean");
  if (has_control(value.text))
    throw format_error(835, place_of(source),
        name() + " has a control character; names of strata must be printable");
  return value.text;
}

} // namespace sample_prompts
