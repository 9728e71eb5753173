#include "../io/thrown.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/harness/baseline_check.hpp>
#include <tailgate/stats/wilson.hpp>
#include <vector>

using tailgate::axis;
using tailgate::axis_kind;
using tailgate::baseline_check_options;
using tailgate::baseline_flag;
using tailgate::check_baseline;
using tailgate::declared_stratum;
using tailgate::metric_values;
using tailgate::stratum_key;

namespace {

const std::vector<axis> lengths{{"records", axis_kind::context_length}};

/// Strata along one axis with levels 0, 1, ...; the first `right` of `items` are right.
struct sample {
  std::vector<declared_stratum> declared;
  std::vector<metric_values> values{{"exact_match", {}}};

  void add(const stratum_key& key, std::size_t right, std::size_t items, std::size_t cluster = 0) {
    declared.push_back({key, 1, 2});
    for (std::size_t i = 0; i < items; ++i)
      values[0].items.push_back({std::to_string(i), key,
          cluster == 0 ? "" : std::to_string(i / cluster), i < right ? 1.0 : 0.0, 0});
  }
  [[nodiscard]] std::vector<baseline_flag> flags(
      const std::vector<axis>& axes, const tailgate::baseline_rule& rule = {"exact_match"}) const {
    return check_baseline(values, declared, axes, {.alpha = 0.05, .metrics = {rule}});
  }
};

sample along(const std::string& name, const std::vector<std::size_t>& right, std::size_t items,
    std::size_t cluster = 0) {
  sample s;
  for (std::size_t i = 0; i < right.size(); ++i)
    s.add(stratum_key{{name, std::to_string(i)}}, right[i], items, cluster);
  return s;
}

/// Losses of 20 items each, `spread` around the means.
sample losses(const std::string& name, const std::vector<double>& means, double spread) {
  sample s;
  s.values[0].metric = "loss";
  for (std::size_t i = 0; i < means.size(); ++i) {
    const stratum_key key{{name, std::to_string(i)}};
    s.declared.push_back({key, 1, 2});
    for (int k = 0; k < 20; ++k)
      s.values[0].items.push_back(
          {std::to_string(k), key, "", means[i] + (k % 2 == 0 ? spread : -spread), 0});
  }
  return s;
}

const tailgate::baseline_rule loss_rule{"loss", tailgate::better::lower, 0.1};

} // namespace

TEST_CASE("a level far below both neighbours is flagged once, with the numbers") {
  const auto flags = along("records", {95, 92, 20, 88}, 100).flags(lengths);
  REQUIRE(flags.size() == 1); // that the next level is better than the broken one is explained
  CHECK(flags[0].stratum.name() == "records=2");
  CHECK(flags[0].metric == "exact_match");
  const auto ci = tailgate::stats::wilson_interval(20, 100).value();
  CHECK(flags[0].text.find("0.200 [" + std::to_string(ci.lower).substr(0, 5)) == 0);
  CHECK(flags[0].text.find("worse than both neighbours") != std::string::npos);
  CHECK(flags[0].text.find("0.920 [") != std::string::npos);
  CHECK(flags[0].text.find("'records=1'") != std::string::npos);
}

TEST_CASE("a peak, and a harder level that is better than an easier one") {
  const auto peak = along("records", {50, 48, 95, 45}, 100).flags(lengths);
  REQUIRE(peak.size() == 1);
  CHECK(peak[0].text.find("better than both neighbours") != std::string::npos);
  const auto easiest_broken = along("records", {20, 90, 88}, 100).flags(lengths);
  REQUIRE(easiest_broken.size() == 1);
  CHECK(easiest_broken[0].stratum.name() == "records=1");
  CHECK(easiest_broken[0].text.find("better than the easier level") != std::string::npos);
  CHECK(easiest_broken[0].text.find("'records=0'") != std::string::npos);
}

TEST_CASE("sound baselines are not flagged") {
  CHECK(along("records", {98, 95, 85, 60, 20}, 100).flags(lengths).empty());  // harder is worse
  CHECK(along("records", {90, 84, 93, 88}, 100).flags(lengths).empty());      // within chance
  CHECK(along("records", {900, 860, 899, 880}, 1000).flags(lengths).empty()); // within tolerance
  CHECK(along("records", {9, 4, 9}, 10).flags(lengths).empty());              // too few to tell
}

TEST_CASE("the tolerance decides what is odd") {
  const auto s = along("records", {900, 800, 900}, 1000);
  CHECK(s.flags(lengths).size() == 1);
  CHECK(s.flags(lengths, {"exact_match", tailgate::better::higher, 0.15}).empty());
}

TEST_CASE("clusters: as many items that are copies show nothing") {
  CHECK(along("records", {95, 92, 60, 88}, 100).flags(lengths).size() == 1);
  CHECK(along("records", {95, 92, 60, 88}, 100, 20).flags(lengths).empty());
}

