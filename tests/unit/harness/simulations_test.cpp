// What docs/simulations.md tells must hold, checked with few replicates and a fixed seed, and the
// program that writes it.
#include "../../../benchmarks/simulations/document.hpp"
#include "../stats/threads.hpp"

#include <cmath>
#include <cstddef>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/metrics/exact_match.hpp>
#include <vector>

using namespace simulations;

namespace {

effort few(double scale) {
  effort by;
  by.scale = scale;
  return by;
}

/// Whether more runs than chance allows stopped at any size up to the largest.
bool exceeds_alpha(const stopping_sizes& when) {
  const rate r = when.stopped_by(sizes.back());
  return r.value() > alpha + tolerated_errors * r.standard_error();
}

} // namespace

TEST_CASE("simulations: the sequential gate keeps alpha at every look, at the margin itself") {
  for (const task* of : {&easy_task, &hard_task}) {
    CAPTURE(of->name);
    const stops one = sequential_stops(few(1), 1, 400, *of, 1, of->margin, of->margin);
    CHECK_FALSE(exceeds_alpha(one.failed));
    CHECK_FALSE(exceeds_alpha(one.passed));
    CHECK(one.failed.stopped_by(sizes.back()).hits + one.passed.stopped_by(sizes.back()).hits > 0);
    const stops ten = sequential_stops(few(1), 2, 60, *of, 10, of->margin, of->margin);
    CHECK_FALSE(exceeds_alpha(ten.failed));
    const stops clusters = clustered_stops(few(1), 3, 400, *of, of->margin, true);
    CHECK_FALSE(exceeds_alpha(clusters.failed));
    CHECK_FALSE(exceeds_alpha(clusters.passed));
  }
}

TEST_CASE("simulations: repeated tests and ignored clusters do not keep alpha") {
  const task& of = hard_task;
  const stops naive = repeated_tango(few(1), 4, 400, of, of.margin);
  CHECK(exceeds_alpha(naive.failed));
  CHECK(exceeds_alpha(naive.passed));
  CHECK(exceeds_alpha(clustered_stops(few(1), 5, 400, of, of.margin, false).failed));
}

TEST_CASE("simulations: the sequential gate finds damage, and passes the unharmed") {
  const stops damaged = sequential_stops(few(1), 6, 100, easy_task, 1, 4 * easy_task.margin, 0);
  CHECK(damaged.failed.stopped_by(1000).value() > 0.95);
  CHECK(damaged.failed.quantile(0.5) < 250);
  const stops fine = sequential_stops(few(1), 7, 100, easy_task, 1, 0, 0);
  CHECK(fine.passed.stopped_by(1000).value() > 0.8);
  CHECK(fine.failed.stopped_by(1000).value() <= 0.05);
}

TEST_CASE("simulations: the gate at a planned size keeps alpha for passes and for fails") {
  for (const std::size_t n : {30u, 300u}) {
    CAPTURE(n);
    const double m = hard_task.margin;
    const gate_rates margin = fixed_rates(few(1), 8, 150, hard_task, m, m, n);
    const gate_rates one = fixed_rates(few(1), 9, 150, hard_task, m, 0, n);
    for (std::size_t f = 0; f < families.size(); ++f) {
      CHECK(
          margin.failed[f].value() <= alpha + tolerated_errors * margin.failed[f].standard_error());
      CHECK(one.passed[f].value() <= alpha + tolerated_errors * one.passed[f].standard_error());
    }
    const gate_rates none = fixed_rates(few(1), 10, 150, hard_task, 0, 0, n);
    CHECK(none.failed[2].value() <= alpha);
  }
}

TEST_CASE("simulations: intervals whose coverage is proved cover") {
  for (const table& t : {proportion_coverage(few(0.01)), uniform_coverage(few(0.02))})
    for (const row& r : t.rows)
      if (r.promised == promise::always_at_least) {
        for (const auto& c : r.cells) {
          CAPTURE(r.method);
          CHECK(c.value.runs > 0);
          CHECK(shortfall(r, c) == 0);
        }
      } else if (r.misused) {
        CHECK(shortfall(r, r.cells.back()) > 0.2);
      }
}

TEST_CASE("simulations: with the floor a candidate that lost everything never passes") {
  const table t = floor_rule(few(0.02));
  double passed_without = 0;
  for (const row& r : t.rows)
    for (const auto& c : r.cells) {
      if (r.method == "pass")
        CHECK(c.value.hits == 0);
      if (r.method == "pass without the rule")
        passed_without += c.value.value();
    }
  CHECK(passed_without > 0.5);
}

