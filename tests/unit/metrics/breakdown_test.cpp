#include "strata_rows.hpp"

#include "../io/thrown.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <sstream>
#include <string>
#include <tailgate/metrics/breakdown.hpp>
#include <type_traits>
#include <vector>

namespace {

using tailgate::aggregate_values;
using tailgate::axis;
using tailgate::axis_kind;
using tailgate::breakdown;
using tailgate::declared_stratum;
using tailgate::paired_summary;
using tailgate::pooled_over;
using tailgate::stratum_key;

static_assert(!std::is_convertible_v<tailgate::aggregate, double>);
static_assert(!std::is_constructible_v<bool, tailgate::aggregate>);
static_assert(!std::is_convertible_v<breakdown, double>);
static_assert(!std::is_default_constructible_v<breakdown>);

stratum_key key(const std::string& level) {
  return stratum_key{{"task", level}};
}

paired_summary row(const std::string& level, double baseline, double candidate, double half_width) {
  paired_summary r;
  r.stratum = key(level);
  r.metric = "exact_match";
  r.unit = "proportion";
  r.items = r.clusters = 250;
  r.baseline = baseline;
  r.candidate = candidate;
  const double d = candidate - baseline;
  r.difference = d;
  r.confidence = tailgate::interval{d - half_width, d + half_width};
  r.confidence_level = 0.90;
  r.standard_error = half_width / 1.6448536269514722;
  return r;
}

const std::vector<declared_stratum> declared{
    {key("a"), 90000, 2}, {key("b"), 8000, 2}, {key("c"), 1500, 2}, {key("d"), 500, 2}};

/// Case C3: an oversampled tail, 250 of each, whose fourth stratum falls by 28 points.
std::vector<paired_summary> oversampled() {
  return {row("d", 0.72, 0.44, 0.05), row("b", 0.90, 0.884, 0.03), row("c", 0.80, 0.68, 0.04),
      row("a", 0.96, 0.956, 0.02)};
}

aggregate_values values(const tailgate::aggregate& a) {
  return a.read([](auto strata, const aggregate_values& total) {
    CHECK(strata.size() == 4);
    return total;
  });
}

/// The error number that `make` throws, when its message holds `text`.
template <class F>
int refusal(F make, const char* text) {
  const thrown t = thrown_by<tailgate::error>([&] { (void)make(); });
  CHECK_MESSAGE(t.says(text), t.message);
  return t.number;
}

} // namespace

TEST_CASE("rows come in declaration order with normalised natural frequencies") {
  const auto result = breakdown::complete(declared, oversampled());
  REQUIRE(result.strata().size() == 4);
  CHECK(result.strata()[0].stratum == key("a"));
  CHECK(result.strata()[3].stratum == key("d"));
  CHECK(result.strata()[0].weight == doctest::Approx(0.9));
  CHECK(result.strata()[3].weight == doctest::Approx(0.005));
  CHECK(result.stratum(key("c")).candidate.value() == 0.68);
  CHECK(refusal([&] { return result.stratum(key("z")); }, "task=z") == 352);
}

