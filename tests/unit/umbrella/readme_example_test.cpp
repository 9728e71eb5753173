// The embedding example of README.md runs, and is word for word the code below.
#include <tailgate/tailgate.hpp>

#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

using namespace tailgate;

namespace {

// The README shows from here ...
/// Both models' answers to one question, right or wrong.
struct answer {
  std::string id;
  stratum_key stratum;
  bool baseline_right, candidate_right;
};

std::vector<answer> run_both_models();

/// Judges a candidate and prints the report; 0 when it may ship.
int judge_candidate(std::ostream& out) {
  const gate rules({.alpha = 0.05, .metrics = {{"exact_match", 0.10, {}}}});

  // Which strata there are, and their shares of everyday traffic.
  stratified<exact_match> metric({{{{"task", "chat"}}, 0.95}, {{{"task", "hex"}}, 0.05}});
  for (const answer& a : run_both_models())
    metric.observe(a.stratum, {a.id, "", a.baseline_right, a.candidate_right});

  comparison result;
  result.title = "my model";
  result.baseline = "fp16";
  result.alpha = rules.options().alpha;
  const double bits_per_weight = quant_scheme{4, 128, false}.row_bits(4096) / 4096;
  result.tiers.push_back(
      rules.judge("int4-g128", bits_per_weight, {metric.result(rules.confidence_level())}));

  out << text_report(result);
  return result.tiers.front().decision == verdict::pass ? 0 : 1;
}

// ... to here.

/// Two strata of 200 questions; the candidate loses 60 of the hexadecimal ones.
std::vector<answer> run_both_models() {
  std::vector<answer> answers;
  for (int i = 0; i < 200; ++i) {
    answers.push_back({"chat" + std::to_string(i), {{"task", "chat"}}, i < 190, i < 190});
    answers.push_back({"hex" + std::to_string(i), {{"task", "hex"}}, i < 180, i < 120});
  }
  return answers;
}

} // namespace

TEST_CASE("the README shows the example as it is compiled") {
  const auto read = [](const char* path) {
    std::ifstream file(path);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const std::string here = read(TAILGATE_SOURCE_DIR "/tests/unit/umbrella/readme_example_test.cpp");
  const std::size_t first = here.find("/// Both models'");
  const std::size_t last = here.find("\n// ... to here.");
  REQUIRE(first < last);
  REQUIRE(last != std::string::npos);
  CHECK(read(TAILGATE_SOURCE_DIR "/README.md").find(here.substr(first, last - first)) !=
        std::string::npos);
}

TEST_CASE("the example of the README judges and reports") {
  std::ostringstream out;
  CHECK(judge_candidate(out) == 1);
  const std::string text = out.str();
  CHECK(text.find("my model: 1 tier against fp16") == 0);
  CHECK(text.find("4.16 bits per weight") != std::string::npos);
  CHECK(text.find("-30.0") != std::string::npos);
  CHECK(text.find("it hides task=hex: 0.900 -> 0.600") != std::string::npos);
}
