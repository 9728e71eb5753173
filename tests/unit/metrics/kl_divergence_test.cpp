#include "../io/thrown.hpp"

#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <span>
#include <tailgate/metrics/kl_divergence.hpp>
#include <vector>

using tailgate::kl_divergence_reference;

namespace {

constexpr float masked = -std::numeric_limits<float>::infinity();

float log_of(double x) {
  return static_cast<float>(std::log(x));
}

} // namespace

TEST_CASE("the divergence of two known distributions") {
  // (1/2, 1/4, 1/4) from (1/4, 1/2, 1/4): ln(2)/2 - ln(2)/4 = 0.25 ln 2
  const std::array p{log_of(0.5), log_of(0.25), log_of(0.25)};
  const std::array q{log_of(0.25), log_of(0.5), log_of(0.25)};
  CHECK(kl_divergence_reference(p, q) == doctest::Approx(0.25 * std::log(2.0)).epsilon(1e-6));
  CHECK(kl_divergence_reference(p, p) == 0);
}

TEST_CASE("logits are taken up to a constant and without overflow") {
  const std::array<float, 3> p{1000.0f, 1001.0f, 999.0f};
  const std::array<float, 3> q{-1000.0f, -1001.0f, -1000.5f};
  const std::array<float, 3> p0{0.0f, 1.0f, -1.0f};
  const std::array<float, 3> q0{0.0f, -1.0f, -0.5f};
  CHECK(kl_divergence_reference(p, q) ==
        doctest::Approx(kl_divergence_reference(p0, q0)).epsilon(1e-12));
  CHECK(kl_divergence_reference(p0, q0) > 0.1);
  const std::array<float, 2> certain{0.0f, -20000.0f};
  const std::array<float, 2> even{0.0f, 0.0f};
  CHECK(kl_divergence_reference(certain, even) == doctest::Approx(std::log(2.0)));
  CHECK(kl_divergence_reference(even, certain) == doctest::Approx(10000 - std::log(2.0)));
}

TEST_CASE("masked tokens") {
  const std::array p{log_of(0.5), masked, log_of(0.5)};
  const std::array q{log_of(0.5), log_of(0.25), log_of(0.25)};
  CHECK(kl_divergence_reference(p, q) ==
        doctest::Approx(0.5 * std::log(0.5 / 0.5) + 0.5 * std::log(0.5 / 0.25)).epsilon(1e-6));
  const auto refused =
      thrown_by<tailgate::argument_error>([&] { (void)kl_divergence_reference(q, p); });
  CHECK(refused.number == 367);
  CHECK(refused.says("token 1"));
}

TEST_CASE("rows that are no distributions are refused") {
  const std::vector<float> two{0, 0}, three{0, 0, 0}, none, all_masked{masked, masked};
  const std::vector<float> nan{0, std::nanf("")}, infinite{0, -masked};
  CHECK(thrown_by<tailgate::shape_error>([&] {
    (void)kl_divergence_reference(two, three);
  }).number == 365);
  for (const auto& bad : {none, all_masked, nan, infinite})
    CHECK(thrown_by<tailgate::argument_error>([&] {
      (void)kl_divergence_reference(bad, bad);
    }).number == 366);
}

TEST_CASE("the row: the baseline diverges from itself by 0") {
  tailgate::kl_divergence metric;
  metric.observe({"a", "", 0.1});
  metric.observe({"b", "", 0.3});
  const auto row = metric.summary(tailgate::stats::confidence_level(0.9));
  CHECK(row.metric == "kl_divergence");
  CHECK(row.direction == tailgate::better::lower);
  CHECK(row.baseline.value() == 0);
  CHECK(row.candidate.value() == doctest::Approx(0.2));
  CHECK(row.difference == row.candidate);
  // t(1, 0.95) = 6.313752, SE = 0.1
  CHECK(row.confidence.value().upper == doctest::Approx(0.2 + 0.6313752));
  for (const double bad : {-0.1, std::nan("")})
    CHECK(thrown_by<tailgate::argument_error>([&] {
      metric.observe({"c", "", bad});
    }).number == 362);
}