TEST_CASE("axes that are not ordered are compared with their siblings, others held fixed") {
  sample s;
  for (const char* task : {"copy", "sort", "hex", "date"})
    for (const char* digits : {"1", "2"})
      s.add(stratum_key{{"task", task}, {"digits", digits}}, std::string(task) == "hex" ? 0 : 190,
          200);
  const auto flags = s.flags({{"digits", axis_kind::ordinal}});
  REQUIRE(flags.size() == 2);
  CHECK(flags[0].stratum.name() == "task=hex digits=1");
  CHECK(flags[0].text.find("0.000") == 0);
  CHECK(flags[0].text.find("next to nothing, 0.050") != std::string::npos);
  CHECK(flags[1].stratum.name() == "task=hex digits=2");
  // The same along an ordered axis is only hard.
  CHECK(along("digits", {190, 150, 0}, 200).flags({{"digits", axis_kind::ordinal}}).empty());

  SUBCASE("chance") {
    const tailgate::baseline_rule four_choices{"exact_match", tailgate::better::higher, 0.05, 0.25};
    const auto below = along("task", {160, 24, 150, 155}, 200).flags({}, four_choices);
    REQUIRE(below.size() == 1);
    CHECK(below[0].text.find("chance, 0.250") != std::string::npos);
    CHECK(along("task", {160, 50, 150, 155}, 200).flags({}, four_choices).empty());
    // Where all are below chance no sibling is fine: that is not this check's to say.
    CHECK(along("task", {24, 24, 24}, 200).flags({}, four_choices).empty());
  }
}

TEST_CASE("losses: dips by the t interval, order for ordinal axes only, uniform") {
  const auto dip = losses("records", {3.0, 6.0, 2.8}, 0.3).flags(lengths, loss_rule);
  REQUIRE(dip.size() == 1);
  CHECK(dip[0].text.find("6.000 [5.8") == 0);
  CHECK(dip[0].text.find("worse than both") != std::string::npos);
  const auto falling = losses("records", {3.0, 2.6, 2.2}, 0.3);
  CHECK(falling.flags(lengths, loss_rule).empty()); // more context, less loss
  CHECK(falling.flags({{"records", axis_kind::ordinal}}, loss_rule).size() == 2);
  CHECK(losses("records", {3.0, 6.0, 2.8}, 0.0).flags(lengths, loss_rule).empty()); // no interval

  auto with_vocabulary = loss_rule;
  with_vocabulary.vocabulary = 32000;
  const double uniform = std::log(32000.0);
  const auto worse = losses("task", {3.0, uniform, 3.1}, 0).flags({}, with_vocabulary);
  REQUIRE(worse.size() == 1);
  CHECK(worse[0].stratum.name() == "task=1");
  CHECK(worse[0].text.find("guessing uniformly among 32000 tokens, 10.373") != std::string::npos);
  CHECK(losses("task", {3.0, uniform - 0.01, 3.1}, 0).flags({}, with_vocabulary).empty());
}

TEST_CASE("a sound baseline is flagged in at most alpha of all cases") {
  // Ten equal strata on two axes, tolerance 0: nothing is odd, and nothing is to spare.
  const std::vector<axis> axes{{"digits", axis_kind::ordinal}};
  int flagged = 0;
  constexpr int baselines = 500;
  for (std::uint32_t b = 0; b < baselines; ++b) {
    sample s;
    for (std::uint32_t k = 0; k < 10; ++k) {
      tailgate::philox_stream random(11, k, b);
      std::size_t right = 0;
      for (int i = 0; i < 60; ++i)
        right += random.uniform() < 0.6;
      s.add(stratum_key{{"task", k < 5 ? "hex" : "date"}, {"digits", std::to_string(k % 5)}}, right,
          60);
    }
    flagged += !s.flags(axes, {"exact_match", tailgate::better::higher, 0}).empty();
  }
  MESSAGE("flagged ", flagged, " of ", baselines);
  CHECK(flagged <= 35); // Binomial(500, 0.05) is above 35 with probability 0.02
  CHECK(flagged > 0);   // the level is not thrown away
}

TEST_CASE("what the check cannot use is refused") {
  const auto s = along("records", {9, 8}, 10);
  const auto refused = [&](const sample& of, const baseline_check_options& options) {
    return thrown_by<tailgate::argument_error>([&] {
      (void)check_baseline(of.values, of.declared, {}, options);
    }).number;
  };
  using tailgate::better;
  CHECK(refused(s, {.alpha = 0, .metrics = {{"exact_match"}}}) == 467);
  CHECK(refused(s, {.metrics = {{"loss"}}}) == 467);
  CHECK(refused(s, {.metrics = {{"exact_match", better::higher, -0.1}}}) == 467);
  CHECK(refused(s, {.metrics = {{"exact_match", better::higher, 0.1, 1.0}}}) == 467);
  CHECK(refused(s, {.metrics = {{"exact_match", better::higher, 0.1, {}, std::size_t{1}}}}) == 467);
  auto undeclared = s;
  undeclared.declared.pop_back();
  CHECK(refused(undeclared, {.metrics = {{"exact_match"}}}) == 469);
  auto infinite = s;
  infinite.values[0].items[3].baseline = std::numeric_limits<double>::infinity();
  CHECK(refused(infinite, {.metrics = {{"exact_match"}}}) == 469);
}
