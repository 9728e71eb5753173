#include "../io/thrown.hpp"

#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <numbers>
#include <tailgate/core/philox.hpp>
#include <tailgate/metrics/jensen_shannon.hpp>
#include <vector>

using std::numbers::ln2;
using tailgate::jensen_shannon_reference;

namespace {

constexpr float masked = -std::numeric_limits<float>::infinity();

float log_of(double x) {
  return static_cast<float>(std::log(x));
}

} // namespace

TEST_CASE("the divergence of known distributions") {
  // (1/2, 1/2) and (1/4, 3/4): m = (3/8, 5/8)
  const std::array p{log_of(0.5), log_of(0.5)};
  const std::array q{log_of(0.25), log_of(0.75)};
  const double p_part = 0.5 * std::log(0.5 / 0.375) + 0.5 * std::log(0.5 / 0.625);
  const double q_part = 0.25 * std::log(0.25 / 0.375) + 0.75 * std::log(0.75 / 0.625);
  CHECK(jensen_shannon_reference(p, q) == doctest::Approx((p_part + q_part) / 2).epsilon(1e-6));
  CHECK(jensen_shannon_reference(q, p) == jensen_shannon_reference(p, q));
  CHECK(jensen_shannon_reference(p, p) == 0);
}

TEST_CASE("disjoint distributions reach ln 2, half disjoint ones (3/4) ln(4/3)") {
  const std::array left{0.0f, masked}, right{masked, 0.0f};
  CHECK(jensen_shannon_reference(left, right) == doctest::Approx(ln2).epsilon(1e-15));
  CHECK(jensen_shannon_reference(left, right) <= ln2);
  // (1, 0) and (1/2, 1/2), m = (3/4, 1/4): (log(4/3) + log(2/3)/2 + log(2)/2) / 2
  const std::array even{0.0f, 0.0f};
  const double expected = (std::log(4.0 / 3) + 0.5 * std::log(2.0 / 3) + 0.5 * ln2) / 2;
  CHECK(jensen_shannon_reference(left, even) == doctest::Approx(expected).epsilon(1e-14));
  CHECK(expected == doctest::Approx(0.75 * std::log(4.0 / 3)));
  // Masked in both: as if the token were not there.
  const std::array both{0.0f, masked, 1.0f}, both_other{1.0f, masked, 0.0f};
  const std::array short_row{0.0f, 1.0f}, short_other{1.0f, 0.0f};
  CHECK(jensen_shannon_reference(both, both_other) ==
        jensen_shannon_reference(short_row, short_other));
}

TEST_CASE("rows that nearly agree keep their digits") {
  // Two tokens of equal logits and a shift of s on one: p = 1/2, q = 1/(1 + exp(s)). For small s
  // JS = s^2 / 32 + O(s^4), where p log p - ... in doubles would have no digit left.
  const std::array even{0.0f, 0.0f};
  for (const float s : {1e-3f, 1e-5f, 1e-7f}) {
    const std::array shifted{s, 0.0f};
    const double x = static_cast<double>(s);
    CHECK(jensen_shannon_reference(even, shifted) ==
          doctest::Approx(x * x / 32).epsilon(x < 1e-4 ? 1e-6 : 1e-5));
  }
}

TEST_CASE("both forms of a term agree with the definition in long double") {
  for (const double d : {0.25, 0.999999, 1.0, 1.000001, 3.0, 30.0, 800.0}) {
    const long double p = 0.125L, q = p * std::exp(-static_cast<long double>(d));
    const long double m = (p + q) / 2;
    const auto expected = static_cast<double>((p * std::log(p / m) + q * std::log(q / m)) / 2);
    const double log_p = std::log(0.125);
    CHECK(tailgate::detail::jensen_shannon_term(log_p, log_p - d) ==
          doctest::Approx(expected).epsilon(1e-13));
    CHECK(tailgate::detail::jensen_shannon_term(log_p - d, log_p) ==
          tailgate::detail::jensen_shannon_term(log_p, log_p - d));
  }
}

TEST_CASE("it is at most the mean of both Kullback-Leibler divergences over 2") {
  tailgate::philox_stream random(7);
  for (int round = 0; round < 20; ++round) {
    std::vector<float> p(50), q(50);
    for (std::size_t i = 0; i < p.size(); ++i) {
      p[i] = static_cast<float>(8 * random.uniform());
      q[i] = static_cast<float>(8 * random.uniform());
    }
    const double js = jensen_shannon_reference(p, q);
    const double both =
        tailgate::kl_divergence_reference(p, q) + tailgate::kl_divergence_reference(q, p);
    CHECK(js > 0);
    CHECK(js < ln2);
    CHECK(js <= both / 4); // Lin 1991, theorem 3: JS <= J / 4, J the sum of both
  }
}

TEST_CASE("rows that are no distributions are refused") {
  const std::vector<float> two{0, 0}, three{0, 0, 0}, none, nan{0, std::nanf("")};
  const std::vector<float> all_masked{masked, masked}, certain{0, -masked};
  CHECK(thrown_by<tailgate::shape_error>([&] {
    (void)jensen_shannon_reference(two, three);
  }).number == 365);
  for (const auto& bad : {nan, all_masked, certain})
    CHECK(thrown_by<tailgate::argument_error>([&] {
      (void)jensen_shannon_reference(two, bad);
    }).number == 366);
  CHECK(thrown_by<tailgate::argument_error>([&] {
    (void)jensen_shannon_reference(none, none);
  }).number == 366);
}

TEST_CASE("the row of jensen_shannon") {
  tailgate::jensen_shannon metric;
  metric.observe({"a", "", 0.1});
  metric.observe({"b", "", static_cast<double>(static_cast<float>(ln2) * 1.0000005f)});
  const auto row = metric.summary(tailgate::stats::confidence_level(0.9));
  CHECK(row.metric == "jensen_shannon");
  CHECK(row.direction == tailgate::better::lower);
  CHECK(row.baseline.value() == 0);
  CHECK(row.candidate.value() == (0.1 + ln2) / 2);
  for (const double bad : {0.7, -1e-9, std::nan("")})
    CHECK(thrown_by<tailgate::argument_error>([&] {
      metric.observe({"c", "", bad});
    }).number == 362);
}