TEST_CASE("each aggregate names what it estimates") {
  const auto result = breakdown::complete(declared, oversampled());
  SUBCASE("population: Horvitz-Thompson with known stratum sizes, case C3") {
    const auto total = values(result.population());
    CHECK(total.estimand == "population mean (natural frequencies)");
    CHECK(total.baseline.value() == doctest::Approx(0.9516));
    CHECK(total.candidate.value() == doctest::Approx(0.94352));
    CHECK(total.difference.value() == doctest::Approx(-0.00808));
    const double half = std::sqrt(std::pow(0.9 * 0.02, 2) + std::pow(0.08 * 0.03, 2) +
                                  std::pow(0.015 * 0.04, 2) + std::pow(0.005 * 0.05, 2));
    CHECK(total.confidence.value().lower == doctest::Approx(-0.00808 - half));
    CHECK(total.confidence.value().upper == doctest::Approx(-0.00808 + half));
    CHECK(total.standard_error.value() == doctest::Approx(half / 1.6448536269514722));
  }
  SUBCASE("equal weights: the naive means of case C3") {
    const auto total = values(result.equal_weights());
    CHECK(total.estimand == "mean with equal stratum weights");
    CHECK(total.baseline.value() == doctest::Approx(0.845));
    CHECK(total.candidate.value() == doctest::Approx(0.740));
  }
  SUBCASE("worst") {
    const auto total = values(result.worst());
    CHECK(total.baseline.value() == 0.72);
    CHECK(total.difference.value() == doctest::Approx(-0.28));
    // Bonferroni over 4: the quantile of 0.05 / 4 is 2.241403, of 0.05 it is 1.644854.
    CHECK(total.confidence.value().lower == doctest::Approx(-0.28 - 0.05 * 2.241403 / 1.644854));
    CHECK(total.confidence.value().upper == doctest::Approx(-0.28 + 0.05 * 2.241403 / 1.644854));
    CHECK_FALSE(total.standard_error);
  }
  SUBCASE("CVaR takes whole strata and then a part") {
    const auto total = values(result.cvar(0.01)); // all of d, and a third of c
    CHECK(total.estimand == "mean over the worst 0.01 of traffic (CVaR)");
    CHECK(total.difference.value() == doctest::Approx(0.5 * -0.28 + 0.5 * -0.12));
    CHECK(total.baseline.value() == doctest::Approx(0.5 * 0.72 + 0.5 * 0.80));
    CHECK(total.confidence.value().lower < total.difference.value());
  }
  SUBCASE("CVaR of everything is the population mean") {
    CHECK(values(result.cvar(1)).difference.value() == doctest::Approx(-0.00808));
  }
  SUBCASE("fractions outside (0, 1] are refused") {
    for (const double f : {0.0, -0.5, 1.5, std::numeric_limits<double>::quiet_NaN()})
      CHECK(refusal([&] { return result.cvar(f); }, "fraction") == 357);
  }
}

TEST_CASE("the worst of a metric where lower is better is the highest difference") {
  auto rows = oversampled();
  for (paired_summary& r : rows)
    r.direction = tailgate::better::lower;
  const auto result = breakdown::complete(declared, rows);
  CHECK(values(result.worst()).difference.value() == doctest::Approx(-0.004));
  CHECK(values(result.cvar(0.45)).difference.value() == doctest::Approx(-0.004));
}

TEST_CASE("bounds of the tail and the worst stay what a difference of proportions can be") {
  // 2 of 4 lost in 40 strata: Bonferroni's reach alone would leave [-1, 1].
  std::vector<tailgate::declared_stratum> strata;
  std::vector<paired_summary> rows;
  for (int i = 0; i < 40; ++i) {
    strata.push_back({{{"task", std::to_string(i)}}, 1});
    rows.push_back(outcomes_row(strata.back().key, 4, 4, 2, 0));
  }
  const auto total_of = [](const tailgate::aggregate& a) {
    return a.read([](auto, const tailgate::aggregate_values& total) { return total; });
  };
  for (const auto& total : {total_of(breakdown::complete(strata, rows).cvar(0.1)),
           total_of(breakdown::complete(strata, rows).worst())}) {
    CHECK(total.difference.value() == doctest::Approx(-0.5));
    CHECK(total.confidence.value().lower == -1);
    CHECK(total.confidence.value().upper > -0.5);
    CHECK(total.confidence.value().upper <= 1);
  }
  for (paired_summary& row : rows)
    row.unit = "nats per token"; // without bounds
  CHECK(total_of(breakdown::complete(strata, rows).worst()).confidence.value().lower < -1);
}

TEST_CASE("an aggregate outlives its breakdown") {
  const auto total = [] { return breakdown::complete(declared, oversampled()).population(); }();
  CHECK(values(total).baseline.value() == doctest::Approx(0.9516));
}

TEST_CASE("a stratum without a defined interval leaves the total without one") {
  auto rows = oversampled();
  rows[0].confidence = tailgate::undefined_reason::one_cluster;
  rows[0].standard_error = tailgate::undefined_reason::one_cluster;
  const auto result = breakdown::complete(declared, rows);
  for (const auto& total : {values(result.population()), values(result.worst())}) {
    CHECK(total.difference.defined());
    REQUIRE_FALSE(total.confidence.defined());
    CHECK(total.confidence.why() == tailgate::undefined_reason::one_cluster);
    CHECK_FALSE(total.standard_error.defined());
  }
  rows[0].difference = tailgate::undefined_reason::no_items;
  const auto unknown = breakdown::complete(declared, rows);
  CHECK(values(unknown.population()).difference.why() == tailgate::undefined_reason::no_items);
  CHECK_FALSE(values(unknown.worst()).difference.defined());
  CHECK_FALSE(values(unknown.cvar(0.5)).baseline.defined());
}

