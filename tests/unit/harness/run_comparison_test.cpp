#include "made_runs.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/run_comparison.hpp>
#include <vector>

using namespace tailgate;

namespace {

const comparison_options options{stats::confidence_level(0.9), {}};

std::vector<std::string> names(const std::vector<breakdown>& results) {
  std::vector<std::string> all;
  for (const breakdown& result : results)
    all.push_back(result.metric());
  return all;
}

const breakdown& named(const std::vector<breakdown>& results, const std::string& metric) {
  const auto found = std::find_if(results.begin(), results.end(),
      [&](const breakdown& result) { return result.metric() == metric; });
  REQUIRE_MESSAGE(found != results.end(), metric);
  return *found;
}

const breakdown& named(std::vector<breakdown>&&, const std::string&) = delete; // would dangle

struct refusal {
  int number = 0;
  std::string text;
  [[nodiscard]] bool says(const char* part) const { return text.find(part) != text.npos; }
};

refusal comparing(const run_record& baseline, const run_record& candidate) {
  try {
    (void)compare_runs(baseline, candidate, options);
  } catch (const error& e) {
    return {e.number(), e.what()};
  }
  return {};
}

void remove_stratum(run_record& run, made_stratum stratum) {
  std::erase_if(run.items, [&](const item_record& item) { return item.stratum == stratum; });
}

item_record& item(run_record& run, const std::string& id) {
  const auto found = std::find_if(
      run.items.begin(), run.items.end(), [&](const item_record& i) { return i.id == id; });
  REQUIRE_MESSAGE(found != run.items.end(), id);
  return *found;
}

} // namespace

TEST_CASE("compare_runs: every metric that the records carry, over the strata that carry it") {
  const auto results = compare_runs(made_baseline(), made_candidate(), options);
  CHECK(names(results) == std::vector<std::string>{"exact_match", "loss", "digit_prefix",
                              "relative_error", "order_of_magnitude", "flip_rate",
                              "probability_shift", "target_rank", "top1_flips", "topk_agreement",
                              "script_drift", "kl_divergence", "reverse_kl_divergence",
                              "jensen_shannon"});
  CHECK(named(results, "exact_match").strata().size() == 2);
  CHECK(named(results, "flip_rate").strata().size() == 2);
  CHECK(named(results, "loss").strata().size() == 1);
  CHECK(named(results, "script_drift").strata().size() == 1);
  for (const char* const metric : {"digit_prefix", "relative_error", "order_of_magnitude"}) {
    REQUIRE(named(results, metric).strata().size() == 1);
    CHECK(named(results, metric).strata()[0].stratum == made_baseline().design.strata[sums].key);
  }
  for (const char* const metric : {"probability_shift", "target_rank", "top1_flips",
           "topk_agreement", "kl_divergence", "reverse_kl_divergence", "jensen_shannon"})
    CHECK(named(results, metric).strata().size() == 3);
  for (const breakdown& result : results) {
    CHECK(result.confidence_level() == 0.9);
    for (const paired_summary& row : result.strata()) {
      CHECK(row.items == 4);
      CHECK(row.missing_items == 0);
    }
  }
  // Frequencies 1 and 2 of the strata with answers.
  CHECK(named(results, "exact_match").strata()[0].weight == doctest::Approx(1.0 / 3));
  CHECK(named(results, "exact_match").axes() == made_baseline().design.axes);
  CHECK(named(results, "loss").axes().empty()); // prose has no digits
}

TEST_CASE("compare_runs: the numbers of each metric") {
  const run_record baseline = made_baseline();
  run_record candidate = made_candidate();
  item_record& sum = item(candidate, "s1"); // expected 110
  sum.output = "111";
  sum.right = false;
  item_record& text = item(candidate, "p1");
  text.tokens[0] = {std::log(8.0), 4, {6, 5, 11}}; // 5 6 7 before
  text.outside_script = 0.5;
  text.divergence = divergence_record{1.25, 2.5, 0.625};
  const auto results = compare_runs(baseline, candidate, options);
  const auto value = [&](const char* metric, std::size_t row) {
    return named(results, metric).strata()[row].candidate.value();
  };
  CHECK(value("exact_match", 0) == 0.75);
  CHECK(named(results, "exact_match").strata()[0].flips == flip_counts{1, 0});
  CHECK(value("exact_match", 1) == 1);
  CHECK(value("flip_rate", 0) == 0.25);
  CHECK(value("digit_prefix", 0) == doctest::Approx((3 + 2.0 / 3) / 4));
  CHECK(value("relative_error", 0) == doctest::Approx(1.0 / 111 / 4));
  CHECK(value("order_of_magnitude", 0) == 1);
  const double log2 = std::log(2.0);
  CHECK(named(results, "loss").strata()[0].baseline.value() == doctest::Approx(1.5 * log2));
  CHECK(value("loss", 0) == doctest::Approx((3 * 1.5 + 2.5) * log2 / 4));
  CHECK(perplexity(named(results, "loss").strata()[0]).baseline.value() ==
        doctest::Approx(std::pow(2.0, 1.5)));
  // Probabilities 1/2 and 1/4 of each item; 1/8 and 1/4 of the changed one.
  CHECK(
      named(results, "probability_shift").strata()[2].baseline.value() == doctest::Approx(3.0 / 8));
  CHECK(value("probability_shift", 2) == doctest::Approx((3 * 3.0 / 8 + 3.0 / 16) / 4));
  REQUIRE(named(results, "probability_shift").strata()[2].distribution);
  CHECK(named(results, "probability_shift").strata()[2].distribution->observations == 8);
  CHECK(value("target_rank", 2) == doctest::Approx((3 * 0.75 + (0.25 + 0.5) / 2) / 4));
  CHECK(value("top1_flips", 2) == doctest::Approx(0.5 / 4));
  CHECK(value("topk_agreement", 2) == doctest::Approx((3 + (2.0 / 3 + 1) / 2) / 4));
  CHECK(named(results, "topk_agreement").unit() == "share of the top 3");
  CHECK(value("script_drift", 0) == 0.5 / 4);
  CHECK(value("kl_divergence", 2) == doctest::Approx(0.5));
  CHECK(value("reverse_kl_divergence", 2) == doctest::Approx(1));
  CHECK(value("jensen_shannon", 2) == doctest::Approx(0.25));
}

