#include "made_runs.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/paired_run.hpp>
#include <vector>

using namespace tailgate;

namespace {

struct refusal {
  int number = 0;
  std::string text;
  [[nodiscard]] bool says(const char* part) const { return text.find(part) != text.npos; }
};

template <class Change>
refusal pairing(Change change) {
  const run_record baseline = made_baseline();
  run_record candidate = made_candidate();
  change(candidate);
  try {
    (void)pair_runs(baseline, candidate);
  } catch (const argument_error& e) {
    return {e.number(), e.what()};
  }
  return {};
}

void remove_item(run_record& run, const std::string& id) {
  REQUIRE(std::erase_if(run.items, [&](const item_record& item) { return item.id == id; }) == 1);
}

} // namespace

TEST_CASE("check_comparable: runs of another design are refused by name") {
  CHECK(pairing([](run_record&) {}).number == 0);
  const auto set = pairing([](run_record& r) { r.design.prompt_set = "other"; });
  CHECK(set.number == 475);
  CHECK(set.says("prompt_set is \"made\" there and \"other\" here"));
  const auto prompts = pairing([](run_record& r) { r.design.prompts_digest = "others"; });
  CHECK(prompts.number == 475);
  CHECK(prompts.says("prompts_digest is \"prompts\" there and \"others\" here"));
  const auto tokenizer = pairing([](run_record& r) { r.design.tokenizer_fingerprint = "other"; });
  CHECK(tokenizer.number == 476);
  CHECK(tokenizer.says("tokenizer_fingerprint is \"tokenizer\" there"));
  const auto version = pairing([](run_record& r) { r.design.scoring_version = 2; });
  CHECK(version.number == 477);
  CHECK(version.says("scoring_version is 1 there and 2 here"));
  const auto key = pairing([](run_record& r) {
    r.design.strata[1].key = stratum_key{{"task", "city"}};
  });
  CHECK(key.number == 478);
  CHECK(key.says("stratum 1 is \"task=capital\" there and \"task=city\" here"));
  const auto frequency = pairing([](run_record& r) { r.design.strata[2].natural_frequency = 0.1; });
  CHECK(frequency.number == 478);
  CHECK(frequency.says("natural_frequency of stratum 'task=prose' is 7 there and 0.1 here"));
  CHECK(pairing([](run_record& r) { r.design.strata[2].minimum_items = 9; }).number == 478);
  CHECK(pairing([](run_record& r) { std::swap(r.design.strata[0], r.design.strata[1]); }).number ==
        478);
  CHECK(pairing([](run_record& r) {
    r.design.strata.push_back({stratum_key{{"task", "x"}}, 1, 2});
    r.design.planned_items.push_back(0);
  }).says("the number of strata is 3 there and 4 here"));
  CHECK(pairing([](run_record& r) { r.design.axes[0].kind = axis_kind::nominal; }).number == 478);
  CHECK(pairing([](run_record& r) { r.design.planned_items[0] = 5; }).number == 478);
}

TEST_CASE("pair_runs: models, settings and environment may differ") {
  CHECK(pairing([](run_record& r) {
    r.settings = {{"activations", "int8"}};
    r.environment = {{"threads", "64"}};
  }).number == 0);
}

TEST_CASE("pair_runs: E480 when an item is another question") {
  const auto refused = [](auto change) {
    const auto r = pairing([&](run_record& run) { change(run.items[0]); });
    CHECK(r.number == 480);
    CHECK(r.says("item 's0'"));
    return r;
  };
  CHECK(refused([](item_record& i) { i.stratum = 1; }).says("another stratum"));
  CHECK(refused([](item_record& i) {
    i.inclusion_probability = 0.5;
  }).says("another inclusion_probability"));
  CHECK(refused([](item_record& i) { i.cluster = "x"; }).says("another cluster"));
  CHECK(refused([](item_record& i) { i.expected = "7"; }).says("another expected answer"));
  CHECK(refused([](item_record& i) { i.tokens.pop_back(); }).says("another number of tokens"));
}

TEST_CASE("pair_runs: E481 for a run that cannot be") {
  CHECK(pairing([](run_record& r) { r.items[0].tokens[0].rank = 0; }).number == 481);
  const auto crowded = pairing([](run_record& r) {
    r.items.push_back(made_item(sums, 9));
    r.items.back().divergence = r.items[0].divergence;
  });
  CHECK(crowded.number == 481);
  CHECK(crowded.says("5 items of stratum 'task=sum digits=2' and 4 were planned"));
}

TEST_CASE("pair_runs: order does not matter, and missing items are known on each side") {
  run_record baseline = made_baseline();
  run_record candidate = made_candidate();
  std::reverse(candidate.items.begin(), candidate.items.end());
  remove_item(candidate, "p3");
  remove_item(candidate, "s1");
  remove_item(baseline, "c0");
  remove_item(baseline, "p2"); // and in the candidate below: in neither run
  remove_item(candidate, "p2");
  const paired_run runs = pair_runs(baseline, candidate);
  REQUIRE(runs.items.size() == 10);
  for (std::size_t i = 0; i < runs.items.size(); ++i) {
    CHECK(runs.items[i].baseline == &baseline.items[i]);
    if (runs.items[i].candidate)
      CHECK(runs.items[i].candidate->id == baseline.items[i].id);
  }
  REQUIRE(runs.missing_in_candidate.size() == 2);
  CHECK(runs.missing_in_candidate[0]->id == "s1");
  CHECK(runs.missing_in_candidate[1]->id == "p3");
  REQUIRE(runs.missing_in_baseline.size() == 1);
  CHECK(runs.missing_in_baseline[0]->id == "c0");
  CHECK(runs.missing_in_both == std::vector<std::size_t>{0, 0, 1});
  CHECK(runs.missing_items(sums) == 1);
  CHECK(runs.missing_items(capitals) == 1);
  CHECK(runs.missing_items(prose) == 2);
  CHECK(describe_missing(runs) ==
        std::vector<std::string>{
            "2 items are missing in the candidate: s1 (task=sum digits=2), p3 (task=prose).",
            "1 item is missing in the baseline: c0 (task=capital).",
            "1 item of task=prose is missing in both runs."});
  CHECK(describe_missing(runs, 1).front() ==
        "2 items are missing in the candidate: s1 (task=sum digits=2) and 1 more.");
}

TEST_CASE("pair_runs: nothing missing, nothing said") {
  const run_record baseline = made_baseline(), candidate = made_candidate();
  CHECK(describe_missing(pair_runs(baseline, candidate)).empty());
}