TEST_CASE("an incomplete or inconsistent set of strata is no result") {
  auto rows = oversampled();
  auto strata = declared;
  const auto make = [&] { return breakdown::complete(strata, rows); };
  SUBCASE("missing") {
    rows.erase(rows.begin());
    CHECK(refusal(make, "'task=d' is declared but missing") == 350);
  }
  SUBCASE("empty") {
    strata[3].minimum_items = 0;
    rows[0].items = rows[0].clusters = 0;
    CHECK(refusal(make, "'task=d' has 0 items") == 351);
  }
  SUBCASE("too small") {
    strata[1].minimum_items = 251;
    CHECK(refusal(make, "'task=b' has 250 items, its minimum is 251") == 351);
  }
  SUBCASE("undeclared") {
    strata.pop_back();
    CHECK(refusal(make, "'task=d' was measured but not declared") == 352);
  }
  SUBCASE("given twice") {
    rows.push_back(rows[0]);
    CHECK(refusal(make, "'task=d' is given twice") == 353);
  }
  SUBCASE("declared twice") {
    strata.push_back(strata[0]);
    CHECK(refusal(make, "'task=a' is declared twice") == 353);
  }
  SUBCASE("impossible frequency") {
    for (const double f : {0.0, -1.0, std::numeric_limits<double>::infinity(),
             std::numeric_limits<double>::quiet_NaN()}) {
      strata[2].natural_frequency = f;
      CHECK(refusal(make, "task=c") == 354);
    }
  }
  SUBCASE("nothing declared") {
    strata.clear();
    rows.clear();
    CHECK(refusal(make, "declare at least one") == 355);
  }
  SUBCASE("two metrics") {
    rows[1].metric = "loss";
    CHECK(refusal(make, "one metric at one level") == 356);
  }
  SUBCASE("two levels") {
    rows[1].confidence_level = 0.95;
    CHECK(refusal(make, "one metric at one level") == 356);
  }
  SUBCASE("not a number") {
    rows[2].candidate = std::numeric_limits<double>::quiet_NaN();
    CHECK(refusal(make, "'task=c': candidate is not finite") == 358);
  }
  SUBCASE("interval in the wrong order") {
    rows[2].confidence = tailgate::interval{0.1, -0.1};
    CHECK(refusal(make, "task=c") == 358);
  }
  SUBCASE("more clusters than items") {
    rows[2].clusters = 251;
    CHECK(refusal(make, "251 clusters of 250 items") == 358);
  }
  SUBCASE("negative standard error") {
    rows[2].standard_error = -0.1;
    CHECK(refusal(make, "task=c") == 358);
  }
  SUBCASE("more right answers than items") {
    rows[2].marginals = tailgate::stats::marginal_counts{200, 250, 251, 250};
    CHECK(refusal(make, "251 of 250 with the candidate") == 358);
  }
}

TEST_CASE("declared axes name axes of the strata, once") {
  const auto make = [](std::vector<axis> axes) {
    return breakdown::complete(declared, oversampled(), std::move(axes));
  };
  CHECK(make({{"task", axis_kind::ordinal}}).axes() ==
        std::vector<axis>{{"task", axis_kind::ordinal}});
  CHECK(make({}).axes().empty());
  CHECK(refusal([&] { return make({{"tasks", axis_kind::ordinal}}); }, "axis 'tasks'") == 388);
  CHECK(refusal([&] { return make({{"task"}, {"task", axis_kind::ordinal}}); }, "twice") == 389);
}

TEST_CASE("context lengths are pooled only by name") {
  const std::vector<axis> lengths{{"task", axis_kind::context_length}};
  const auto result = breakdown::complete(declared, oversampled(), lengths);
  CHECK(result.context_axes() == std::vector<std::string>{"task"});

  CHECK(refusal([&] { return result.population(); },
            "axis 'task' with levels 'a', 'b', 'c', 'd'") == 390);
  CHECK(refusal([&] { return result.population(); },
            "write population(pooled_over{\"task\"}) if") == 390);
  CHECK(refusal([&] { return result.population(); }, "or marginal(\"task\")") == 390);
  CHECK(refusal([&] { return result.equal_weights(); },
            "write equal_weights(pooled_over{\"task\"})") == 390);
  CHECK(refusal([&] { return result.cvar(0.1); }, "write cvar(0.1, pooled_over{\"task\"})") == 390);
  CHECK(values(result.worst()).difference.value() == doctest::Approx(-0.28)); // pools nothing

  const auto total = values(result.population(pooled_over{"task"}));
  CHECK(total.difference.value() == doctest::Approx(-0.00808));
  CHECK(
      total.estimand == "population mean (natural frequencies), pooled over context length 'task'");
  CHECK(values(result.equal_weights(pooled_over(result.context_axes()))).estimand ==
        "mean with equal stratum weights, pooled over context length 'task'");
  CHECK(values(result.cvar(1, pooled_over{"task"})).estimand ==
        "mean over the worst 1 of traffic (CVaR), pooled over context length 'task'");

  CHECK(refusal([&] { return result.population(pooled_over{"tsak"}); }, "it has 'task'") == 391);
  const auto plain = breakdown::complete(declared, oversampled());
  CHECK(refusal([&] { return plain.population(pooled_over{"task"}); }, "it has none") == 391);
}