TEST_CASE("compare_runs: the order of the items does not matter") {
  run_record baseline = made_baseline(), candidate = made_candidate();
  item(candidate, "p2").tokens[1].loss = 0.3;
  const auto before = compare_runs(baseline, candidate, options);
  std::reverse(baseline.items.begin(), baseline.items.end());
  std::rotate(candidate.items.begin(), candidate.items.begin() + 5, candidate.items.end());
  const auto after = compare_runs(baseline, candidate, options);
  REQUIRE(names(after) == names(before));
  for (std::size_t m = 0; m < after.size(); ++m)
    for (std::size_t s = 0; s < after[m].strata().size(); ++s) {
      CHECK(after[m].strata()[s].candidate == before[m].strata()[s].candidate);
      CHECK(after[m].strata()[s].confidence == before[m].strata()[s].confidence);
    }
}

TEST_CASE("compare_runs: what is missing in the candidate is wrong, or left out") {
  const run_record baseline = made_baseline();
  run_record candidate = made_candidate();
  std::erase_if(candidate.items, [](const item_record& i) { return i.id == "s2" || i.id == "p0"; });
  const auto results = compare_runs(baseline, candidate, options);
  const paired_summary& right = named(results, "exact_match").strata()[0];
  CHECK(right.items == 4);
  CHECK(right.candidate.value() == 0.75);
  CHECK(right.flips == flip_counts{1, 0});
  CHECK(right.missing_items == 1);
  CHECK(named(results, "exact_match").strata()[1].missing_items == 0);
  CHECK(named(results, "digit_prefix").strata()[0].candidate.value() == 0.75);
  CHECK(named(results, "relative_error").strata()[0].candidate.value() == 0.5);
  CHECK(named(results, "order_of_magnitude").strata()[0].candidate.value() == 0.75);
  const paired_summary& loss = named(results, "loss").strata()[0];
  CHECK(loss.items == 3);
  CHECK(loss.missing_items == 1);
  CHECK(named(results, "kl_divergence").strata()[0].items == 3);
  CHECK(named(results, "kl_divergence").strata()[0].missing_items == 1);
}

TEST_CASE("compare_runs: what is missing in the baseline, or in both, is left out and counted") {
  run_record baseline = made_baseline(), candidate = made_candidate();
  std::erase_if(baseline.items, [](const item_record& i) { return i.id == "s2" || i.id == "s3"; });
  std::erase_if(candidate.items, [](const item_record& i) { return i.id == "s3"; });
  const auto results = compare_runs(baseline, candidate, options);
  const paired_summary& right = named(results, "exact_match").strata()[0];
  CHECK(right.items == 2);
  CHECK(right.candidate.value() == 1);
  CHECK(right.missing_items == 2);
}

TEST_CASE("compare_runs: E351 names a stratum with nothing left") {
  const run_record baseline = made_baseline();
  run_record candidate = made_candidate();
  remove_stratum(candidate, prose);
  const auto refused = comparing(baseline, candidate);
  CHECK(refused.number == 351);
  CHECK(refused.says("stratum 'task=prose' has 0 items"));
}

TEST_CASE("compare_runs: E483 for a stratum that no metric covers") {
  run_record baseline = made_baseline(), candidate = made_candidate();
  remove_stratum(baseline, capitals);
  remove_stratum(candidate, capitals);
  const auto empty = comparing(baseline, candidate);
  CHECK(empty.number == 483);
  CHECK(empty.says("stratum 'task=capital' has no item in either run"));

  run_record silent = made_candidate(); // an engine without log-probabilities
  for (item_record& i : silent.items) {
    i.tokens.clear();
    i.divergence.reset();
  }
  const auto plain = comparing(made_baseline(), silent);
  CHECK(plain.number == 483);
  CHECK(plain.says("stratum 'task=prose' has neither"));
}

