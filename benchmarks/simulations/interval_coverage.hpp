// Coverage of the intervals of right/wrong outcomes.
#pragma once

#include "replicate.hpp"
#include "scenarios.hpp"
#include "table.hpp"
#include "tally.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <tailgate/report/number.hpp>
#include <tailgate/stats/bonett_price.hpp>
#include <tailgate/stats/clopper_pearson.hpp>
#include <tailgate/stats/confidence_sequence.hpp>
#include <tailgate/stats/miettinen_nurminen.hpp>
#include <tailgate/stats/newcombe.hpp>
#include <tailgate/stats/tango.hpp>
#include <tailgate/stats/wald.hpp>
#include <tailgate/stats/wilson.hpp>

namespace simulations {

namespace stats = tailgate::stats;
using tailgate::estimate;
using tailgate::interval;

/// Wilson and Clopper-Pearson for the share of right answers of one model.
[[nodiscard]] inline table proportion_coverage(const effort& by) {
  const std::size_t replicates = by.replicates(40000);
  table result{"One proportion",
      "Coverage of the 95 % interval for the accuracy of one model, and its mean width; " +
          std::to_string(replicates) + " samples a cell.",
      "interval"};
  std::uint32_t experiment = 100;
  for (const double p : {0.8, 0.95, 0.99}) {
    row wilson{
        "accuracy " + tailgate::report::format_fixed(p, 2), "Wilson", promise::at_least, 0.95};
    row exact{wilson.scenario, "Clopper-Pearson", promise::always_at_least, 0.95};
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const auto t = replicate<tallies<coverage, 2>>(by, experiment++, replicates,
          [&, n = sizes[i]](philox_stream& stream, tallies<coverage, 2>& tally) {
            std::uint64_t right = 0;
            for (std::size_t k = 0; k < n; ++k)
              right += stream.uniform() < p;
            tally[0].add(stats::wilson_interval(right, n), p);
            tally[1].add(stats::clopper_pearson_interval(right, n), p);
          });
      wilson.cells[i] = coverage_cell(t[0]);
      exact.cells[i] = coverage_cell(t[1]);
    }
    result.rows.push_back(wilson);
    result.rows.push_back(exact);
  }
  return result;
}

/// Tango, Newcombe, Bonett-Price and Wald for the difference of paired outcomes.
[[nodiscard]] inline table paired_coverage(const effort& by) {
  struct method {
    const char* name;
    estimate<interval> (*make)(const paired_counts&);
  };
  static constexpr std::size_t count = 4;
  static const std::array<method, count> methods{
      {{"Tango", [](const paired_counts& c) { return stats::tango_interval(c); }},
          {"Newcombe", [](const paired_counts& c) { return stats::newcombe_interval(c); }},
          {"Bonett-Price", [](const paired_counts& c) { return stats::bonett_price_interval(c); }},
          {"Wald", [](const paired_counts& c) { return stats::wald_interval(c); }}}};
  struct population {
    const task& of;
    double loss;
    const char* text;
  };
  const std::array<population, 5> populations{{{easy_task, 0, "no loss"},
      {easy_task, easy_task.margin, "3 points lost"}, {hard_task, 0, "no loss"},
      {hard_task, hard_task.margin, "5 points lost"}, {rare_task, 0, "no loss"}}};
  const std::size_t replicates = by.replicates(40000);
  table result{"The difference of paired outcomes",
      "Coverage of the 95 % interval for candidate minus baseline, and its mean width; " +
          std::to_string(replicates) +
          " samples a cell. Wald has no interval where no answer changed.",
      "interval"};
  std::uint32_t experiment = 200;
  for (const population& from : populations) {
    std::array<row, count> rows;
    for (std::size_t m = 0; m < count; ++m)
      rows[m] = {from.of.name + ", " + from.text, methods[m].name, promise::at_least, 0.95};
    const flip_probabilities items = from.of.losing(from.loss);
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const auto t = replicate<tallies<coverage, count>>(by, experiment++, replicates,
          [&, n = sizes[i]](philox_stream& stream, tallies<coverage, count>& tally) {
            const paired_counts counts = items.draw(stream, n);
            for (std::size_t m = 0; m < count; ++m)
              tally[m].add(methods[m].make(counts), -from.loss);
          });
      for (std::size_t m = 0; m < count; ++m)
        rows[m].cells[i] = coverage_cell(t[m]);
    }
    result.rows.insert(result.rows.end(), rows.begin(), rows.end());
  }
  return result;
}

