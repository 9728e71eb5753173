// Some members of the JSON object on a line, without building the object: what a pass over many
// lines needs of each, in memory that is used again for the next line.
//
//   json_line_fields fields({"id", "language"});
//   fields.read(R"({"id": "a1", "language": "de", "text": "..."})", {"file.jsonl", 7});
//   fields[1].text    "de"
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/io/detail/json_line_scanner.hpp>
#include <tailgate/io/json_field.hpp>
#include <tailgate/io/json_text.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// Regular but for its buffers; one for each thread.
class json_line_fields {
public:
  /// The keys to look for, each once.
  explicit json_line_fields(std::vector<std::string> keys)
      : keys_(std::move(keys)), fields_(keys_.size()) {}

  /// Reads the object on a line; the fields of the line before are gone. Throws format_error E560
  /// to E564 as parse_json_text, except that only the keys looked for need be unique, and E645 for
  /// JSON that is no object. Linear; the whole line is checked.
  void read(std::string_view line, const json_source& source) {
    clear();
    if (detail::json_line_scanner(line, keys_, fields_, buffer_, source.max_depth).scan())
      return;
    clear();
    picker picks{keys_, fields_, source.max_depth};
    // The parser would end at a NUL byte and skip a byte order mark.
    if (line.find('\0') != line.npos || line.starts_with('\xEF') ||
        !nlohmann::json::sax_parse(line.data(), line.data() + line.size(), &picks)) {
      (void)parse_json_text(line, source); // says where and why
      throw format_error(562, detail::json_place(source, line, 0), "not JSON");
    }
    if (!picks.is_object)
      throw format_error(645, source.name + ':' + std::to_string(source.first_line),
          "the line is JSON but no object; put one object {...} on each line");
  }

  /// By the index of its key. Valid until the next read().
  [[nodiscard]] const json_field& operator[](std::size_t key) const noexcept {
    return fields_[key];
  }
  [[nodiscard]] const std::vector<std::string>& keys() const noexcept { return keys_; }

private:
  void clear() noexcept {
    for (json_field& field : fields_) {
      field.kind = json_kind::absent;
      field.text.clear();
    }
  }

  /// Takes the parser's events; false ends the parsing.
  struct picker {
    const std::vector<std::string>& keys;
    std::vector<json_field>& fields;
    std::size_t max_depth;
    std::size_t depth = 0;
    json_field* slot = nullptr; // of the outermost object's member at hand, where it is wanted
    bool is_object = false;

    void note(json_kind kind) const {
      if (depth == 1 && slot)
        slot->kind = kind;
    }
    template <class Number>
    bool number(json_kind kind, Number value) {
      note(kind);
      if (depth == 1 && slot)
        slot->text = nlohmann::json(value).dump();
      return true;
    }
    bool open(json_kind kind) {
      note(kind);
      return depth++ < max_depth;
    }
    bool close() {
      --depth;
      return true;
    }

    bool null() const {
      note(json_kind::null);
      return true;
    }
    bool boolean(bool value) const {
      note(json_kind::boolean);
      if (depth == 1 && slot)
        slot->text = value ? "true" : "false";
      return true;
    }
    bool number_integer(std::int64_t value) { return number(json_kind::integer, value); }
    bool number_unsigned(std::uint64_t value) { return number(json_kind::integer, value); }
    bool number_float(double value, const std::string&) { return number(json_kind::real, value); }
    bool string(std::string& value) const {
      note(json_kind::text);
      if (depth == 1 && slot)
        slot->text.swap(value);
      return true;
    }
    bool binary(nlohmann::json::binary_t&) { return false; }
    bool start_object(std::size_t) {
      is_object = is_object || depth == 0;
      return open(json_kind::object);
    }
    bool start_array(std::size_t) { return open(json_kind::array); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(std::string& name) {
      if (depth != 1)
        return true;
      slot = nullptr;
      for (std::size_t i = 0; i < keys.size(); ++i)
        if (keys[i] == name)
          slot = &fields[i];
      return !slot || slot->kind == json_kind::absent;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) {
      return false;
    }
  };

  std::vector<std::string> keys_;
  std::vector<json_field> fields_;
  std::string buffer_;
};

} // namespace tailgate
