// The sample as JSON Lines: each line as it was read, and what an estimate needs to know of it.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <tailgate/io/atomic_file.hpp>
#include <tailgate/sampling/stratified_sample.hpp>
#include <utility>
#include <vector>

namespace sample_prompts {

/// What is added to each line.
inline constexpr std::array<std::string_view, 3> sample_keys{
    "stratum", "inclusion_probability", "weight"};

/// A line as it was read.
struct drawn_line {
  std::string text;
  std::string place; ///< "file:line"

  explicit drawn_line(const std::pair<std::string_view, std::string_view>& text_and_place)
      : text(text_and_place.first), place(text_and_place.second) {}
};

using line_sample = tailgate::stratified_sample<drawn_line>;

/// Writes items by stratum and place. Throws io_error E552.
void write_items(tailgate::atomic_file& file,
    const std::vector<tailgate::drawn_item<drawn_line>>& items,
    const tailgate::sampling_design& design);

} // namespace sample_prompts
