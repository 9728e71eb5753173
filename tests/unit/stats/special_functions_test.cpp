// Expected values: R 4.x (pnorm, qnorm, pbeta, qbeta, pt, qt, pchisq, qchisq, dbinom, pbinom,
// lgamma, lbeta) or closed forms, as said at each check.
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/special_functions.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

namespace {
Approx close(double value) {
  return Approx(value).epsilon(1e-12);
}
} // namespace

TEST_CASE("normal quantiles match R and invert the distribution in both tails") {
  CHECK(ts::normal_quantile(0.975) == close(1.959963984540054));  // qnorm(.975)
  CHECK(ts::normal_quantile(0.95) == close(1.6448536269514722));  // qnorm(.95)
  CHECK(ts::normal_quantile(1e-10) == close(-6.361340902404056)); // qnorm(1e-10)
  CHECK(ts::normal_quantile(0.5) == 0.0);
  CHECK(std::isinf(ts::normal_quantile(0)));
  CHECK(ts::normal_quantile(1) > 0);
  for (const double p : {1e-300, 1e-30, 1e-5, 0.03, 0.07, 0.2, 0.499})
    CHECK(ts::normal_cdf(ts::normal_quantile(p)) == Approx(p).epsilon(1e-11));
  CHECK(ts::normal_critical_value(ts::confidence_level(0.9)) == close(1.6448536269514722));
  CHECK_THROWS_AS((void)ts::normal_quantile(1.5), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::normal_quantile(std::nan("")), tailgate::argument_error);
}

TEST_CASE("log-gamma and log-beta match closed forms") {
  CHECK(ts::log_gamma(0.5) == close(0.5 * std::log(std::acos(-1.0))));
  CHECK(ts::log_gamma(1) == Approx(0).scale(1).epsilon(1e-14));
  CHECK(ts::log_gamma(11) == close(std::log(3628800.0)));
  CHECK(ts::log_gamma(1e-5) == close(11.512919692895825)); // -log(x) - gamma x + pi^2 x^2 / 12
  CHECK(ts::log_beta(2, 3) == close(std::log(1.0 / 12)));
  CHECK(ts::log_beta(1, 1) == Approx(0).scale(1).epsilon(1e-14));
  CHECK(ts::log_beta(0.5, 0.5) == close(std::log(std::acos(-1.0))));
  CHECK(ts::log_beta(1e6, 1) == close(-std::log(1e6)));
  CHECK_THROWS_AS((void)ts::log_gamma(0), tailgate::argument_error);
}

TEST_CASE("the incomplete beta function matches closed forms") {
  // I_x(a, 1) = x^a; I_x(1, b) = 1 - (1-x)^b; I_x(2, 2) = x^2 (3 - 2x); arcsine law for 1/2, 1/2.
  const double pi = std::acos(-1.0);
  for (const double x : {1e-9, 0.01, 0.3, 0.5, 0.77, 0.999}) {
    CHECK(ts::regularized_incomplete_beta(3.7, 1, x) == close(std::pow(x, 3.7)));
    CHECK(ts::regularized_incomplete_beta(1, 2.2, x) == close(-std::expm1(2.2 * std::log1p(-x))));
    CHECK(ts::regularized_incomplete_beta(2, 2, x) == close(x * x * (3 - 2 * x)));
    CHECK(ts::regularized_incomplete_beta(0.5, 0.5, x) == close(2 / pi * std::asin(std::sqrt(x))));
  }
  CHECK(ts::regularized_incomplete_beta(5, 5, 0) == 0.0);
  CHECK(ts::regularized_incomplete_beta(5, 5, 1) == 1.0);
  // Symmetry at large parameters: I_.5(a, a) = 1/2.
  CHECK(ts::regularized_incomplete_beta(1e5, 1e5, 0.5) == close(0.5));
}

TEST_CASE("beta quantiles invert the incomplete beta function") {
  for (const double a : {0.5, 1.0, 3.0, 250.0, 20000.0})
    for (const double b : {0.5, 1.0, 18.0, 3000.0})
      for (const double p : {1e-8, 0.025, 0.3, 0.5, 0.975}) {
        CAPTURE(a);
        CAPTURE(b);
        CAPTURE(p);
        const double x = ts::inverse_regularized_incomplete_beta(a, b, p);
        if (x < 1 - 1e-6)
          CHECK(ts::regularized_incomplete_beta(a, b, x) == Approx(p).epsilon(1e-10));
      }
  CHECK(ts::inverse_regularized_incomplete_beta(1e-2, 1, 0.01) == Approx(1e-200).epsilon(1e-10));
}

