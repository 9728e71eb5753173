#include "made_runs.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <functional>
#include <string>
#include <tailgate/harness/run_digest.hpp>
#include <vector>

using namespace tailgate;

TEST_CASE("run digest: order, environment and wall times do not matter") {
  run_record other = made_candidate();
  std::reverse(other.items.begin(), other.items.end());
  other.environment = {{"threads", "64"}};
  other.items[0].seconds = 17;
  other.items[1].seconds.reset();
  CHECK(digest(other) == digest(made_candidate()));
}

TEST_CASE("run digest: every measured value does") {
  const std::vector<std::function<void(run_record&)>> changes{
      [](run_record& r) { r.design.prompt_set = "x"; },
      [](run_record& r) { r.design.prompts_digest = "x"; },
      [](run_record& r) { r.design.tokenizer_fingerprint = "x"; },
      [](run_record& r) { r.design.scoring_version = 2; }, [](run_record& r) { r.model = "x"; },
      [](run_record& r) { r.model_fingerprint = "x"; },
      [](run_record& r) { r.bits_per_weight = 5; },
      [](run_record& r) { r.divergence_reference = "x"; },
      [](run_record& r) {
        r.settings = {{"a", "b"}};
      },
      [](run_record& r) { r.items.pop_back(); }, [](run_record& r) { r.items[0].id = "x"; },
      [](run_record& r) { r.items[0].stratum = 1; },
      [](run_record& r) { r.items[0].inclusion_probability = 0.5; },
      [](run_record& r) { r.items[0].cluster = "x"; },
      [](run_record& r) { r.items[0].expected = "x"; },
      [](run_record& r) { r.items[0].expected.reset(); },
      [](run_record& r) { r.items[0].output = "x"; },
      [](run_record& r) { r.items[0].right = false; },
      [](run_record& r) { r.items[0].tokens[0].loss = 0.1; },
      [](run_record& r) { r.items[0].tokens[0].rank = 7; },
      [](run_record& r) { r.items[0].tokens[0].top.pop_back(); },
      [](run_record& r) { r.items[0].tokens.pop_back(); },
      [](run_record& r) { r.items[0].outside_script = 0.0; },
      [](run_record& r) { r.items[0].outside_script = 0.5; },
      [](run_record& r) { r.items[0].divergence.reset(); },
      [](run_record& r) { r.items[0].divergence->forward = 0; },
      [](run_record& r) { r.items[0].divergence->reverse = 0; },
      [](run_record& r) { r.items[0].divergence->jensen_shannon = 0; }};
  std::vector<std::string> digests{digest(made_candidate())};
  for (const auto& change : changes) {
    run_record changed = made_candidate();
    change(changed);
    digests.push_back(digest(changed));
  }
  std::sort(digests.begin(), digests.end());
  CHECK(std::adjacent_find(digests.begin(), digests.end()) == digests.end());
}