TEST_CASE("simulations: the tables do not depend on the number of threads, but on the seed") {
  const auto text = [](effort by) { return markdown(cluster_coverage(by)); };
  effort serial = few(0.01), parallel = few(0.01), other = few(0.01);
  threads two{2};
  parallel.exec = two;
  other.seed += 1;
  const std::string expected = text(serial);
  CHECK(text(parallel) == expected);
  CHECK(text(other) != expected);
}

TEST_CASE(
    "simulations: a row that misses its level is marked and listed, a misused one only marked") {
  table t{"T", "text", "interval"};
  row bad{"s", "short", promise::at_least, 0.95};
  bad.cells[1].value = {800, 1000};
  row good{"s", "good", promise::at_least, 0.95};
  good.cells[1].value = {940, 1000}; // within three standard errors
  row high{"s", "alarm", promise::always_at_most, 0.05};
  high.cells[3].value = {100, 1000};
  row misused = bad;
  misused.misused = true;
  t.rows = {bad, good, high, misused};
  CHECK(shortfall(bad, bad.cells[1]) == doctest::Approx(0.15));
  CHECK(shortfall(good, good.cells[1]) == 0);
  CHECK(shortfall(high, high.cells[3]) == doctest::Approx(0.05));
  CHECK(shortfall(bad, bad.cells[0]) == 0); // no runs
  CHECK(list_of_misses({t}) == "* short (s), nominal 95: n = 100: 80.0\n"
                               "* alarm (s), nominal 5: n = 1000: 10.0\n");
  const std::string text = markdown(t);
  CHECK(text.find("| s | short | 95 | – | 80.0 ± 1.3 **!** | – | – |") != std::string::npos);
  t.rows = {good};
  CHECK(list_of_misses({t}) == "* nowhere\n");
}

TEST_CASE("simulations: runs that did not stop count as later than all that did") {
  stopping_sizes when;
  for (const std::size_t size : {40u, 10u, 30u})
    when.add(size);
  when.add(stopping_sizes::never_stopped);
  CHECK(when.stopped_by(30).hits == 2);
  CHECK(when.stopped_by(30).runs == 4);
  CHECK(when.quantile(0.5) == 30);
  CHECK(when.quantile(0.75) == 40);
  CHECK(when.quantile(0.9) == stopping_sizes::never_stopped);
}

TEST_CASE("simulations: populations have the loss, churn and correlation that their names say") {
  philox_stream stream(1);
  const flip_probabilities from = hard_task.losing(0.05);
  paired_counts items;
  double pairs = 0, mean = 0, squares = 0;
  constexpr int clusters = 20000;
  for (int c = 0; c < clusters; ++c) {
    const auto cluster = from.draw_cluster(stream, 2, 0.3);
    const double a = cluster[0].difference().value(), b = cluster[1].difference().value();
    items += cluster[0] + cluster[1];
    pairs += a * b / clusters;
    mean += (a + b) / (2 * clusters);
    squares += (a * a + b * b) / (2 * clusters);
  }
  const double n = 2.0 * clusters;
  CHECK(static_cast<double>(items.lost) / n == doctest::Approx(0.15).epsilon(0.03));
  CHECK(static_cast<double>(items.gained) / n == doctest::Approx(0.10).epsilon(0.04));
  CHECK(static_cast<double>(items.baseline_right()) / n == doctest::Approx(0.80).epsilon(0.01));
  CHECK((pairs - mean * mean) / (squares - mean * mean) == doctest::Approx(0.3).epsilon(0.1));
  double loss = 0;
  for (int i = 0; i < 40000; ++i)
    loss += even_losses.draw(stream) / 40000;
  CHECK(loss == doctest::Approx(even_losses.mean()).epsilon(0.05));
}

TEST_CASE("simulations: the rows that are judged are those of exact_match") {
  const auto level = tailgate::stats::confidence_level::one_sided(alpha);
  tailgate::exact_match metric;
  for (int i = 0; i < 60; ++i)
    metric.observe({std::to_string(i), "", i % 5 != 0, i % 7 != 0});
  const auto expected = metric.summary(level);
  const auto row = outcome_row(metric.counts(), level);
  CHECK(row.metric == expected.metric);
  CHECK(row.unit == expected.unit);
  CHECK(row.items == expected.items);
  CHECK(row.clusters == expected.clusters);
  CHECK(row.baseline == expected.baseline);
  CHECK(row.candidate == expected.candidate);
  CHECK(row.difference.value() == doctest::Approx(expected.difference.value()).epsilon(1e-15));
  CHECK(row.flips == expected.flips);
  CHECK(row.confidence == expected.confidence);
  CHECK(row.confidence_level == expected.confidence_level);
  CHECK(row.design_effect == expected.design_effect);
  CHECK(row.method == expected.method);
}
