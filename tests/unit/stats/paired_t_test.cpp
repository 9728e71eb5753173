#include "rounds_to.hpp"
#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <tailgate/stats/paired_t.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;

TEST_CASE("paired t: Student's sleep data, R's t.test(extra ~ group, paired = TRUE)") {
  // R: t = -4.0621, df = 9, p-value = 0.002833, mean difference -1.58, 95 % (-2.4598858,
  // -0.7001142)
  const std::vector<double> differences{-1.2, -2.4, -1.3, -1.3, 0, -1, -1.8, -0.8, -4.6, -1.4};
  const auto result = ts::paired_t(differences);
  CHECK(result.mean.value() == Approx(-1.58).epsilon(1e-14));
  CHECK(result.degrees_of_freedom == 9);
  CHECK(result.t_statistic(0).value() == rounds_to("-4.0621"));
  CHECK(result.p_value().value() == rounds_to(".002833"));
  CHECK(result.p_value_below(0).value() == Approx(.002833 / 2).epsilon(1e-4));
  CHECK(result.p_value_above(0).value() == Approx(1 - .002833 / 2).epsilon(1e-6));
  const auto ci = result.confidence().value();
  CHECK(ci.lower == rounds_to("-2.4598858"));
  CHECK(ci.upper == rounds_to("-0.7001142"));
}

TEST_CASE("paired t: two grids of a hundred, scipy's test_ttest_rel") {
  std::vector<double> differences;
  differences.reserve(100);
  for (int i = 0; i < 100; ++i) // linspace(1, 100, 100) and linspace(1.01, 99.989, 100)
    differences.push_back((1 + i) - (1.01 + i * (99.989 - 1.01) / 99));
  const auto result = ts::paired_t(differences);
  // The grids cancel to four digits fewer than were printed.
  CHECK(result.t_statistic(0).value() == rounds_to(".81248591389"));
  CHECK(result.p_value().value() == rounds_to(".41846234511"));
}

TEST_CASE("paired t: one-sided tests against a shift agree with the interval") {
  const std::vector<double> x{0.1, 0.4, -0.2, 0.9, 0.3, 0.05, 0.6};
  const auto result = ts::paired_t(x);
  const auto ci = result.confidence(ts::confidence_level::one_sided(0.05)).value();
  CHECK(result.p_value_above(ci.lower).value() == Approx(.05).epsilon(1e-10));
  CHECK(result.p_value_below(ci.upper).value() == Approx(.05).epsilon(1e-10));
}

TEST_CASE("paired t: the order of the items does not change a bit") {
  std::vector<double> x{0.1, 1e10, -0.2, 3e-9, -1e10, 0.05, 0.6};
  const auto a = ts::paired_t(x);
  std::sort(x.begin(), x.end());
  const auto b = ts::paired_t(x);
  CHECK(a.mean == b.mean);
  CHECK(a.standard_error == b.standard_error);
}

TEST_CASE("paired t: what cannot be said is undefined") {
  CHECK(ts::paired_t({}).mean.why() == undefined_reason::no_items);
  const auto one = ts::paired_t(std::vector<double>{0.5});
  CHECK(one.mean.value() == 0.5);
  CHECK(one.confidence().why() == undefined_reason::too_few_items);
  const auto flat = ts::paired_t(std::vector<double>(50, 0.0));
  CHECK(flat.mean.value() == 0.0);
  CHECK(flat.standard_error.value() == 0.0);
  CHECK(flat.confidence().why() == undefined_reason::zero_variance);
  CHECK(flat.p_value_below(0.1).why() == undefined_reason::zero_variance);
  const auto bad = ts::paired_t(std::vector<double>{1, std::nan(""), 2});
  CHECK(bad.mean.why() == undefined_reason::non_finite_input);
  CHECK(bad.p_value().why() == undefined_reason::non_finite_input);
  CHECK(ts::paired_t(std::vector<double>{1.7e308, 1.7e308}).mean.why() ==
        undefined_reason::non_finite_input); // the sum leaves the range of double
  const auto wide = ts::paired_t(std::vector<double>{1e200, -1e200});
  CHECK(wide.mean.value() == 0.0);
  CHECK(wide.confidence().why() == undefined_reason::non_finite_input); // a square does
  CHECK_THROWS_AS((void)one.p_value(std::nan("")), tailgate::argument_error);
}