TEST_CASE("compare_runs: answers alone are enough") {
  run_record baseline = made_baseline(), candidate = made_candidate();
  for (run_record* run : {&baseline, &candidate}) {
    remove_stratum(*run, prose);
    run->design.strata.pop_back();
    run->design.planned_items.pop_back();
    for (item_record& i : run->items) {
      i.tokens.clear();
      i.divergence.reset();
    }
  }
  CHECK(names(compare_runs(baseline, candidate, options)) ==
        std::vector<std::string>{
            "exact_match", "digit_prefix", "relative_error", "order_of_magnitude", "flip_rate"});
}

TEST_CASE("compare_runs: E482 for a stratum that mixes items with and without answers") {
  run_record baseline = made_baseline(), candidate = made_candidate();
  for (run_record* run : {&baseline, &candidate}) {
    item_record& mixed = item(*run, "c2");
    mixed.expected.reset();
    mixed.output.clear();
    mixed.right = false;
  }
  const auto refused = comparing(baseline, candidate);
  CHECK(refused.number == 482);
  CHECK(refused.says("in stratum 'task=capital' item 'c0' has an expected answer and item 'c2'"));

  run_record gap = made_candidate();
  item(gap, "s3").tokens.clear();
  CHECK(comparing(made_baseline(), gap).number == 482);
  CHECK(comparing(made_baseline(), gap).says("item 's0' has scored tokens and item 's3' has none"));
}

TEST_CASE("compare_runs: E484 when one run has tokens or divergences in fewer strata") {
  run_record fewer = made_candidate();
  for (item_record& i : fewer.items)
    if (i.stratum == sums)
      i.tokens.clear();
  CHECK(comparing(made_baseline(), fewer).number == 484);
  CHECK(comparing(made_baseline(), fewer).says("stratum 'task=sum digits=2' has scored tokens"));

  run_record gap = made_candidate();
  for (item_record& i : gap.items)
    if (i.stratum == capitals)
      i.divergence.reset();
  CHECK(comparing(made_baseline(), gap).number == 484);
  CHECK(comparing(made_baseline(), gap).says("stratum 'task=capital' has tokens and no diverg"));
}

TEST_CASE("compare_runs: divergences from another model are not read") {
  run_record candidate = made_candidate();
  candidate.divergence_reference = "weights of fp16";
  const auto all = names(compare_runs(made_baseline(), candidate, options));
  CHECK(std::find(all.begin(), all.end(), "kl_divergence") == all.end());
  CHECK(std::find(all.begin(), all.end(), "jensen_shannon") == all.end());
}

TEST_CASE("compare_runs: lists of one token give flips and no agreement") {
  run_record baseline = made_baseline(), candidate = made_candidate();
  item(candidate, "p0").tokens[0].top = {5};
  auto all = names(compare_runs(baseline, candidate, options));
  CHECK(std::find(all.begin(), all.end(), "top1_flips") != all.end());
  CHECK(std::find(all.begin(), all.end(), "topk_agreement") == all.end());
}

TEST_CASE(
    "compare_runs: an answer that is no number takes its stratum out of the numeric metrics") {
  run_record baseline = made_baseline(), candidate = made_candidate();
  for (run_record* run : {&baseline, &candidate})
    item(*run, "s0").expected = "one hundred";
  const auto all = names(compare_runs(baseline, candidate, options));
  CHECK(std::find(all.begin(), all.end(), "digit_prefix") == all.end());
  CHECK(all.front() == "exact_match");
}

TEST_CASE("compare_runs: clusters widen intervals, and a stated correlation narrows them again") {
  run_record baseline = made_baseline(), candidate = made_candidate();
  for (run_record* run : {&baseline, &candidate})
    for (item_record& i : run->items)
      i.cluster = i.id.substr(1) < "2" ? "first" : "second";
  const auto row = [&](intracluster_correlation clusters) {
    const auto results = compare_runs(baseline, candidate, {options.level, clusters});
    return named(results, "exact_match").strata()[0];
  };
  CHECK(row({1}).clusters == 2);
  CHECK(row({1}).design_effect.value() == 2);
  CHECK(row({0}).design_effect.value() == 1);
}

TEST_CASE("compare_latency: apart from the metrics of quality") {
  const run_record baseline = made_baseline();
  run_record candidate = made_candidate();
  for (item_record& i : candidate.items)
    i.seconds = 3;
  const auto seconds = compare_latency(pair_runs(baseline, candidate), options);
  REQUIRE(seconds);
  CHECK(seconds->strata()[1].candidate.value() == 3);
  for (item_record& i : candidate.items)
    i.seconds.reset();
  CHECK_FALSE(compare_latency(pair_runs(baseline, candidate), options));
}
