#include "../io/thrown.hpp"
#include "strata_rows.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <sstream>
#include <string>
#include <tailgate/metrics/marginal_table.hpp>
#include <vector>

namespace {

using tailgate::aggregate_values;
using tailgate::argument_error;
using tailgate::axis;
using tailgate::axis_kind;
using tailgate::breakdown;
using tailgate::declared_stratum;
using tailgate::marginal_table;
using tailgate::paired_summary;
using tailgate::pooled_over;
using tailgate::stratum_key;

stratum_key lookup(const std::string& records) {
  return stratum_key{{"task", "lookup"}, {"records", records}};
}
stratum_key task(const std::string& name) {
  return stratum_key{{"task", name}};
}

const std::vector<axis> lengths{{"records", axis_kind::context_length}};

/// records is nested in task=lookup.
breakdown nested(const std::vector<axis>& axes) {
  const std::vector<declared_stratum> declared{{lookup("10"), 6}, {task("hex"), 30},
      {lookup("300"), 2}, {lookup("100"), 2}, {task("sum"), 60}};
  return breakdown::complete(declared,
      {outcomes_row(lookup("10"), 100, 90, 1, 1), outcomes_row(lookup("100"), 100, 80, 10, 2),
          outcomes_row(lookup("300"), 100, 60, 40, 0), outcomes_row(task("hex"), 200, 180, 9, 5),
          outcomes_row(task("sum"), 200, 190, 4, 4)},
      axes);
}

stratum_key cell(const std::string& language, const std::string& task_name) {
  return stratum_key{{"language", language}, {"task", task_name}};
}

/// en is mostly hard traffic, de mostly easy: by the margins en lost more, in every task de did.
breakdown crossed() {
  const std::vector<declared_stratum> declared{{cell("en", "easy"), 5}, {cell("en", "hard"), 45},
      {cell("de", "easy"), 45}, {cell("de", "hard"), 5}};
  return breakdown::complete(declared, {outcomes_row(cell("en", "easy"), 1000, 900, 20, 10),
                                           outcomes_row(cell("en", "hard"), 1000, 600, 130, 30),
                                           outcomes_row(cell("de", "easy"), 1000, 900, 40, 10),
                                           outcomes_row(cell("de", "hard"), 1000, 600, 150, 30)});
}

std::vector<std::string> names(const marginal_table& table) {
  std::vector<std::string> all;
  for (const auto& level : table.levels)
    all.push_back(level.at.name());
  return all;
}

aggregate_values values(const tailgate::aggregate& a) {
  return a.read([](auto, const aggregate_values& total) { return total; });
}

} // namespace

TEST_CASE("a margin is the mean within its level, by traffic") {
  const auto table = nested({}).marginal("task");
  CHECK(table.metric == "exact_match");
  CHECK(names(table) == std::vector<std::string>{"task=lookup", "task=hex", "task=sum"});
  CHECK(table.outside.empty());
  const auto& level = table.levels[0];
  CHECK(level.share == doctest::Approx(0.10));
  level.total.read([](auto strata, const aggregate_values& total) {
    REQUIRE(strata.size() == 3);
    CHECK(strata[0].stratum == lookup("10"));
    CHECK(strata[0].weight == doctest::Approx(0.6));
    CHECK(strata[1].stratum == lookup("300")); // in declaration order
    CHECK(total.difference.value() == doctest::Approx(0.6 * 0 + 0.2 * -0.4 + 0.2 * -0.08));
    CHECK(total.baseline.value() == doctest::Approx(0.6 * 0.9 + 0.2 * 0.6 + 0.2 * 0.8));
    CHECK(total.estimand ==
          "population mean within task=lookup (natural frequencies), averaged over records");
  });
  const auto hex = values(table.levels[1].total);
  CHECK(hex.estimand == "population mean within task=hex (natural frequencies)");
  CHECK(hex.difference.value() == doctest::Approx(-0.02));
  // The margins add up to the population.
  double sum = 0;
  for (const auto& l : table.levels)
    sum += l.share * values(l.total).difference.value();
  CHECK(sum == doctest::Approx(values(nested({}).population()).difference.value()));
}

