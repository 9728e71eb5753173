// What the gate says of a candidate that answers nothing right, where the baseline can do little.
#pragma once

#include "fixed_gate.hpp"
#include "replicate.hpp"
#include "scenarios.hpp"
#include "table.hpp"
#include "tally.hpp"

#include <cstddef>
#include <string>
#include <tailgate/harness/gate.hpp>
#include <tailgate/report/number.hpp>

namespace simulations {

struct floor_rates {
  rate passed, passed_without_rule, failed, uninformative;
  floor_rates& operator+=(const floor_rates& other) {
    passed += other.passed;
    passed_without_rule += other.passed_without_rule;
    failed += other.failed;
    uninformative += other.uninformative;
    return *this;
  }
};

[[nodiscard]] inline table floor_rule(const effort& by) {
  const std::size_t replicates = by.replicates(4000);
  constexpr double margin = 0.05;
  table result{"The floor",
      "Percent of strata with each verdict when the candidate answers nothing right any more, by "
      "the baseline's true accuracy. Floor 10 %, margin 5 points; " +
          std::to_string(replicates) +
          " strata a cell. \"pass without the rule\" is the same gate with a floor of 0. A loss of "
          "everything is a loss within the margin where the baseline's accuracy is below it.",
      "verdict"};
  tailgate::gate_options ruled = gate_with(margin), unruled = gate_with(margin);
  ruled.metrics[0].floor = 0.10;
  unruled.metrics[0].floor = 0;
  const tailgate::gate with_rule(ruled), without(unruled);
  std::uint32_t experiment = 900;
  for (const double accuracy : {0.02, 0.04, 0.08, 0.12, 0.20}) {
    const std::string scenario =
        "baseline " + tailgate::report::format_fixed(100 * accuracy, 0) + " % right";
    row passed{scenario, "pass"}, passed_without{scenario, "pass without the rule"};
    row uninformative{scenario, "uninformative"}, failed{scenario, "fail"};
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const auto t = replicate<floor_rates>(by, experiment++, replicates,
          [&, n = sizes[i]](philox_stream& stream, floor_rates& tally) {
            const auto counts = flip_probabilities{accuracy, 0, 0}.draw(stream, n);
            const auto row = outcome_row(counts, with_rule.confidence_level());
            const auto strata = declared(1);
            auto placed = row;
            placed.stratum = strata[0].key;
            const auto judge = [&](const tailgate::gate& g) {
              return g.judge("candidate", 0, {tailgate::breakdown::complete(strata, {placed})})
                  .metrics[0]
                  .strata[0]
                  .decision;
            };
            const verdict v = judge(with_rule);
            tally.passed.add(v == verdict::pass);
            tally.failed.add(v == verdict::fail);
            tally.uninformative.add(v == verdict::uninformative);
            tally.passed_without_rule.add(judge(without) == verdict::pass);
          });
      passed.cells[i].value = t.passed;
      passed_without.cells[i].value = t.passed_without_rule;
      uninformative.cells[i].value = t.uninformative;
      failed.cells[i].value = t.failed;
    }
    for (const row& made : {passed_without, passed, uninformative, failed})
      result.rows.push_back(made);
  }
  return result;
}

} // namespace simulations
