// Which classes of numeric edges a prompt belongs to.
//
// Works on text of any content: malformed UTF-8 is passed over. Linear in the text, one scan for
// the numbers and about one for each class; the same text gives the same features everywhere.
//
//   const numeric_features features = detect_numeric("Which is larger, 9.11 or 9.9?");
//   numeric_level(features)   "decimal comparison"
#pragma once

#include <cstddef>
#include <string_view>
#include <tailgate/strata/detail/numeric_edge_table.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_edge/digit_chunk_split.hpp>
#include <tailgate/strata/numeric_features.hpp>
#include <tailgate/strata/token_splitter.hpp>

namespace tailgate {

namespace detail {

[[nodiscard]] inline numeric_finding find_numeric_class(
    numeric_class c, const scanned_text& text, const token_splitter* splitter) {
  const numeric_edge_row& row = numeric_edge_table[static_cast<std::size_t>(c)];
  return row.detect != nullptr ? row.detect(text)
                               : numeric_edge::digit_chunk_split::detect(text, splitter);
}

} // namespace detail

/// The state and band of every class. Without a splitter digit-chunk split is needs_tokenizer.
/// Throws what the splitter throws.
[[nodiscard]] inline numeric_features detect_numeric(
    std::string_view prompt, const token_splitter* splitter = nullptr) {
  const detail::scanned_text text(prompt);
  numeric_features features;
  for (const numeric_class c : all_numeric_classes)
    features.set(c, detail::find_numeric_class(c, text, splitter));
  return features;
}

/// The level on the axis `numeric`: numeric_level(detect_numeric(prompt, splitter)), without
/// looking for classes behind the first that holds.
[[nodiscard]] inline std::string_view detect_numeric_level(
    std::string_view prompt, const token_splitter* splitter = nullptr) {
  const detail::scanned_text text(prompt);
  numeric_features features;
  for (const numeric_class c : numeric_precedence) {
    features.set(c, detail::find_numeric_class(c, text, splitter));
    if (features.holds(c))
      break;
  }
  return numeric_level(features);
}

} // namespace tailgate