TEST_CASE("strata without the axis are outside, with their share of traffic") {
  const auto table = nested(lengths).marginal("records");
  CHECK(names(table) == std::vector<std::string>{"records=10", "records=300", "records=100"});
  REQUIRE(table.outside.size() == 2);
  CHECK(table.outside[0].stratum == task("hex"));
  CHECK(table.outside[0].weight == doctest::Approx(0.3));
  CHECK(table.outside[1].weight == doctest::Approx(0.6));
  CHECK(table.heterogeneity.strata == 5);
}

TEST_CASE("several axes make a table of their cells") {
  const auto table = crossed().marginal({"task", "language"});
  CHECK(names(table) == std::vector<std::string>{"task=easy language=en", "task=easy language=de",
                            "task=hard language=en", "task=hard language=de"});
  CHECK(values(table.levels[2].total).difference.value() == doctest::Approx(-0.1));
  CHECK(table.levels[2].share == doctest::Approx(0.45));
  CHECK(nested({}).marginal({"task", "records"}).levels.size() == 3);
  CHECK(nested({}).marginal({"task"}).levels.size() == 3);
  CHECK(nested({}).marginal(std::string("task")).levels.size() == 3);
}

TEST_CASE("context lengths are pooled in a margin only by name") {
  const breakdown result = nested(lengths);
  const thrown refused = thrown_by<argument_error>([&] { (void)result.marginal("task"); });
  CHECK(refused.number == 390);
  CHECK_MESSAGE(refused.says("axis 'records' with levels '10', '300', '100'"), refused.message);
  CHECK_MESSAGE(
      refused.says("write marginal(\"task\", pooled_over{\"records\"})"), refused.message);
  CHECK_MESSAGE(refused.says("or marginal({\"task\", \"records\"})"), refused.message);

  const auto table = result.marginal("task", pooled_over{"records"});
  CHECK(values(table.levels[0].total).estimand ==
        "population mean within task=lookup (natural frequencies), pooled over context length "
        "'records'");
  CHECK(values(table.levels[1].total).estimand ==
        "population mean within task=hex (natural frequencies)");
  CHECK(result.marginal({"task", "records"}).levels.size() == 3); // pools nothing
}

TEST_CASE("axes that cannot be tabulated are refused") {
  const auto refusal = [](const std::vector<std::string>& axes) {
    return thrown_by<argument_error>([&] { (void)crossed().marginal(axes); });
  };
  CHECK(refusal({}).number == 393);
  CHECK(refusal({"script"}).number == 393);
  CHECK(refusal({"script"}).says("axis 'script'; the strata have 'language', 'task'"));
  CHECK(refusal({"task", "task"}).says("'task' is named twice"));
}

TEST_CASE("a margin whose order the strata deny is flagged") {
  const auto table = crossed().marginal("language");
  CHECK(values(table.levels[0].total).difference.value() ==
        doctest::Approx(0.1 * -0.01 + 0.9 * -0.10));
  CHECK(values(table.levels[1].total).difference.value() ==
        doctest::Approx(0.9 * -0.03 + 0.1 * -0.12));
  REQUIRE(table.reversals.size() == 1);
  const auto& pair = table.reversals[0];
  CHECK(pair.worse == stratum_key{{"language", "en"}});
  CHECK(pair.other == stratum_key{{"language", "de"}});
  REQUIRE(pair.strata.size() == 2);
  CHECK(pair.strata[0].first == cell("en", "easy"));
  CHECK(pair.strata[0].second == cell("de", "easy"));
  CHECK(table.warns());

  // By task nothing is reversed: hard lost more in both languages.
  CHECK(crossed().marginal("task").reversals.empty());
  // Single cells have no mix that could reverse.
  CHECK(crossed().marginal({"task", "language"}).reversals.empty());
}