TEST_CASE("one length, or none, is nothing to pool") {
  auto rows = oversampled();
  auto strata = declared;
  strata[3].key = stratum_key{{"task", "d"}, {"tokens", "4096"}};
  rows[0].stratum = strata[3].key;
  const std::vector<axis> axes{{"tokens", axis_kind::context_length}};
  const auto one = breakdown::complete(strata, rows, axes);
  CHECK(one.context_axes().empty());
  CHECK(values(one.population()).estimand == "population mean (natural frequencies)");
  // Named without need: allowed, and nothing was pooled.
  CHECK(values(one.population(pooled_over{"tokens"})).estimand ==
        "population mean (natural frequencies)");

  strata[2].key = stratum_key{{"task", "c"}, {"tokens", "512"}};
  rows[2].stratum = strata[2].key;
  const auto two = breakdown::complete(strata, rows, axes);
  CHECK(refusal([&] { return two.population(); }, "'512', '4096'") == 390);
}

TEST_CASE("what is pooled is named in words") {
  CHECK(pooled_over().text().empty());
  CHECK(pooled_over{"a", "b"}.text() == "pooled over context lengths 'a' and 'b'");
  CHECK(pooled_over{std::string("a"), "b", "c"}.text() ==
        "pooled over context lengths 'a', 'b' and 'c'");
  CHECK(pooled_over{"a", "b"} == pooled_over(std::vector<std::string>{"a", "b"}));
}

TEST_CASE("a mean over items is only had from a sample that is proportional to traffic") {
  auto rows = oversampled(); // d, b, c, a
  const auto make = [&] { return breakdown::complete(declared, rows); };
  CHECK(refusal([&] { return make().sample_mean(); },
            "stratum 'task=d' has 25% of the items and 0.5% of traffic") == 392);
  CHECK(refusal([&] { return make().sample_mean(); }, "write population()") == 392);

  // 1010 items: 909, 80.8, 15.15 and 5.05 would be proportional.
  const auto draw = [&](std::size_t a, std::size_t b, std::size_t c, std::size_t d) {
    const std::size_t items[] = {d, b, c, a};
    for (std::size_t k = 0; k < 4; ++k)
      rows[k].items = rows[k].clusters = items[k];
  };
  draw(909, 81, 15, 5);
  const auto total = values(make().sample_mean());
  CHECK(total.estimand == "mean over items as drawn (a sample proportional to traffic)");
  CHECK(total.difference.value() ==
        doctest::Approx((909 * -0.004 + 81 * -0.016 + 15 * -0.12 + 5 * -0.28) / 1010));
  CHECK(total.difference.value() != values(make().population()).difference.value());
  draw(910, 80, 16, 4); // rounded the wrong way, and 4 is more than one item short of 5.05
  CHECK(refusal([&] { return make().sample_mean(); }, "not proportional") == 392);
  draw(909, 80, 15, 6);
  CHECK_NOTHROW((void)make().sample_mean());
}

TEST_CASE("printing a total prints its strata first") {
  std::ostringstream text;
  text << breakdown::complete(declared, oversampled()).population();
  const std::string s = text.str();
  std::size_t at = 0;
  for (const char* part : {"task=a exact_match (proportion), weight 0.9, 250 items: 0.96 -> 0.956",
           "task=b", "task=c", "task=d", "difference -0.28 [-0.33, -0.23]\n",
           "population mean (natural frequencies): 0.9516 -> 0.94352, difference -0.00808 ["}) {
    const std::size_t found = s.find(part, at);
    REQUIRE_MESSAGE(found != std::string::npos, part << " not in\n" << s);
    at = found;
  }
  std::ostringstream strata;
  strata << breakdown::complete(declared, oversampled());
  CHECK(s.substr(0, strata.str().size()) == strata.str());
  CHECK(strata.str().find("population") == std::string::npos);
}
