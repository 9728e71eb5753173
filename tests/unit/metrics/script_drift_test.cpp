#include "../io/thrown.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/metrics/script_drift.hpp>

TEST_CASE("script_drift is the mean share of letters outside the expected scripts") {
  tailgate::script_drift metric;
  metric.observe({"a", "", 0, 0.5});
  metric.observe({"b", "", 0.25, 0});
  metric.observe({"c", "", 0, 1});
  const auto row = metric.summary(tailgate::stats::confidence_level(0.9));
  CHECK(row.metric == "script_drift");
  CHECK(row.direction == tailgate::better::lower);
  CHECK(row.baseline.value() == doctest::Approx(0.25 / 3));
  CHECK(row.candidate.value() == 0.5);
  CHECK(row.difference.value() == doctest::Approx(1.25 / 3));
  for (const double bad : {-0.01, 1.01, std::nan("")}) {
    const auto refused = thrown_by<tailgate::argument_error>([&] {
      metric.observe({"d", "", 0, bad});
    });
    CHECK(refused.number == 362);
    CHECK(refused.says("item 'd': the candidate's share"));
  }
  CHECK(thrown_by<tailgate::argument_error>([&] {
    metric.observe({"d", "", 2, 0});
  }).says("the baseline's share"));
}
