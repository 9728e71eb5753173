// A thousand items drawn 250 from each of four strata, of which the last is rare: what sampling the
// tail does to the population's number. Several tests draw on it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <tailgate/stats/stratified_mean.hpp>
#include <vector>

namespace oversampled_tail {

inline constexpr std::uint64_t population[] = {90000, 8000, 1500, 500};
inline constexpr std::uint64_t baseline[] = {240, 225, 200, 180}; // right answers of 250
inline constexpr std::uint64_t candidate[] = {239, 221, 170, 110};

inline std::vector<tailgate::stats::stratum_sample> strata(const std::uint64_t (&right)[4]) {
  std::vector<tailgate::stats::stratum_sample> result;
  for (std::size_t h = 0; h < 4; ++h)
    result.push_back(tailgate::stats::stratum_sample::of_proportion(population[h], 250, right[h]));
  return result;
}

/// The same sample item by item.
struct items {
  std::vector<double> values, inclusion;
  std::vector<std::uint64_t> stratum;
  explicit items(const std::uint64_t (&right)[4]) {
    for (std::size_t h = 0; h < 4; ++h)
      for (std::uint64_t i = 0; i < 250; ++i) {
        values.push_back(i < right[h] ? 1 : 0);
        inclusion.push_back(250 / static_cast<double>(population[h]));
        stratum.push_back(h);
      }
  }
};

} // namespace oversampled_tail
