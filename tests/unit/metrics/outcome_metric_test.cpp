#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/harness/non_inferiority.hpp>
#include <tailgate/metrics/detail/outcome_metric.hpp>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/paired_metric.hpp>

using namespace tailgate;

namespace {

/// Refusals: a true outcome is the bad one.
struct refusal_traits {
  using observation = paired_outcome;
  static constexpr const char* name = "refusals";
  static constexpr better direction = better::lower;
  static constexpr std::uint32_t version = 1;
  static detail::outcome_pair outcomes(const paired_outcome& item) {
    return {!item.baseline_right, !item.candidate_right};
  }
};
using refusals = detail::outcome_metric<refusal_traits>;
static_assert(serializable_metric<refusals> && refusals::version == 1);

template <class Metric>
Metric filled(int lost, int gained, int cluster_size) {
  Metric metric;
  for (int i = 0; i < 60; ++i) {
    const std::string cluster =
        cluster_size == 0 ? "" : "source " + std::to_string(i / cluster_size);
    metric.observe({"i" + std::to_string(i), cluster, i < lost || i % 3 != 0,
        i >= lost && (i < lost + gained || i % 3 != 0)});
  }
  return metric;
}

} // namespace

TEST_CASE("an outcome that is better rare mirrors one that is better frequent") {
  const auto level = stats::confidence_level::one_sided(0.05);
  for (const int cluster_size : {0, 4}) {
    CAPTURE(cluster_size);
    const auto right = filled<exact_match>(9, 2, cluster_size).summary(level);
    const auto wrong = filled<refusals>(9, 2, cluster_size).summary(level);
    REQUIRE(right.flips.lost > right.flips.gained);
    CHECK(wrong.metric == "refusals");
    CHECK(wrong.direction == better::lower);
    CHECK(wrong.flips == right.flips); // lost is damage, whatever the direction
    CHECK(wrong.difference.value() == -right.difference.value());
    CHECK(wrong.confidence.value().lower ==
          doctest::Approx(-right.confidence.value().upper).epsilon(1e-12));
    CHECK(wrong.confidence.value().upper ==
          doctest::Approx(-right.confidence.value().lower).epsilon(1e-12));
    CHECK(test_non_inferiority(wrong, 0.05).p_value.value() ==
          doctest::Approx(test_non_inferiority(right, 0.05).p_value.value()).epsilon(1e-12));
  }
}