TEST_CASE("Student's t matches R and closed forms") {
  const double pi = std::acos(-1.0);
  CHECK(ts::student_t_quantile(0.975, 10) == close(2.2281388519862747)); // 40 digits, closed form
  CHECK(ts::student_t_quantile(0.975, 4) == close(2.7764451051977987));  // qt(.975, 4)
  CHECK(ts::student_t_quantile(0.95, 3) == close(2.3533634348018264));   // qt(.95, 3)
  CHECK(ts::student_t_quantile(0.975, 1) == close(12.706204736174698));  // qt(.975, 1)
  // Cornish-Fisher: z + (z^3 + z) / (4 df) + O(1 / df^2)
  const double z = 1.959963984540054;
  CHECK(ts::student_t_quantile(0.975, 1e7) == close(z + (z * z * z + z) / 4e7));
  for (const double t : {-40.0, -2.5, -0.1, 0.3, 1.0, 7.0}) {
    CHECK(ts::student_t_cdf(t, 1) == close(0.5 + std::atan(t) / pi));
    CHECK(ts::student_t_cdf(t, 2) == close(0.5 + t / (2 * std::sqrt(2 + t * t))));
  }
  for (const double df : {1.0, 2.5, 30.0, 2000.0})
    for (const double p : {1e-9, 1e-3, 0.1, 0.4999, 0.7, 0.99})
      CHECK(ts::student_t_cdf(ts::student_t_quantile(p, df), df) == Approx(p).epsilon(1e-11));
  CHECK_THROWS_AS((void)ts::student_t_cdf(1, 0), tailgate::argument_error);
}

TEST_CASE("chi-square matches R and closed forms") {
  CHECK(ts::chi_square_quantile(0.95, 1) == close(3.841458820694124)); // qchisq(.95, 1)
  CHECK(ts::chi_square_quantile(0.95, 4) == close(9.487729036781154)); // qchisq(.95, 4)
  CHECK(ts::chi_square_quantile(0.95, 10) == close(18.307038053275146));
  for (const double x : {1e-6, 0.5, 3.0, 40.0, 300.0}) {
    CHECK(ts::chi_square_sf(x, 2) == close(std::exp(-x / 2)));
    CHECK(ts::chi_square_sf(x, 4) == close((1 + x / 2) * std::exp(-x / 2)));
    CHECK(ts::chi_square_sf(x, 1) == close(std::erfc(std::sqrt(x / 2))));
  }
  for (const double df : {0.5, 1.0, 7.0, 1000.0})
    for (const double p : {1e-6, 0.2, 0.5, 0.99})
      CHECK(ts::chi_square_cdf(ts::chi_square_quantile(p, df), df) == Approx(p).epsilon(1e-11));
}

TEST_CASE("binomial probabilities match exact sums") {
  CHECK(ts::binomial_pmf(6, 22, 0.5) == close(74613.0 / 4194304)); // choose(22, 6) / 2^22
  CHECK(ts::binomial_cdf(6, 22, 0.5) == close(110056.0 / 4194304));
  CHECK(ts::binomial_upper_tail(0, 5, 0.2) == 1.0);
  CHECK(ts::binomial_upper_tail(5, 5, 0.2) == close(0.00032));
  double sum = 0;
  for (std::uint64_t k = 0; k <= 700; ++k)
    sum += ts::binomial_pmf(k, 2000, 0.36);
  CHECK(ts::binomial_cdf(700, 2000, 0.36) == close(sum));
  CHECK(ts::binomial_pmf(0, 0, 1) == 1.0);
  CHECK(ts::binomial_pmf(1, 3, 0) == 0.0);
  CHECK_THROWS_AS((void)ts::binomial_pmf(4, 3, 0.5), tailgate::argument_error);
}

TEST_CASE("a confidence level is a probability inside (0, 1)") {
  CHECK(ts::confidence_level::one_sided(0.05).value() == Approx(0.9));
  CHECK(ts::default_confidence.tail() == Approx(0.025));
  CHECK_THROWS_AS(ts::confidence_level(95), tailgate::argument_error);
  CHECK_THROWS_AS(ts::confidence_level(1), tailgate::argument_error);
}
