// The classes by number: how a prompt is told to be of one, and how one is drawn.
#pragma once

#include <array>
#include <cstddef>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_edge/base_or_identifier.hpp>
#include <tailgate/strata/numeric_edge/carry_chain.hpp>
#include <tailgate/strata/numeric_edge/date_or_time.hpp>
#include <tailgate/strata/numeric_edge/decimal_comparison.hpp>
#include <tailgate/strata/numeric_edge/digit_chunk_split.hpp>
#include <tailgate/strata/numeric_edge/fraction_or_percent.hpp>
#include <tailgate/strata/numeric_edge/half_precision_edge.hpp>
#include <tailgate/strata/numeric_edge/long_integer.hpp>
#include <tailgate/strata/numeric_edge/multi_hop_chain.hpp>
#include <tailgate/strata/numeric_edge/narrow_format_edge.hpp>
#include <tailgate/strata/numeric_edge/non_ascii_digits.hpp>
#include <tailgate/strata/numeric_edge/rounding_tie.hpp>
#include <tailgate/strata/numeric_edge/scientific_notation.hpp>
#include <tailgate/strata/numeric_edge/separators.hpp>
#include <tailgate/strata/numeric_edge/signs_and_zeros.hpp>
#include <tailgate/strata/numeric_edge/units.hpp>
#include <tailgate/strata/numeric_features.hpp>

namespace tailgate::detail {

struct numeric_edge_row {
  numeric_class id;
  numeric_finding (*detect)(const scanned_text&); ///< null where a tokenizer is needed
  numeric_question (*draw)(std::size_t band, decisions&);
};

template <class Edge>
[[nodiscard]] constexpr numeric_edge_row numeric_edge_row_of() {
  if constexpr (requires(const scanned_text& text) { Edge::detect(text); })
    return {Edge::id, Edge::detect, Edge::draw};
  else
    return {Edge::id, nullptr, Edge::draw};
}

template <class... Edges>
[[nodiscard]] constexpr std::array<numeric_edge_row, numeric_class_count> numeric_edge_rows() {
  std::array<numeric_edge_row, numeric_class_count> rows{};
  static_assert(sizeof...(Edges) == numeric_class_count);
  ((rows[static_cast<std::size_t>(Edges::id)] = numeric_edge_row_of<Edges>()), ...);
  return rows;
}

inline constexpr auto numeric_edge_table = numeric_edge_rows<numeric_edge::long_integer,
    numeric_edge::carry_chain, numeric_edge::digit_chunk_split, numeric_edge::separators,
    numeric_edge::decimal_comparison, numeric_edge::scientific_notation,
    numeric_edge::half_precision_edge, numeric_edge::narrow_format_edge, numeric_edge::rounding_tie,
    numeric_edge::fraction_or_percent, numeric_edge::units, numeric_edge::date_or_time,
    numeric_edge::base_or_identifier, numeric_edge::multi_hop_chain, numeric_edge::signs_and_zeros,
    numeric_edge::non_ascii_digits>();

} // namespace tailgate::detail
