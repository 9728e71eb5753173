#include "../io/thrown.hpp"

#include <doctest/doctest.h>
#include <tailgate/metrics/digit_prefix.hpp>

TEST_CASE("digit_prefix is the mean share of right leading digits") {
  tailgate::digit_prefix metric;
  metric.observe({"a", "", "1234", "1234", "1299"});
  metric.observe({"b", "", "10", "10", "no idea"});
  metric.observe({"c", "", "5", "6", "5"});
  const auto row = metric.summary(tailgate::stats::confidence_level(0.9));
  CHECK(row.metric == "digit_prefix");
  CHECK(row.direction == tailgate::better::higher);
  CHECK(row.baseline.value() == doctest::Approx(2.0 / 3));
  CHECK(row.candidate.value() == doctest::Approx((0.5 + 0 + 1) / 3));
  CHECK(row.difference.value() == doctest::Approx((-0.5 - 1 + 1) / 3));
  const auto refused = thrown_by<tailgate::argument_error>([&] {
    metric.observe({"d", "", "ten", "10", "10"});
  });
  CHECK(refused.number == 378);
  CHECK(refused.says("item 'd'"));
  CHECK(metric.summary(tailgate::stats::confidence_level(0.9)).items == 3);
}
