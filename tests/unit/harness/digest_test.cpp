#include "../metrics/outcomes.hpp"

#include <doctest/doctest.h>
#include <functional>
#include <set>
#include <string>
#include <tailgate/harness/digest.hpp>
#include <tailgate/harness/gate.hpp>
#include <tailgate/metrics/latency.hpp>
#include <vector>

namespace {

using tailgate::comparison;

tailgate::breakdown result(std::size_t lost, double frequency = 1) {
  const tailgate::gate gate({.alpha = 0.05, .metrics = {{"exact_match", 0.03, {}}}});
  auto row = outcomes(2, lost, 100, 60).summary(gate.confidence_level());
  row.stratum = tailgate::stratum_key{{"task", "hex"}};
  auto other = row;
  other.stratum = tailgate::stratum_key{{"task", "prose"}};
  const std::vector<tailgate::declared_stratum> declared{
      {row.stratum, frequency, 2}, {other.stratum, 1, 2}};
  return tailgate::breakdown::complete(declared, {row, other});
}

comparison sample() {
  const tailgate::gate gate({.alpha = 0.05, .metrics = {{"exact_match", 0.03, {}}}});
  comparison c;
  c.title = "model";
  c.baseline = "bf16";
  c.seed = 7;
  c.tiers.push_back(gate.judge("int4", 4.25, {result(3)}));
  c.settings = {{"group", "128"}};
  return c;
}

} // namespace

TEST_CASE("the digest is SHA-256 of the canonical text and the same for equal values") {
  const std::string text = tailgate::canonical_text(sample());
  CHECK(text.rfind("title=5:model\nbaseline=4:bf16\nseed=1:7\nalpha=4:0.05\ntiers=1:1\n", 0) == 0);
  CHECK(text.find("bits_per_weight=4:4.25\n") != std::string::npos);
  CHECK(text.find("degrees_of_freedom=13:?not measured\n") != std::string::npos);
  CHECK(tailgate::digest(sample()) == tailgate::sha256_hex(text));
  CHECK(tailgate::digest(sample()).size() == 64);
  CHECK(tailgate::digest(sample()) == tailgate::digest(sample()));
}

TEST_CASE("every value counts") {
  const std::vector<std::function<void(comparison&)>> changes{[](comparison&) {},
      [](comparison& c) { c.title += "2"; }, [](comparison& c) { c.baseline = "f32"; },
      [](comparison& c) { c.seed = 8; }, [](comparison& c) { c.alpha = 0.025; },
      [](comparison& c) { c.settings.clear(); }, [](comparison& c) { c.settings[0].second = "64"; },
      [](comparison& c) { c.tiers[0].name = "int8"; },
      [](comparison& c) { c.tiers[0].bits_per_weight = 4.250000000000001; },
      [](comparison& c) { c.tiers[0].decision = tailgate::verdict::pass; },
      [](comparison& c) { c.tiers[0].worst.reset(); },
      [](comparison& c) { c.tiers[0].worst->difference = -0.5; },
      [](comparison& c) { c.tiers[0].masking_ratio = 2.0; },
      [](comparison& c) { c.tiers[0].masking_ratio = tailgate::undefined_reason::no_loss; },
      [](comparison& c) { c.tiers[0].metrics[0].result = result(4); },
      [](comparison& c) { c.tiers[0].metrics[0].result = result(3, 2); },
      [](comparison& c) { c.tiers[0].metrics[0].strata.pop_back(); },
      [](comparison& c) { c.tiers[0].metrics[0].strata[0].margin = 0.04; },
      [](comparison& c) { c.tiers[0].metrics[0].strata[0].note = "see below"; },
      [](comparison& c) { c.tiers[0].metrics[0].strata[0].p_value = 0.25; },
      [](comparison& c) { c.tiers[0].metrics[0].strata[0].p_adjusted = 0.25; },
      [](comparison& c) { c.tiers[0].metrics[0].strata[0].further_pairs = 1; },
      [](comparison& c) { c.tiers[0].metrics[0].strata[0].summary.method = "Wald"; },
      [](comparison& c) { c.tiers[0].metrics[0].strata[0].summary.flips.lost += 1; },
      [](comparison& c) { c.tiers[0].metrics[0].strata[0].q_value = 0.25; },
      [](comparison& c) { c.tiers[0].metrics[0].strata[0].summary.missing_items = 1; },
      [](comparison& c) {
        c.tiers[0].metrics[0].strata[0].summary.marginals = {60, 100, 59, 100};
      },
      [](comparison& c) {
        c.tiers[0].metrics[0].strata[0].summary.marginals = {60, 100, 59, 99};
      },
      [](comparison& c) {
        c.tiers[0].metrics[0].strata[0].summary.distribution.emplace().observations = 5;
      },
      [](comparison& c) {
        auto& d = c.tiers[0].metrics[0].strata[0].summary.distribution.emplace();
        d.quantiles.push_back({0.5, 1.0, 2.0, 3.0});
      },
      [](comparison& c) {
        c.baseline_flags.push_back({tailgate::stratum_key{{"task", "hex"}}, "loss", "a dip"});
      },
      [](comparison& c) { c.noise.emplace(); },
      [](comparison& c) { c.noise.emplace().fails_without_margin = 1; },
      [](comparison& c) {
        c.noise.emplace().strata = {{tailgate::stratum_key{{"task", "hex"}}, "loss", 0.1}};
      },
      [](comparison& c) { c.noise.emplace().cluster_p_value = 0.05; },
      [](comparison& c) { c.noise.emplace().neighbour_p_value = 0.05; },
      [](comparison& c) { c.remarks.emplace_back("no pairs are known"); },
      [](comparison& c) { c.tiers.push_back(c.tiers[0]); }};
  std::set<std::string> digests;
  for (const auto& change : changes) {
    comparison c = sample();
    change(c);
    digests.insert(tailgate::digest(c));
  }
  CHECK(digests.size() == changes.size());
}

TEST_CASE("no text can imitate another field") {
  comparison a = sample(), b = sample();
  a.settings = {{"x", "1\nname=1:y\nvalue=1:2"}};
  b.settings = {{"x", "1"}, {"y", "2"}};
  CHECK(tailgate::digest(a) != tailgate::digest(b));
}

TEST_CASE("negative zero is zero") {
  comparison a = sample(), b = sample();
  a.tiers[0].masking_ratio = 0.0;
  b.tiers[0].masking_ratio = -0.0;
  CHECK(tailgate::digest(a) == tailgate::digest(b));
}

TEST_CASE("latency differs between equal runs and is left out") {
  const auto with_latency = [](double seconds) {
    auto row = result(3).strata().front();
    row.metric = tailgate::latency::name;
    row.unit = "seconds";
    row.difference = seconds;
    row.confidence = tailgate::interval{seconds, seconds};
    row.weight = 1;
    comparison c = sample();
    c.tiers[0].metrics.push_back(
        {tailgate::breakdown::complete(
             std::vector<tailgate::declared_stratum>{{row.stratum, 1, 2}}, {row}),
            std::vector<tailgate::judged_stratum>(1)});
    c.tiers[0].metrics[1].strata[0].summary = row;
    return c;
  };
  CHECK(with_latency(0.25).tiers[0].metrics.size() == 2);
  CHECK(tailgate::digest(with_latency(0.25)) == tailgate::digest(with_latency(0.5)));
  CHECK(tailgate::digest(with_latency(0.25)) == tailgate::digest(sample()));
}
