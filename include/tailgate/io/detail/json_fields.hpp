// The members of one JSON object with their types checked: nothing missing, nothing unknown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

/// Throws format_error with `number`, naming `place` and the key, for a value that is not an
/// object, a missing key, a wrong type, and in finish() for a key that was not asked for. The
/// value must outlive it.
class json_fields {
public:
  json_fields(int number, const nlohmann::json& value, std::string place)
      : number_(number), value_(value), place_(std::move(place)) {
    if (!value.is_object())
      fail(std::string("there is a JSON ") + value.type_name() + "; an object must stand here");
  }

  [[nodiscard]] const std::string& place() const noexcept { return place_; }

  [[noreturn]] void fail(const std::string& text) const {
    throw format_error(number_, place_, text + "; restore the file from where it was written");
  }

  /// The value of a key, or null when it is not there.
  [[nodiscard]] const nlohmann::json* find(const char* key) {
    const auto found = value_.find(key);
    if (found == value_.end())
      return nullptr;
    ++asked_;
    return &*found;
  }

  [[nodiscard]] const nlohmann::json& at(const char* key) {
    const nlohmann::json* const found = find(key);
    if (!found)
      fail("\"" + std::string(key) + "\" is missing");
    return *found;
  }

  [[nodiscard]] std::string text(const char* key) { return text_of(key, at(key)); }
  [[nodiscard]] double number(const char* key) { return number_of(key, at(key)); }
  [[nodiscard]] bool boolean(const char* key) {
    const nlohmann::json& value = at(key);
    if (!value.is_boolean())
      mistyped(key, "true or false", value);
    return value.get<bool>();
  }
  template <class T>
  [[nodiscard]] T count(const char* key) {
    return count_of<T>(key, at(key));
  }

  [[nodiscard]] const nlohmann::json& list(const char* key) { return list_of(key, at(key)); }

  /// A list of two-element lists of texts.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> pairs(const char* key) {
    std::vector<std::pair<std::string, std::string>> result;
    const nlohmann::json& values = list(key);
    result.reserve(values.size());
    for (const nlohmann::json& pair : values) {
      if (list_of(key, pair).size() != 2)
        mistyped(key, "pairs of texts", pair);
      result.emplace_back(text_of(key, pair[0]), text_of(key, pair[1]));
    }
    return result;
  }

  [[nodiscard]] std::string text_of(const char* key, const nlohmann::json& value) const {
    if (!value.is_string())
      mistyped(key, "a text", value);
    return value.get<std::string>();
  }
  [[nodiscard]] double number_of(const char* key, const nlohmann::json& value) const {
    if (!value.is_number())
      mistyped(key, "a number", value);
    return value.get<double>();
  }
  /// An unsigned integer that fits T.
  template <class T>
  [[nodiscard]] T count_of(const char* key, const nlohmann::json& value) const {
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > std::numeric_limits<T>::max())
      mistyped(key,
          "an integer from 0 to 2^" + std::to_string(std::numeric_limits<T>::digits) + " - 1",
          value);
    return static_cast<T>(value.get<std::uint64_t>());
  }
  [[nodiscard]] const nlohmann::json& list_of(const char* key, const nlohmann::json& value) const {
    if (!value.is_array())
      mistyped(key, "a list", value);
    return value;
  }

  /// Call last: every member must have been asked for.
  void finish() const {
    if (asked_ != value_.size())
      fail("there are " + std::to_string(value_.size() - asked_) +
           " keys that this version of the format does not have");
  }

private:
  [[noreturn]] void mistyped(
      const char* key, const std::string& wanted, const nlohmann::json& value) const {
    std::string there =
        value.is_structured() || value.is_string() ? value.type_name() : value.dump();
    fail("\"" + std::string(key) + "\" holds " + there + " where " + wanted + " must stand");
  }

  int number_;
  const nlohmann::json& value_;
  std::string place_;
  std::size_t asked_ = 0; // each key once: the callers ask for none twice
};

} // namespace tailgate::detail
