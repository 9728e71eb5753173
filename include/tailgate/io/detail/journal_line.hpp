// A line of a run's journal: 16 hexadecimal digits of the line's own SHA-256, a space, and the line
// as it stands in a run file.
//
// A process that is killed leaves a line without its end; a machine that loses power may leave
// blocks of zeros, or old blocks, anywhere behind the last bytes that were forced to the disk. With
// a check of its own, a line is whole or it is not, without a guess.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/core/sha256.hpp>
#include <tailgate/io/detail/run_line_terms.hpp>

namespace tailgate::detail {

inline constexpr std::size_t journal_check_digits = 16;
inline constexpr std::size_t journal_prefix = journal_check_digits + 1;

/// `line` with its end, as it stands in the journal.
[[nodiscard]] inline std::string journal_line(std::string_view line) {
  return sha256_hex(line).substr(0, journal_check_digits).append(1, ' ').append(line);
}

/// Takes the next line off the front of `text` and gives it without check and end, or nothing, and
/// takes nothing, when it is not whole.
[[nodiscard]] inline std::optional<std::string_view> take_journal_line(std::string_view& text) {
  const std::size_t feed = text.find('\n');
  if (feed == text.npos || feed < journal_prefix)
    return std::nullopt;
  const std::string_view line = text.substr(journal_prefix, feed + 1 - journal_prefix);
  if (text[journal_check_digits] != ' ' ||
      text.substr(0, journal_check_digits) !=
          std::string_view(sha256_hex(line)).substr(0, journal_check_digits))
    return std::nullopt;
  text.remove_prefix(feed + 1);
  return line.substr(0, line.size() - 1);
}

/// Whether `text` begins, as far as it goes, as journals of any version do.
[[nodiscard]] inline bool is_journal(std::string_view text) {
  const auto hexadecimal = [](char c) { return hex_digits.find(c) != hex_digits.npos; };
  const std::string_view check = text.substr(0, journal_check_digits);
  if (check.empty() || !std::all_of(check.begin(), check.end(), hexadecimal))
    return false;
  if (text.size() <= journal_check_digits)
    return true;
  const std::string_view line = text.substr(journal_prefix);
  const std::string_view magic = run_magic_of_any_version;
  return text[journal_check_digits] == ' ' &&
         line.substr(0, magic.size()) == magic.substr(0, line.size());
}

} // namespace tailgate::detail
