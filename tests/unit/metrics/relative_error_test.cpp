#include "../io/thrown.hpp"

#include <doctest/doctest.h>
#include <tailgate/metrics/relative_error.hpp>

TEST_CASE("relative_error is a bounded mean in which silence counts as 2") {
  tailgate::relative_error metric;
  metric.observe({"a", "", "100", "100", "90"});
  metric.observe({"b", "", "100", "100", "refused"});
  metric.observe({"c", "", "100", "50", "-100"});
  const auto row = metric.summary(tailgate::stats::confidence_level(0.9));
  CHECK(row.metric == "relative_error");
  CHECK(row.direction == tailgate::better::lower);
  CHECK(row.baseline.value() == doctest::Approx(0.5 / 3));
  CHECK(row.candidate.value() == doctest::Approx((0.1 + 2 + 2) / 3));
  CHECK(thrown_by<tailgate::argument_error>([&] {
    metric.observe({"d", "", "", "10", "10"});
  }).number == 378);
}
