#include "made_runs.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <numbers>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/run_faults.hpp>
#include <vector>

using namespace tailgate;

namespace {

template <class Change>
std::string header_fault(Change change) {
  run_record run = made_candidate();
  change(run);
  return find_header_fault(run).value_or("");
}

template <class Change>
std::string item_fault(Change change) {
  const run_record run = made_candidate();
  item_record item = run.items[0];
  change(item);
  return find_fault(item, run).value_or("");
}

bool has(const std::string& text, const char* part) {
  return text.find(part) != text.npos;
}

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

} // namespace

TEST_CASE("run_faults: a sound run has none") {
  CHECK(header_fault([](run_record&) {}).empty());
  CHECK(item_fault([](item_record&) {}).empty());
  CHECK_NOTHROW(check_run(made_candidate(), "test"));
}

TEST_CASE("run_faults: of the header") {
  CHECK(has(header_fault([](run_record& r) { r.design.prompt_set = "a\nb"; }), "prompt_set"));
  CHECK(
      has(header_fault([](run_record& r) { r.design.prompts_digest.clear(); }), "prompts_digest"));
  CHECK(has(header_fault([](run_record& r) { r.design.tokenizer_fingerprint = "\xff"; }),
      "tokenizer_fingerprint"));
  CHECK(has(header_fault([](run_record& r) { r.design.strata.clear(); }), "no stratum"));
  CHECK(
      has(header_fault([](run_record& r) { r.design.planned_items.pop_back(); }), "planned_items"));
  CHECK(has(header_fault([](run_record& r) { r.design.strata[1] = r.design.strata[0]; }), "twice"));
  CHECK(
      has(header_fault([](run_record& r) { r.design.strata[1].key = stratum_key(); }), "no level"));
  for (const double frequency : {0.0, -1.0, not_a_number, infinity})
    CHECK(
        has(header_fault([&](run_record& r) { r.design.strata[1].natural_frequency = frequency; }),
            "natural_frequency"));
  CHECK(
      has(header_fault([](run_record& r) { r.design.axes.push_back(r.design.axes[0]); }), "axis"));
  CHECK(has(header_fault([](run_record& r) { r.design.axes[0].name.clear(); }), "axis"));
  CHECK(has(header_fault([](run_record& r) { r.model = "\x1b[31m"; }), "model"));
  CHECK(has(header_fault([](run_record& r) { r.model_fingerprint.clear(); }), "model_fingerprint"));
  CHECK(has(
      header_fault([](run_record& r) { r.divergence_reference = "\n"; }), "divergence_reference"));
  CHECK(has(
      header_fault([](run_record& r) { r.bits_per_weight = not_a_number; }), "bits_per_weight"));
  CHECK(has(header_fault([](run_record& r) { r.settings = {{"", "x"}}; }), "setting"));
  CHECK(has(header_fault([](run_record& r) { r.environment = {{"a", "\xff"}}; }), "setting"));
}

TEST_CASE("run_faults: of an item") {
  CHECK(has(item_fault([](item_record& i) { i.id.clear(); }), "id"));
  CHECK(has(item_fault([](item_record& i) { i.id = "a\tb"; }), "id"));
  CHECK(has(item_fault([](item_record& i) { i.stratum = 3; }), "stratum is 3"));
  for (const double p : {0.0, -0.5, 1.0000001, not_a_number})
    CHECK(has(
        item_fault([&](item_record& i) { i.inclusion_probability = p; }), "inclusion_probability"));
  CHECK(has(item_fault([](item_record& i) { i.cluster = "\xc3"; }), "cluster"));
  CHECK(has(item_fault([](item_record& i) { i.expected.reset(); }), "expected"));
  for (const double loss : {-0.1, not_a_number, infinity})
    CHECK(has(item_fault([&](item_record& i) { i.tokens[1].loss = loss; }), "token 1: loss"));
  CHECK(has(item_fault([](item_record& i) { i.tokens[0].rank = 0; }), "token 0: rank"));
  CHECK(has(item_fault([](item_record& i) { i.tokens[0].top = {1, 2, 1}; }), "token 0: top"));
  CHECK(has(item_fault([](item_record& i) { i.outside_script = 1.5; }), "outside_script"));
  CHECK(has(item_fault([](item_record& i) { i.outside_script = std::nan(""); }), "outside_script"));
  CHECK(item_fault([](item_record& i) { i.outside_script = 1.0; }).empty());
  CHECK(has(item_fault([](item_record& i) { i.divergence->forward = -1; }), "divergence"));
  CHECK(has(item_fault([](item_record& i) { i.divergence->reverse = infinity; }), "divergence"));
  CHECK(has(item_fault([](item_record& i) { i.divergence->jensen_shannon = 0.7; }), "ln 2"));
  CHECK(
      item_fault([](item_record& i) { i.divergence->jensen_shannon = std::numbers::ln2; }).empty());
  CHECK(has(item_fault([](item_record& i) { i.seconds = -1; }), "seconds"));
}

TEST_CASE("run_faults: a divergence needs the model that it is from") {
  run_record run = made_candidate();
  run.divergence_reference.clear();
  CHECK(has(find_fault(run.items[0], run).value_or(""), "divergence_reference"));
}

TEST_CASE("check_run: E481 names the place") {
  run_record run = made_candidate();
  run.items[3].id = run.items[2].id;
  try {
    check_run(run, "the run of May");
    FAIL("not refused");
  } catch (const argument_error& e) {
    CHECK(e.number() == 481);
    CHECK(has(e.what(), "the run of May: item 's2' is there twice"));
  }
}