TEST_CASE("a reversal of a metric where less is better, and one stratum that agrees") {
  const std::vector<declared_stratum> declared{{cell("en", "easy"), 5}, {cell("en", "hard"), 45},
      {cell("de", "easy"), 45}, {cell("de", "hard"), 5}};
  const auto with = [&](double en_easy) {
    return breakdown::complete(declared,
        {loss_row(cell("en", "easy"), en_easy, 0.1), loss_row(cell("en", "hard"), 0.10, 0.1),
            loss_row(cell("de", "easy"), 0.03, 0.1), loss_row(cell("de", "hard"), 0.12, 0.1)});
  };
  const auto table = with(0.01).marginal("language");
  REQUIRE(table.reversals.size() == 1);
  CHECK(table.reversals[0].worse == stratum_key{{"language", "en"}});
  CHECK(with(0.03).marginal("language").reversals.size() == 1); // a tie denies nothing
  CHECK(with(0.04).marginal("language").reversals.empty());     // en is worse at one of them
}

TEST_CASE("Simpson's reversal between runs, case C8, at its level and over all strata") {
  const auto key = [](const std::string& size) {
    return stratum_key{{"ward", "urology"}, {"size", size}};
  };
  const std::vector<declared_stratum> declared{{key("small"), 357}, {key("large"), 343}};
  const auto result = breakdown::complete(declared,
      {totals_row(key("small"), {234, 270, 81, 87}), totals_row(key("large"), {55, 80, 192, 263})});
  const auto table = result.marginal("ward");
  REQUIRE(table.levels.size() == 1);
  CHECK(table.levels[0].heterogeneity.reversal.value() == tailgate::stats::reversal::hidden_gain);
  // Weighted by one set of frequencies, the mean moves with the strata.
  CHECK(values(table.levels[0].total).difference.value() > 0);
  const auto by_size = result.marginal("size");
  CHECK(by_size.heterogeneity.reversed());
  CHECK_FALSE(by_size.levels[0].heterogeneity.reversed());
  std::ostringstream text;
  text << table;
  CHECK(text.str().find("warning: reversal, the total is worse and every stratum is better") !=
        std::string::npos);
}

TEST_CASE("a stratum shown to move against its margin is named") {
  const std::vector<declared_stratum> declared{{cell("en", "easy"), 95}, {cell("en", "hard"), 5}};
  const auto result =
      breakdown::complete(declared, {outcomes_row(cell("en", "easy"), 1000, 800, 10, 60),
                                        outcomes_row(cell("en", "hard"), 200, 150, 80, 2)});
  const auto table = result.marginal("language");
  CHECK(values(table.levels[0].total).difference.value() > 0);
  CHECK(table.levels[0].opposed == std::vector{cell("en", "hard")});
  CHECK(table.levels[0].warns());
  CHECK(table.levels[0].heterogeneity.heterogeneous());

  const auto alike =
      breakdown::complete(declared, {outcomes_row(cell("en", "easy"), 200, 150, 12, 8),
                                        outcomes_row(cell("en", "hard"), 200, 150, 13, 8)});
  CHECK_FALSE(alike.marginal("language").warns());
}

TEST_CASE("printing a table prints every stratum, its tests and its warnings") {
  std::ostringstream out;
  out << nested(lengths).marginal("records");
  const std::string text = out.str();
  std::size_t at = 0;
  for (const char* part : {"exact_match by records\n", "\nrecords=10, 6% of traffic\n",
           "task=lookup records=10 exact_match", "population mean within records=10",
           "\nrecords=300, 2% of traffic\n", "\noutside of these axes, 90% of traffic\n",
           "task=hex exact_match (proportion), weight 0.3", "task=sum exact_match",
           "\nall strata\nCochran Q ", " on 4 df, p ", "common odds ratio ", "Breslow-Day ",
           "warning: the strata differ by more than chance explains"}) {
    const std::size_t found = text.find(part, at);
    REQUIRE_MESSAGE(found != std::string::npos, part << " not in\n" << text);
    at = found;
  }
  std::ostringstream reversed;
  reversed << crossed().marginal("language");
  CHECK(reversed.str().find("warning: reversal, language=en lost more than language=de by the "
                            "means") != std::string::npos);
  CHECK(reversed.str().find("language=en task=easy against language=de task=easy; ") !=
        std::string::npos);
}
