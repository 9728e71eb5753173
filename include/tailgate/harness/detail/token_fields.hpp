// What metrics read of an item's scored tokens.
#pragma once

#include <cmath>
#include <tailgate/harness/run_record.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <vector>

namespace tailgate::detail {

/// `field` of every token.
template <class Field>
[[nodiscard]] auto token_values(const item_record& item, Field field) {
  std::vector<decltype(field(item.tokens.front()))> values;
  values.reserve(item.tokens.size());
  for (const token_record& token : item.tokens)
    values.push_back(field(token));
  return values;
}

/// The mean over the item's tokens, at least one.
template <class Field>
[[nodiscard]] double token_mean(const item_record& item, Field field) {
  return stats::exact_sum(token_values(item, field)) / static_cast<double>(item.tokens.size());
}

[[nodiscard]] inline double token_loss(const token_record& token) {
  return token.loss;
}
[[nodiscard]] inline double token_probability(const token_record& token) {
  return std::exp(-token.loss);
}
[[nodiscard]] inline double reciprocal_rank(const token_record& token) {
  return 1 / static_cast<double>(token.rank);
}

} // namespace tailgate::detail
