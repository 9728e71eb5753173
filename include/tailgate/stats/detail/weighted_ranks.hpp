// Values with integer weights in ascending order, and the rank and quantile rules that the sketches
// share.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace tailgate::stats {

/// Whether the rank of x counts the items equal to x.
enum class rank_rule {
  inclusive, ///< rank(x) = share of items <= x; quantile(q) = least x with rank(x) >= q
  exclusive  ///< rank(x) = share of items < x; quantile(q) = least x with share of <= x above q
};

namespace detail {

class weighted_ranks {
public:
  void add(double value, std::uint64_t weight) { entries_.emplace_back(value, weight); }

  /// Sorts and turns the weights into running totals; call once, before the queries.
  void finish() {
    std::sort(entries_.begin(), entries_.end());
    std::uint64_t running = 0;
    for (auto& [value, weight] : entries_)
      weight = running += weight;
  }

  [[nodiscard]] double rank(double x, rank_rule rule) const {
    const auto after = std::partition_point(entries_.begin(), entries_.end(),
        [&](const auto& e) { return rule == rank_rule::inclusive ? e.first <= x : e.first < x; });
    return after == entries_.begin() ? 0 : static_cast<double>((after - 1)->second) / total();
  }

  [[nodiscard]] double quantile(double q, rank_rule rule) const {
    const double target = q * total();
    const auto found = std::partition_point(entries_.begin(), entries_.end(), [&](const auto& e) {
      const double running = static_cast<double>(e.second);
      return rule == rank_rule::inclusive ? running < std::ceil(target) : running <= target;
    });
    return found == entries_.end() ? entries_.back().first : found->first;
  }

private:
  [[nodiscard]] double total() const { return static_cast<double>(entries_.back().second); }

  std::vector<std::pair<double, std::uint64_t>> entries_;
};

} // namespace detail

} // namespace tailgate::stats
