#include "made_runs.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/run_comparison.hpp>
#include <tailgate/harness/run_values.hpp>
#include <vector>

using namespace tailgate;

namespace {

const comparison_options options{stats::confidence_level(0.9), {}};

/// Runs in which something differs in every stratum, and something is missing.
struct differing_runs {
  run_record baseline = made_baseline();
  run_record candidate = made_candidate();
  differing_runs() {
    for (item_record& i : candidate.items) {
      const double step = static_cast<double>(i.id[1] - '0');
      i.tokens[0].loss += 0.1 * step;
      i.tokens[1].rank += static_cast<std::uint32_t>(step);
      if (i.id == "s1" || i.id == "c2") {
        i.output = "7";
        i.right = false;
      }
    }
    std::erase_if(
        candidate.items, [](const item_record& i) { return i.id == "s2" || i.id == "p0"; });
    std::erase_if(baseline.items, [](const item_record& i) { return i.id == "c3"; });
  }
};

int refused(const paired_run& runs, const std::string& metric) {
  try {
    (void)paired_values(runs, std::vector<std::string>{metric});
  } catch (const argument_error& e) {
    return e.number();
  }
  return 0;
}

} // namespace

TEST_CASE("paired_values: items in the baseline's order with both values") {
  const differing_runs made;
  const paired_run runs = pair_runs(made.baseline, made.candidate);
  const auto values = paired_values(runs, std::vector<std::string>{"loss", "exact_match"});
  REQUIRE(values.size() == 2);
  CHECK(values[0].metric == "loss");
  REQUIRE(values[0].items.size() == 3); // p0 has no candidate
  CHECK(values[0].items[0].id == "p1");
  CHECK(values[0].items[0].stratum == made.baseline.design.strata[prose].key);
  CHECK(values[0].items[0].baseline == doctest::Approx(1.5 * std::log(2.0)));
  CHECK(values[0].items[0].candidate == doctest::Approx(1.5 * std::log(2.0) + 0.05));
  CHECK(values[1].metric == "exact_match");
  std::string right;
  for (const item_value& v : values[1].items)
    right += v.id + (v.candidate == 1 ? "+" : "-");
  CHECK(right == "s0+s1-s2-s3+c0+c1+c2-"); // s2 is missing, hence wrong
}

TEST_CASE("value_break_down: gives the rows of compare_runs") {
  const differing_runs made;
  const paired_run runs = pair_runs(made.baseline, made.candidate);
  const std::vector<std::string> metrics{"exact_match", "loss", "digit_prefix", "relative_error",
      "order_of_magnitude", "probability_shift", "target_rank"};
  const auto direct = compare_runs(runs, options);
  const auto results = value_break_down(runs, options)(paired_values(runs, metrics));
  REQUIRE(results.size() == metrics.size());
  for (const breakdown& result : results) {
    const auto same = std::find_if(direct.begin(), direct.end(),
        [&](const breakdown& d) { return d.metric() == result.metric(); });
    REQUIRE(same != direct.end());
    REQUIRE(same->strata().size() == result.strata().size());
    for (std::size_t s = 0; s < result.strata().size(); ++s) {
      INFO(result.metric() << " " << result.strata()[s].stratum.name());
      const paired_summary& a = same->strata()[s];
      const paired_summary& b = result.strata()[s];
      CHECK(a.stratum == b.stratum);
      CHECK(a.unit == b.unit);
      CHECK(a.direction == b.direction);
      CHECK(a.items == b.items);
      CHECK(a.weight == b.weight);
      CHECK(a.baseline == b.baseline);
      CHECK(a.candidate == b.candidate);
      CHECK(a.difference == b.difference);
      CHECK(a.confidence == b.confidence);
      CHECK(a.standard_error == b.standard_error);
      CHECK(a.degrees_of_freedom == b.degrees_of_freedom);
      CHECK(a.design_effect == b.design_effect);
      CHECK(a.method == b.method);
      CHECK(a.flips == b.flips);
      CHECK(a.missing_items == b.missing_items);
    }
  }
}

TEST_CASE("paired_values: E485 for metrics without a value under each model, or not carried") {
  const differing_runs made;
  const paired_run runs = pair_runs(made.baseline, made.candidate);
  for (const char* const metric : {"kl_divergence", "top1_flips", "flip_rate", "nonsense"})
    CHECK(refused(runs, metric) == 485);
  run_record baseline = made_baseline(), candidate = made_candidate();
  for (run_record* run : {&baseline, &candidate})
    for (item_record& i : run->items)
      if (i.stratum == sums)
        i.expected = "many";
  CHECK(refused(pair_runs(baseline, candidate), "digit_prefix") == 485);
  CHECK(refused(pair_runs(baseline, candidate), "exact_match") == 0);
}

TEST_CASE("value_break_down: E486 for a stratum of other runs") {
  const run_record baseline = made_baseline(), candidate = made_candidate();
  const paired_run runs = pair_runs(baseline, candidate);
  auto values = paired_values(runs, std::vector<std::string>{"loss"});
  values[0].items[1].stratum = stratum_key{{"task", "other"}};
  try {
    (void)value_break_down(runs, options)(values);
    FAIL("not refused");
  } catch (const argument_error& e) {
    CHECK(e.number() == 486);
  }
}
