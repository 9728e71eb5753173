#include <algorithm>
#include <doctest/doctest.h>
#include <functional>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/prompts_digest.hpp>
#include <vector>

using namespace tailgate;

namespace {

prompt_set made_set() {
  prompt_set set;
  set.name = "made";
  set.strata = {{stratum_key{{"task", "sum"}}, 1, 2}, {stratum_key{{"task", "prose"}}, 3, 2}};
  set.axes = {{"task", axis_kind::nominal}};
  set.prompts = {{"a", 0, "", "1+1=", "2", "\n", 1, ""},
      {"b", 1, "Once ", "upon a time", {}, "\n", 0.5, "tale"},
      {"c", 0, "", "1+2=", "3", " ", 1, ""}};
  return set;
}

} // namespace

TEST_CASE("prompts_digest: the digest of a known set") {
  // Pinned so that saved runs stay comparable: this text is part of the file format.
  CHECK(prompts_digest(made_set()) ==
        "80120af813425079aee8941b35bbdc3b41e8ddf24e9f65674f382d480a471db2");
}

TEST_CASE("prompts_digest: the order of prompts and the set's name do not matter") {
  prompt_set other = made_set();
  std::reverse(other.prompts.begin(), other.prompts.end());
  other.name = "another";
  CHECK(prompts_digest(other) == prompts_digest(made_set()));
}

TEST_CASE("prompts_digest: everything else does") {
  const std::vector<std::function<void(prompt_set&)>> changes{
      [](prompt_set& s) { s.prompts[0].id = "z"; }, [](prompt_set& s) { s.prompts[0].stratum = 1; },
      [](prompt_set& s) { s.prompts[0].prefix = "1"; },
      [](prompt_set& s) { s.prompts[0].text = "+1="; },
      [](prompt_set& s) {
        s.prompts[0].prefix = "1"; // the same characters, cut elsewhere
        s.prompts[0].text = "+1=";
      },
      [](prompt_set& s) { s.prompts[0].answer = "3"; },
      [](prompt_set& s) { s.prompts[0].answer = ""; },
      [](prompt_set& s) { s.prompts[0].answer.reset(); },
      [](prompt_set& s) { s.prompts[0].stop = " "; },
      [](prompt_set& s) { s.prompts[0].inclusion_probability = 0.5; },
      [](prompt_set& s) { s.prompts[0].cluster = "x"; },
      [](prompt_set& s) { s.prompts.pop_back(); },
      [](prompt_set& s) {
        s.strata[0].key = stratum_key{{"task", "sums"}};
      },
      [](prompt_set& s) { s.strata[0].natural_frequency = 2; },
      [](prompt_set& s) { s.strata[0].minimum_items = 3; },
      [](prompt_set& s) { s.axes[0].kind = axis_kind::ordinal; },
      [](prompt_set& s) { s.axes.clear(); }};
  std::vector<std::string> digests{prompts_digest(made_set())};
  for (const auto& change : changes) {
    prompt_set changed = made_set();
    change(changed);
    digests.push_back(prompts_digest(changed));
  }
  std::sort(digests.begin(), digests.end());
  CHECK(std::adjacent_find(digests.begin(), digests.end()) == digests.end());
}

TEST_CASE("prompts_digest: E479 for an id twice and a stratum that is not there") {
  const auto number = [](const prompt_set& set) {
    try {
      (void)prompts_digest(set);
    } catch (const argument_error& e) {
      return e.number();
    }
    return 0;
  };
  prompt_set twice = made_set();
  twice.prompts[2].id = "a";
  CHECK(number(twice) == 479);
  prompt_set outside = made_set();
  outside.prompts[1].stratum = 2;
  CHECK(number(outside) == 479);
}

TEST_CASE("make_run_design: counts the prompts of each stratum") {
  const run_design design = make_run_design(made_set(), "tokens");
  CHECK(design.prompt_set == "made");
  CHECK(design.prompts_digest == prompts_digest(made_set()));
  CHECK(design.tokenizer_fingerprint == "tokens");
  CHECK(design.scoring_version == current_scoring_version);
  CHECK(design.strata == made_set().strata);
  CHECK(design.axes == made_set().axes);
  CHECK(design.planned_items == std::vector<std::size_t>{2, 1});
  CHECK(prompt_ids(made_set()) == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("make_run_design: plans what is missing, and E479 for another number of strata") {
  prompt_set set = made_set();
  set.missing_items = {0, 4};
  CHECK(make_run_design(set, "tokens").planned_items == std::vector<std::size_t>{2, 5});
  CHECK(prompts_digest(set) == prompts_digest(made_set())); // the prompts are the same
  set.missing_items = {1};
  int number = 0;
  try {
    (void)make_run_design(set, "tokens");
  } catch (const argument_error& fault) {
    number = fault.number();
  }
  CHECK(number == 479);
}
