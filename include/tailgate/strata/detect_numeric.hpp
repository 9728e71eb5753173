// Which classes of numeric edges a prompt belongs to.
//
// Works on text of any content: malformed UTF-8 is passed over. Linear in the text, one scan for
// the numbers and about one for each class; the same text gives the same features everywhere.
//
//   const numeric_features features = detect_numeric("Which is larger, 9.11 or 9.9?");
//   numeric_level(features)   "decimal comparison"
#pragma once

#include <string_view>
#include <tailgate/strata/detail/numeric_edge_table.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_edge/digit_chunk_split.hpp>
#include <tailgate/strata/numeric_features.hpp>
#include <tailgate/strata/token_splitter.hpp>

namespace tailgate {

/// The state and band of every class. Without a splitter digit-chunk split is needs_tokenizer.
/// Throws what the splitter throws.
[[nodiscard]] inline numeric_features detect_numeric(
    std::string_view prompt, const token_splitter* splitter = nullptr) {
  const detail::scanned_text text(prompt);
  numeric_features features;
  for (const detail::numeric_edge_row& row : detail::numeric_edge_table)
    features.set(row.id, row.detect != nullptr
                             ? row.detect(text)
                             : numeric_edge::digit_chunk_split::detect(text, splitter));
  return features;
}

} // namespace tailgate
