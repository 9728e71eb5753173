#include "../io/thrown.hpp"

#include <doctest/doctest.h>
#include <tailgate/metrics/order_of_magnitude.hpp>
#include <tailgate/stats/tango.hpp>

TEST_CASE("order_of_magnitude is a right/wrong outcome with flips and Tango's interval") {
  tailgate::order_of_magnitude metric;
  metric.observe({"a", "", "100", "100", "101"});  // both within a factor of ten
  metric.observe({"b", "", "100", "99", "10000"}); // lost
  metric.observe({"c", "", "100", "100", "-100"}); // lost
  metric.observe({"d", "", "0", "1", "0"});        // gained
  const tailgate::stats::confidence_level level(0.9);
  const auto row = metric.summary(level);
  CHECK(row.metric == "order_of_magnitude");
  CHECK(row.unit == "proportion");
  CHECK(row.baseline.value() == 0.75);
  CHECK(row.candidate.value() == 0.5);
  CHECK(row.flips == tailgate::flip_counts{2, 1});
  CHECK(row.confidence == tailgate::stats::tango_interval(metric.counts(), level));
  CHECK(row.design_effect == 1.0);
  CHECK(thrown_by<tailgate::argument_error>([&] {
    metric.observe({"e", "", "x", "10", "10"});
  }).number == 378);
}
