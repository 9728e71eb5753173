// One stratum's right and wrong answers of two models, as a 2x2 table of independent samples:
//
//                right   wrong
//   candidate      a       b        odds ratio = a d / (b c): above 1 the candidate is better
//   baseline       c       d
//
// The tests on such tables ignore that both models answered the same items. For paired items they
// are conservative about the mean change; what they add is the comparison between strata.
#pragma once

#include <cstdint>

namespace tailgate::stats {

struct odds_table {
  std::uint64_t candidate_right = 0;
  std::uint64_t candidate_wrong = 0;
  std::uint64_t baseline_right = 0;
  std::uint64_t baseline_wrong = 0;
  friend bool operator==(const odds_table&, const odds_table&) = default;
};

namespace detail {

/// The table as doubles with its margins.
struct odds_cells {
  double a, b, c, d;
  double candidate, baseline, right, wrong, total;

  explicit odds_cells(const odds_table& t)
      : a(static_cast<double>(t.candidate_right)), b(static_cast<double>(t.candidate_wrong)),
        c(static_cast<double>(t.baseline_right)), d(static_cast<double>(t.baseline_wrong)),
        candidate(a + b), baseline(c + d), right(a + c), wrong(b + d), total(a + b + c + d) {}

  /// A table with an empty margin says nothing about the odds ratio.
  [[nodiscard]] bool informative() const {
    return candidate > 0 && baseline > 0 && right > 0 && wrong > 0;
  }
};

} // namespace detail

} // namespace tailgate::stats
