#include "../io/thrown.hpp"

#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <tailgate/metrics/reverse_kl_divergence.hpp>
#include <vector>

using tailgate::reverse_kl_divergence_reference;

namespace {

constexpr float masked = -std::numeric_limits<float>::infinity();

float log_of(double x) {
  return static_cast<float>(std::log(x));
}

} // namespace

TEST_CASE("the reverse divergence of two known distributions") {
  // p = (1/2, 1/2), q = (1/4, 3/4): KL(q || p) = 0.25 log(1/2) + 0.75 log(3/2)
  const std::array p{log_of(0.5), log_of(0.5)};
  const std::array q{log_of(0.25), log_of(0.75)};
  const double reverse = 0.25 * std::log(0.5) + 0.75 * std::log(1.5);
  CHECK(reverse_kl_divergence_reference(p, q) == doctest::Approx(reverse).epsilon(1e-6));
  // The forward one, 0.5 log 2 + 0.5 log(2/3), is another number.
  CHECK(std::abs(reverse_kl_divergence_reference(p, q) - tailgate::kl_divergence_reference(p, q)) >
        0.01);
  CHECK(reverse_kl_divergence_reference(p, p) == 0);
}

TEST_CASE("tokens that one side masks") {
  const std::array open{log_of(0.5), log_of(0.25), log_of(0.25)};
  const std::array narrow{log_of(0.5), masked, log_of(0.5)};
  // The candidate gave up a token: 0.5 log(0.5/0.5) + 0.5 log(0.5/0.25)
  CHECK(reverse_kl_divergence_reference(open, narrow) ==
        doctest::Approx(0.5 * std::log(2.0)).epsilon(1e-6));
  const auto refused = thrown_by<tailgate::argument_error>(
      [&] { (void)reverse_kl_divergence_reference(narrow, open); });
  CHECK(refused.number == 379);
  CHECK(refused.says("token 1"));
  CHECK(refused.says("by the baseline only"));
}

TEST_CASE("rows that are no distributions are refused") {
  const std::vector<float> two{0, 0}, three{0, 0, 0}, none, nan{0, std::nanf("")};
  const auto unequal =
      thrown_by<tailgate::shape_error>([&] { (void)reverse_kl_divergence_reference(two, three); });
  CHECK(unequal.number == 365);
  CHECK(unequal.says("baseline has 2"));
  for (const auto& bad : {none, nan})
    CHECK(thrown_by<tailgate::argument_error>([&] {
      (void)reverse_kl_divergence_reference(bad, bad);
    }).number == 366);
}

TEST_CASE("the row of reverse_kl_divergence") {
  tailgate::reverse_kl_divergence metric;
  metric.observe({"a", "", 0.1});
  metric.observe({"b", "", 0.3});
  const auto row = metric.summary(tailgate::stats::confidence_level(0.9));
  CHECK(row.metric == "reverse_kl_divergence");
  CHECK(row.direction == tailgate::better::lower);
  CHECK(row.baseline.value() == 0);
  CHECK(row.difference.value() == doctest::Approx(0.2));
  CHECK(thrown_by<tailgate::argument_error>([&] {
    metric.observe({"c", "", -0.1});
  }).number == 362);
}
