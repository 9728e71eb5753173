// A JSON file: configurations, indexes and results that were written by other programs.
#pragma once

#include <cstddef>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string_view>
#include <tailgate/io/json_text.hpp>
#include <tailgate/io/mapped_file.hpp>

namespace tailgate {

/// Reads and parses a file that holds one JSON value; a byte order mark at its start is skipped.
/// Throws io_error E550, E551 as mapped_file, and format_error E560 to E564 as parse_json_text.
[[nodiscard]] inline nlohmann::json read_json_file(
    const std::filesystem::path& path, std::size_t max_depth = 64) {
  const mapped_file file(path);
  std::string_view text = file.text();
  if (text.starts_with("\xEF\xBB\xBF"))
    text.remove_prefix(3);
  return parse_json_text(text, {path.string(), 1, max_depth});
}

} // namespace tailgate
