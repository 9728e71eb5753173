// The sample as JSON Lines: each line as it was read, and what an estimate needs to know of it.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/io/atomic_file.hpp>
#include <tailgate/sampling/stratified_sample.hpp>
#include <vector>

namespace sample_prompts {

/// What is added to each line.
inline constexpr std::array<std::string_view, 3> sample_keys{
    "stratum", "inclusion_probability", "weight"};

/// A line at hand; its text is gone with the next batch.
struct offered_line {
  std::string_view text;
  const std::string& file;
  std::size_t number;

  /// "file:line"
  [[nodiscard]] std::string place() const { return file + ':' + std::to_string(number); }
};

/// A line as it was read, kept.
struct drawn_line {
  std::string text;
  std::string place;

  explicit drawn_line(const offered_line& line) : text(line.text), place(line.place()) {}
};

using line_sample = tailgate::stratified_sample<drawn_line>;

/// Writes items by stratum and place. Throws io_error E552.
void write_items(tailgate::atomic_file& file,
    const std::vector<tailgate::drawn_item<drawn_line>>& items,
    const tailgate::sampling_design& design);

} // namespace sample_prompts
