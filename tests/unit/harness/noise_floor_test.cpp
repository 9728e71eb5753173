#include "../io/thrown.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <span>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/harness/gate.hpp>
#include <tailgate/harness/noise_floor.hpp>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/stratified.hpp>
#include <utility>
#include <vector>

using tailgate::breakdown;
using tailgate::gate;
using tailgate::item_value;
using tailgate::metric_values;
using tailgate::noise_floor;
using tailgate::relabelled_noise;
using tailgate::stratum_key;

namespace {

const gate rules({.alpha = 0.05, .metrics = {{"exact_match", 0.05, {}}}});

/// Two strata of `sources` sources of `size` items. A source is lost as a whole with probability
/// `lost` and gained with probability `gained`; the rest is right under both.
std::vector<metric_values> outcomes_of_sources(
    std::uint64_t seed, std::size_t sources, std::size_t size, double lost, double gained) {
  metric_values values{"exact_match", {}};
  values.items.reserve(2 * sources * size);
  for (std::uint32_t s = 0; s < 2; ++s) {
    tailgate::philox_stream random(seed, s);
    for (std::size_t source = 0; source < sources; ++source) {
      const double u = random.uniform();
      for (std::size_t i = 0; i < size; ++i)
        values.items.push_back({std::to_string(source) + "." + std::to_string(i),
            stratum_key{{"task", s == 0 ? "hex" : "prose"}}, "",
            u >= lost && u < lost + gained ? 0.0 : 1.0, u < lost ? 0.0 : 1.0});
    }
  }
  return {values};
}

/// The same items with their sources named.
std::vector<metric_values> with_clusters(std::vector<metric_values> values) {
  for (item_value& item : values[0].items)
    item.cluster = item.id.substr(0, item.id.find('.'));
  return values;
}

/// Exact match over the strata that occur, which knows the clusters or is blind to them.
auto break_down(bool clusters) {
  return [clusters](std::span<const metric_values> values) {
    std::vector<tailgate::declared_stratum> declared{{values[0].items.front().stratum, 1, 2}};
    if (values[0].items.back().stratum != declared[0].key)
      declared.push_back({values[0].items.back().stratum, 1, 2});
    tailgate::stratified<tailgate::exact_match> metric(declared);
    for (const item_value& item : values[0].items)
      metric.observe(item.stratum,
          {item.id, clusters ? item.cluster : "", item.baseline == 1, item.candidate == 1});
    return std::vector<breakdown>{metric.result(rules.confidence_level())};
  };
}

noise_floor noise_of(
    const std::vector<metric_values>& values, bool clusters = true, std::size_t neighbours = 8) {
  return relabelled_noise(rules, values, break_down(clusters),
      {.seed = 7, .replicates = 200, .neighbours = neighbours});
}

thrown refusal(const noise_floor& noise) {
  return thrown_by<tailgate::incomplete_error>([&] { rules.require_level(noise); });
}

} // namespace

TEST_CASE(
    "alike items that are taken for independent make the gate refuse, named clusters do not") {
  const auto alike = outcomes_of_sources(3, 30, 8, 0.12, 0.12);
  SUBCASE("not named: their neighbours tell") {
    const noise_floor noise = noise_of(alike);
    CHECK(noise.neighbours == 8);
    CHECK(noise.fail_rate_without_margin.lower < 0.05); // one by one nothing shows
    CHECK(noise.fail_rate_of_neighbours.lower > 0.05);
    CHECK(noise.neighbour_p_value.value() == doctest::Approx(0.05));
    const thrown refused = refusal(noise);
    CHECK(refused.number == 463);
    CHECK(refused.says(std::to_string(noise.fails_of_neighbours) + " of 200"));
    CHECK(refused.says("neighbours"));
    CHECK(refused.says("cluster"));
    CHECK(thrown_by<tailgate::incomplete_error>([&] {
      (void)rules.judge({{"int4", 4, break_down(true)(alike)}}, noise);
    }).number == 463);
  }
  SUBCASE("named, and the metric is blind to it: the clusters tell") {
    const noise_floor noise = noise_of(with_clusters(alike), false, 1);
    CHECK(noise.neighbours == 1);
    CHECK(noise.cluster_p_value.value() == doctest::Approx(0.05));
    CHECK(refusal(noise).number == 463);
    CHECK(refusal(noise).says("intracluster correlation"));
  }
  SUBCASE("named and allowed for: the gate judges") {
    const auto named = with_clusters(alike);
    const noise_floor noise = noise_of(named);
    CHECK(noise.fail_rate_without_margin.lower <= 0.05);
    CHECK(noise.fail_rate_of_neighbours.lower <= 0.05);
    CHECK_FALSE(noise.cluster_p_value.defined());
    CHECK(refusal(noise).number == 0);
    CHECK(rules.judge({{"int4", 4, break_down(true)(named)}}, noise).size() == 1);
  }
}

TEST_CASE("independent items are hardly ever refused, with or without a true difference") {
  int refused = 0;
  for (std::uint64_t seed = 0; seed < 8; ++seed)
    for (const auto& [lost, gained] : {std::pair{0.06, 0.06}, std::pair{0.30, 0.02}})
      refused += refusal(relabelled_noise(rules, outcomes_of_sources(seed, 100, 1, lost, gained),
                             break_down(true), {.seed = 7, .replicates = 100}))
                     .number != 0;
  CHECK(refused <= 3); // each with probability 0.05 at most: 4 or more of 16 have probability 0.01
}

