#include <doctest/doctest.h>
#include <tailgate/stats/bootstrap_intervals.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;

TEST_CASE("bootstrap: intervals of a mean as in scipy's tests (values of R's boot)") {
  const std::vector<double> sample{
      10, 12, 12.5, 12.5, 13.9, 15, 21, 22, 23, 34, 50, 81, 89, 121, 134, 213};
  const auto d = ts::bootstrap_mean(sample, {.replicates = 400000, .seed = 12}).value();
  const auto close = [](double value) { return Approx(value).epsilon(.005).scale(0); };
  const auto basic = ts::basic_interval(d).value();
  CHECK(basic.lower == close(23.77));
  CHECK(basic.upper == close(79.12));
  const auto percentile = ts::percentile_interval(d).value();
  CHECK(percentile.lower == close(28.86));
  CHECK(percentile.upper == close(84.21));
  const auto bca = ts::bca_interval(d).value();
  CHECK(bca.lower == close(32.31));
  CHECK(bca.upper == close(91.43));
}

TEST_CASE("bootstrap: intervals that do not exist") {
  const auto flat = ts::bootstrap_mean(std::vector<double>(9, 2.0), {.replicates = 50}).value();
  CHECK(ts::bca_interval(flat).why() == undefined_reason::zero_variance);
  CHECK(ts::percentile_interval(flat).why() == undefined_reason::zero_variance);
  CHECK(ts::basic_interval(flat).why() == undefined_reason::zero_variance);
  const ts::bootstrap_distribution aside{.observed = 9, .replicates = {1, 2, 3}};
  CHECK(ts::bca_interval(aside).why() == undefined_reason::not_invertible);
}

TEST_CASE("bootstrap: all 256 resamples of 1, 2, 4, 9 counted by Python's fractions") {
  const auto d =
      ts::bootstrap_mean(std::vector<double>{1, 2, 4, 9}, {.replicates = 200000, .seed = 3})
          .value();
  CHECK(d.acceleration == Approx(.064034771498985212).epsilon(1e-14));
  // Of the means 5/256 are at most 1.25, 11/256 at most 1.5, 247/256 at most 7 and 251/256 at most
  // 7.25; the shares read below lie well within these steps.
  const auto percentile = ts::percentile_interval(d, ts::confidence_level(.94)).value();
  CHECK(percentile.lower == 1.5);
  CHECK(percentile.upper == 7.25);
  const auto basic = ts::basic_interval(d, ts::confidence_level(.94)).value();
  CHECK(basic.lower == .75);
  CHECK(basic.upper == 6.5);
  // BCa at 90 % reads the shares .0907 (between 19/256 at most 1.75 and 32/256 at most 2) and
  // .9786.
  const auto bca = ts::bca_interval(d, ts::confidence_level(.9)).value();
  CHECK(bca.lower == 2.0);
  CHECK(bca.upper == 7.25);
}
