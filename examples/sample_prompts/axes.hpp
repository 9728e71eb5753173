// From a line to its stratum.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/io/json_line_fields.hpp>
#include <tailgate/strata/axis_function.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

namespace sample_prompts {

/// What is known of one line.
struct prompt_line {
  std::string id;
  tailgate::stratum_key stratum;
};

/// Reads lines; one for each thread.
class line_parser {
public:
  struct choice {
    std::vector<std::string> axes;      ///< script, numeric, characters, words
    std::vector<std::string> axis_keys; ///< a level is the value of the key
    std::vector<std::string> text_keys;
    std::string id_key;
    bool overwrite = false; ///< accept lines that have keys of the sample already
  };

  /// Throws argument_error E831 for no axis, or one that is named twice.
  explicit line_parser(choice chosen);

  /// Throws format_error as json_line_fields::read, E832 (no id, or one that is neither text nor
  /// integer, or empty), E833 (a key that the sample adds is there already), E834 (no text where an
  /// axis needs one), E835 (an axis key is absent, or no text, number or boolean, or has control
  /// characters).
  void parse(std::string_view text, const tailgate::json_source& source, prompt_line& result);

private:
  [[nodiscard]] std::string_view text_of(const tailgate::json_source& source) const;
  [[nodiscard]] const std::string& level_of(
      std::size_t axis_key, const tailgate::json_source& source) const;
  /// Their indices in fields_.
  [[nodiscard]] std::vector<std::size_t> places_of(const std::vector<std::string>& keys) const;

  choice chosen_;
  std::vector<tailgate::axis_function> functions_;
  tailgate::json_line_fields fields_;
  std::size_t id_;
  std::vector<std::size_t> axis_keys_, text_keys_, sample_keys_;
};

} // namespace sample_prompts