TEST_CASE("three flips: the steps of the score test at margin 0 are no reason to refuse") {
  auto values = outcomes_of_sources(1, 60, 1, 0, 0);
  values[0].items.resize(60); // one stratum, a family of one
  for (const std::size_t i : {10u, 30u, 50u})
    values[0].items[i].candidate = 0;
  const noise_floor noise = relabelled_noise(
      rules, values, break_down(true), {.seed = 7, .replicates = 1000, .neighbours = 1});
  CHECK(noise.fail_rate_without_margin.lower > 0.05); // all three lost: about 1 of 8
  CHECK(noise.fail_rate_without_margin.upper < 0.16);
  CHECK(noise.cluster_p_value.value() > 0.05);
  CHECK(refusal(noise).number == 0);
}

TEST_CASE("the margin leaves an unchanged model room") {
  const noise_floor noise = noise_of(outcomes_of_sources(5, 400, 1, 0.05, 0.05));
  CHECK(noise.source == "relabelled pairs");
  CHECK(noise.replicates == 200);
  CHECK(noise.false_fails == 0);
  CHECK(noise.false_fail_rate.lower == 0);
  CHECK(noise.false_fail_rate.upper == doctest::Approx(1 - std::pow(0.025, 1.0 / 200)));
  CHECK(noise.fails_without_margin > 0); // near alpha
  CHECK(noise.fails_without_margin < 30);
}

TEST_CASE("the noise of a stratum is what the exchange of labels makes of its flips") {
  // 40 flips of 400: half of the items exchanged gives differences with a standard deviation of
  // about sqrt(40) / 400 = 0.0158, and 95 % of them are within 1.96 of these.
  auto values = outcomes_of_sources(1, 400, 1, 0, 0);
  for (std::size_t i = 0; i < 40; ++i)
    (i % 2 == 0 ? values[0].items[i * 10].candidate : values[0].items[i * 10].baseline) = 0;
  const noise_floor noise = relabelled_noise(
      rules, values, break_down(true), {.seed = 7, .replicates = 2000, .neighbours = 1});
  REQUIRE(noise.strata.size() == 2);
  CHECK(noise.strata[0].stratum.name() == "task=hex");
  CHECK(noise.strata[0].metric == "exact_match");
  CHECK(noise.strata[0].difference == doctest::Approx(0.031).epsilon(0.1));
  CHECK(noise.strata[1].difference == 0); // not a flip
}

TEST_CASE("the same noise for any executor, another for another seed") {
  const auto values = outcomes_of_sources(3, 40, 2, 0.1, 0.1);
  tailgate::tbb_executor two(2);
  const auto noise = [&](std::uint64_t seed, tailgate::executor_ref exec) {
    return relabelled_noise(
        rules, values, break_down(true), {.seed = seed, .replicates = 150}, exec);
  };
  const noise_floor serial = noise(1, {}), parallel = noise(1, two), other = noise(2, {});
  CHECK(serial.fails_without_margin == parallel.fails_without_margin);
  CHECK(serial.fails_of_neighbours == parallel.fails_of_neighbours);
  for (std::size_t s = 0; s < 2; ++s)
    CHECK(serial.strata[s].difference == parallel.strata[s].difference);
  CHECK(serial.fails_of_neighbours != other.fails_of_neighbours);
}

TEST_CASE("further runs of the baseline are judged like candidates") {
  const std::vector<breakdown> quiet = break_down(true)(outcomes_of_sources(1, 200, 1, 0.02, 0.02));
  const std::vector<breakdown> broken = break_down(true)(outcomes_of_sources(1, 200, 1, 0.3, 0));
  const std::vector<std::vector<breakdown>> one{broken}, three{broken, broken, broken},
      mixed{quiet, broken};
  const noise_floor noise = second_run_noise(rules, one);
  CHECK(noise.source == "a second run of the baseline");
  CHECK(noise.false_fails == 1);
  CHECK(refusal(noise).number == 0); // one failure of one is within what chance leaves open
  CHECK(refusal(second_run_noise(rules, three)).number == 463);
  CHECK(refusal(second_run_noise(rules, three)).says("unstable"));
  CHECK(second_run_noise(rules, mixed).false_fails == 1);
  CHECK(second_run_noise(rules, mixed).strata[0].difference ==
        doctest::Approx(-broken[0].strata()[0].difference.value()));
  CHECK(thrown_by<tailgate::argument_error>([&] { (void)second_run_noise(rules, {}); }).number ==
        466);
}

TEST_CASE("what makes no A/A comparison is refused") {
  const auto values = outcomes_of_sources(1, 20, 1, 0.1, 0.1);
  const auto refused = [&](const std::vector<metric_values>& of,
                           tailgate::noise_floor_options options) {
    return thrown_by<tailgate::argument_error>([&] {
      (void)relabelled_noise(rules, of, break_down(true), options);
    }).number;
  };
  CHECK(refused(values, {.replicates = 99}) == 465);
  CHECK(refused(values, {.neighbours = 0}) == 465);
  CHECK(refused(values, {.shuffles = 18}) == 465);
  CHECK(refused({}, {}) == 466);
  auto twice = values;
  twice[0].items.push_back(twice[0].items[0]);
  CHECK(refused(twice, {}) == 466);
  auto clusters = values;
  clusters.push_back(values[0]);
  clusters[1].items[0].cluster = "a";
  clusters[1].items[1].cluster = "a";
  CHECK(refused(clusters, {}) == 466);
}
