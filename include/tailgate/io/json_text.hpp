// The one place where JSON from outside is parsed, strictly (RFC 8259) and with bounds.
//
// nlohmann::json on its own keeps the last of two equal keys, ends at a NUL byte and has no bound
// on nesting. Here every text is valid UTF-8 without NUL or byte order mark, object keys are
// unique, nesting is bounded, and an error names the source, the line and the column.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tailgate/core/utf8.hpp>
#include <tailgate/error.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// Where a JSON text comes from, and how deep it may nest.
struct json_source {
  std::string name;           ///< file name for messages
  std::size_t first_line = 1; ///< number of the text's first line within that file
  std::size_t max_depth = 64; ///< of arrays and objects inside each other
};

namespace detail {

/// The place of a byte of a text: "file:3:7" for line 3, column 7 in bytes.
[[nodiscard]] inline std::string json_place(
    const json_source& source, std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t line_start = before.rfind('\n') + 1; // npos + 1 is 0
  return source.name + ':' + std::to_string(source.first_line + lines) + ':' +
         std::to_string(before.size() - line_start + 1);
}

/// Reads characters and tells an outside counter how many were taken.
class counting_iterator {
public:
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;
  using iterator_category = std::input_iterator_tag;

  counting_iterator(const char* at, std::size_t* taken) noexcept : at_(at), taken_(taken) {}
  const char& operator*() const noexcept { return *at_; }
  counting_iterator& operator++() noexcept {
    ++at_;
    ++*taken_;
    return *this;
  }
  counting_iterator operator++(int) noexcept {
    const counting_iterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const counting_iterator& a, const counting_iterator& b) noexcept {
    return a.at_ == b.at_;
  }
  friend bool operator!=(const counting_iterator& a, const counting_iterator& b) noexcept {
    return a.at_ != b.at_;
  }

private:
  const char* at_;
  std::size_t* taken_;
};

/// Builds the value from parser events, so that depth and keys are checked before memory grows.
class strict_json_builder final : public nlohmann::json_sax<nlohmann::json> {
public:
  strict_json_builder(const json_source& source, std::string_view text, const std::size_t& taken)
      : source_(source), text_(text), taken_(taken) {}

  [[nodiscard]] nlohmann::json take() { return std::move(root_); }

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(value); }
  bool number_unsigned(number_unsigned_t value) override { return put(value); }
  bool number_float(number_float_t value, const string_t&) override { return put(value); }
  bool string(string_t& value) override { return put(std::move(value)); }
  bool binary(binary_t&) override { return false; } // JSON text has no binary values
  bool start_object(std::size_t) override { return open(nlohmann::json::object()); }
  bool start_array(std::size_t) override { return open(nlohmann::json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    auto& object = *open_.back();
    if (object.contains(name))
      throw format_error(564, json_place(source_, text_, taken_ - 1),
          "the object has two values for the key \"" + name + "\"; keep one");
    slot_ = &object[std::move(name)];
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
      const nlohmann::detail::exception& reason) override {
    // The library's own id and place are counted differently; keep what comes after them.
    const std::string_view full = reason.what();
    const std::size_t cut = full.find(": ");
    throw format_error(562, json_place(source_, text_, position == 0 ? 0 : position - 1),
        "not JSON: " + std::string(cut == full.npos ? full : full.substr(cut + 2)));
  }

private:
  nlohmann::json* place(nlohmann::json&& value) {
    if (open_.empty())
      return &(root_ = std::move(value));
    if (open_.back()->is_array())
      return &open_.back()->emplace_back(std::move(value));
    return &(*slot_ = std::move(value));
  }
  bool put(nlohmann::json value) {
    place(std::move(value));
    return true;
  }
  bool open(nlohmann::json&& value) {
    if (open_.size() >= source_.max_depth)
      throw format_error(563, json_place(source_, text_, taken_ - 1),
          "arrays and objects nest deeper than " + std::to_string(source_.max_depth) +
              " levels; no file format read here does so");
    open_.push_back(place(std::move(value)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  const json_source& source_;
  std::string_view text_;
  const std::size_t& taken_;
  nlohmann::json root_;
  nlohmann::json* slot_ = nullptr;
  std::vector<nlohmann::json*> open_; // elements of a parent do not move while a child is open
};

} // namespace detail

/// Parses exactly one JSON value with optional white space around it.
///
/// Throws format_error E560 (not UTF-8), E561 (a NUL byte, or a byte order mark), E562 (not JSON),
/// E563 (nested deeper than source.max_depth) or E564 (a key twice in one object), each placed as
/// "name:line:column" with columns counted in bytes from 1. Time and memory are linear in the text.
[[nodiscard]] inline nlohmann::json parse_json_text(
    std::string_view text, const json_source& source) {
  if (const auto fault = find_invalid_utf8(text))
    throw format_error(560, detail::json_place(source, text, *fault),
        "the bytes here are not UTF-8; save the file as UTF-8");
  if (const std::size_t nul = text.find('\0'); nul != text.npos)
    throw format_error(561, detail::json_place(source, text, nul),
        "there is a NUL byte in the text; write \\u0000 inside a string or remove it");
  if (text.starts_with("\xEF\xBB\xBF"))
    throw format_error(561, detail::json_place(source, text, 0),
        "a byte order mark stands before the JSON text; remove it");
  std::size_t taken = 0;
  detail::strict_json_builder builder(source, text, taken);
  nlohmann::json::sax_parse(detail::counting_iterator(text.data(), &taken),
      detail::counting_iterator(text.data() + text.size(), &taken), &builder);
  return builder.take();
}

} // namespace tailgate