/// Miettinen-Nurminen for two runs of which only the totals are known, on different items and on
/// the same ones.
[[nodiscard]] inline table unpaired_coverage(const effort& by) {
  const std::size_t replicates = by.replicates(10000);
  table result{"The difference of two runs whose pairs are not known",
      "Coverage of the 95 % interval for candidate minus baseline, and its mean width, n items a "
      "run; " +
          std::to_string(replicates) +
          " samples a cell. On the same items the interval is wider than it need be: compare its "
          "width with the one above.",
      "interval"};
  std::uint32_t experiment = 250;
  for (const task* of : {&easy_task, &hard_task}) {
    const flip_probabilities items = of->losing(of->margin);
    const std::string scenario =
        of->name + ", " + tailgate::report::format_fixed(100 * of->margin, 0) + " points lost";
    for (const bool same_items : {false, true}) {
      row made{scenario,
          std::string("Miettinen-Nurminen, ") + (same_items ? "the same items" : "other items"),
          promise::at_least, 0.95};
      for (std::size_t i = 0; i < sizes.size(); ++i)
        made.cells[i] = coverage_cell(replicate<coverage>(by, experiment++, replicates,
            [&, n = sizes[i]](philox_stream& stream, coverage& tally) {
              const paired_counts first = items.draw(stream, n);
              const paired_counts second = same_items ? first : items.draw(stream, n);
              tally.add(stats::miettinen_nurminen_interval(
                            {first.baseline_right(), n, second.candidate_right(), n}),
                  -of->margin);
            }));
      result.rows.push_back(made);
    }
  }
  return result;
}

/// The confidence sequence, and Wilson's interval used as if it were one.
[[nodiscard]] inline table uniform_coverage(const effort& by) {
  const std::size_t replicates = by.replicates(2500);
  table result{"One proportion, looked at after every item",
      "How often every interval from the first item to the n-th covered the truth, and the mean "
      "width of the n-th; " +
          std::to_string(replicates) +
          " sequences, the columns of a row being the same ones. The confidence sequence is tuned "
          "for 100 items. Wilson's interval is made for one look and shown to see what repeated "
          "looks do to it.",
      "interval"};
  std::uint32_t experiment = 300;
  for (const double p : {0.8, 0.95}) {
    constexpr std::size_t columns = sizes.size();
    using both = tallies<coverage, 2 * columns>;
    const auto t =
        replicate<both>(by, experiment++, replicates, [&](philox_stream& stream, both& tally) {
          std::uint64_t right = 0;
          std::array<bool, 2> missed{};
          std::size_t column = 0;
          for (std::size_t n = 1; column < columns; ++n) {
            right += stream.uniform() < p;
            const std::array<interval, 2> made{stats::bernoulli_confidence_sequence(right, n, 100),
                stats::wilson_interval(right, n).value()};
            for (std::size_t m = 0; m < 2; ++m)
              missed[m] = missed[m] || p < made[m].lower || made[m].upper < p;
            if (n != sizes[column])
              continue;
            for (std::size_t m = 0; m < 2; ++m) {
              coverage& c = tally[m * columns + column];
              c.covered.add(!missed[m]);
              c.width_sum += made[m].upper - made[m].lower;
            }
            ++column;
          }
        });
    const std::string scenario = "accuracy " + tailgate::report::format_fixed(p, 2);
    row sequence{scenario, "confidence sequence", promise::always_at_least, 0.95};
    row wilson{scenario, "Wilson, repeated", promise::at_least, 0.95};
    wilson.misused = true;
    for (std::size_t i = 0; i < columns; ++i) {
      sequence.cells[i] = coverage_cell(t[i]);
      wilson.cells[i] = coverage_cell(t[columns + i]);
    }
    result.rows.push_back(sequence);
    result.rows.push_back(wilson);
  }
  return result;
}

} // namespace simulations
