// When the mean over items as drawn is the mean over traffic.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/row_text.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <vector>

namespace tailgate::detail {

/// The strata's shares of the items. Throws incomplete_error E392 unless each is what the natural
/// frequency makes it, up to the rounding of a whole number of items: |n_k - n W_k| < 1.
[[nodiscard]] inline std::vector<double> proportional_weights(
    std::span<const paired_summary> rows) {
  std::size_t items = 0;
  for (const paired_summary& row : rows)
    items += row.items;
  const double n = static_cast<double>(items);
  std::vector<double> shares;
  shares.reserve(rows.size());
  bool proportional = true;
  std::size_t most = 0; // where the share of the items exceeds that of traffic most
  for (std::size_t k = 0; k < rows.size(); ++k) {
    shares.push_back(static_cast<double>(rows[k].items) / n);
    proportional = proportional && std::abs(n * (shares[k] - rows[k].weight)) < 1;
    if (shares[k] - rows[k].weight > shares[most] - rows[most].weight)
      most = k;
  }
  if (!proportional)
    throw incomplete_error(392, "breakdown::sample_mean",
        "the sample is not proportional to traffic: stratum '" + rows[most].stratum.name() +
            "' has " + number_text(100 * shares[most]) + "% of the items and " +
            number_text(100 * rows[most].weight) +
            "% of traffic, so a mean over items is a mean of no population; write population(), "
            "which weights the strata by natural frequency");
  return shares;
}

} // namespace tailgate::detail
