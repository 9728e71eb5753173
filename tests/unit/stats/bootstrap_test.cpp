#include "threads.hpp"
#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <numeric>
#include <tailgate/stats/bootstrap.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;

namespace {

const std::vector<double> sample{
    10, 12, 12.5, 12.5, 13.9, 15, 21, 22, 23, 34, 50, 81, 89, 121, 134, 213};

double mean(std::span<const double> x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

} // namespace

TEST_CASE("bootstrap: a general statistic that is the mean gives the mean's distribution") {
  const ts::bootstrap_options options{.replicates = 500, .seed = 3, .stratum = 2};
  const auto fast = ts::bootstrap_mean(sample, options).value();
  const auto general = ts::bootstrap(sample, mean, options).value();
  CHECK(fast.observed == Approx(general.observed).epsilon(1e-14));
  CHECK(fast.acceleration == Approx(general.acceleration).epsilon(1e-10));
  for (std::size_t r = 0; r < fast.replicates.size(); ++r)
    CHECK(fast.replicates[r] == Approx(general.replicates[r]).epsilon(1e-14));
}

TEST_CASE("bootstrap: the same bits on any number of threads") {
  for (const std::size_t n : {2u, 3u, 16u, 1023u, 1025u, 2500u}) { // runs of 1024 indices
    std::vector<double> values(n);
    for (std::size_t i = 0; i < n; ++i)
      values[i] = std::sin(static_cast<double>(i * i)) * 1e3 + 0.1;
    const ts::bootstrap_options options{.replicates = 70, .seed = n, .stratum = 3};
    const auto fast = ts::bootstrap_mean(values, options).value();
    const auto general = ts::bootstrap(values, mean, options).value();
    for (const std::size_t count : {2u, 3u, 8u}) {
      const threads pool{count};
      const auto other_fast = ts::bootstrap_mean(values, options, pool).value();
      CHECK(fast.replicates == other_fast.replicates);
      CHECK(fast.acceleration == other_fast.acceleration);
      const auto other_general = ts::bootstrap(values, mean, options, pool).value();
      CHECK(general.replicates == other_general.replicates);
      CHECK(general.acceleration == other_general.acceleration);
    }
    CHECK(fast.acceleration == Approx(general.acceleration).epsilon(1e-9));
  }
}

TEST_CASE("bootstrap: replicate r draws as below() of the stream of (seed, stratum, r) does") {
  const ts::bootstrap_options options{.replicates = 5, .seed = 8, .stratum = 4};
  std::vector<double> expected;
  expected.reserve(options.replicates);
  for (std::uint64_t r = 0; r < options.replicates; ++r) {
    tailgate::philox_stream stream(options.seed ^ 0x626F6F7473747261u, options.stratum, r);
    double sum = 0;
    for (std::size_t i = 0; i < sample.size(); ++i)
      sum += sample[stream.below(static_cast<std::uint32_t>(sample.size()))];
    expected.push_back(sum / static_cast<double>(sample.size()));
  }
  std::sort(expected.begin(), expected.end());
  const auto got = ts::bootstrap_mean(sample, options).value().replicates;
  for (std::size_t r = 0; r < expected.size(); ++r)
    CHECK(got[r] == Approx(expected[r]).epsilon(1e-14));
}

TEST_CASE("bootstrap: other seeds and strata draw otherwise") {
  const ts::bootstrap_options options{.replicates = 1000, .seed = 5};
  const auto serial = ts::bootstrap_mean(sample, options).value();
  CHECK(serial.replicates !=
        ts::bootstrap_mean(sample, {.replicates = 1000, .seed = 6}).value().replicates);
  CHECK(
      serial.replicates !=
      ts::bootstrap_mean(sample, {.replicates = 1000, .seed = 5, .stratum = 1}).value().replicates);
}

TEST_CASE("bootstrap: what cannot be said is undefined") {
  CHECK(ts::bootstrap_mean({}).why() == undefined_reason::no_items);
  CHECK(ts::bootstrap_mean(std::vector<double>{1}).why() == undefined_reason::too_few_items);
  CHECK(ts::bootstrap_mean(std::vector<double>{1, INFINITY}).why() ==
        undefined_reason::non_finite_input);
  CHECK(
      ts::bootstrap(std::vector<double>{1, NAN}, mean).why() == undefined_reason::non_finite_input);
  CHECK(
      ts::bootstrap_mean(std::vector<double>{1, NAN}).why() == undefined_reason::non_finite_input);
  CHECK(ts::bootstrap_mean(std::vector<double>{1.7e308, 1.7e308}).why() ==
        undefined_reason::non_finite_input);
  CHECK_THROWS_AS((void)ts::bootstrap_mean(sample, {.replicates = 0}), tailgate::argument_error);
}

TEST_CASE("bootstrap: a statistic without a value on some resample has no distribution") {
  const auto log_of_minimum = [](std::span<const double> x) {
    return std::log(*std::min_element(x.begin(), x.end()));
  };
  const std::vector<double> values{0, 1, 2, 3, 4, 5};
  CHECK(ts::bootstrap(values, log_of_minimum).why() == undefined_reason::non_finite_input);
  // Finite on the sample and on every sample without one item, NaN where one item fills a resample.
  const auto z = [](std::span<const double> x) {
    double squares = 0;
    for (const double v : x)
      squares += (v - mean(x)) * (v - mean(x));
    return mean(x) / std::sqrt(squares);
  };
  CHECK(ts::bootstrap(std::vector<double>{-1, 0, 1}, z, {.replicates = 500}).why() ==
        undefined_reason::non_finite_input);
}

TEST_CASE("bootstrap: the acceleration of tiny and huge items neither underflows nor overflows") {
  const auto acceleration = [](double scale) {
    std::vector<double> values;
    values.reserve(sample.size());
    for (const double x : sample)
      values.push_back(x * scale);
    return ts::bootstrap_mean(values, {.replicates = 1}).value().acceleration;
  };
  CHECK(acceleration(1e-200) == Approx(acceleration(1)).epsilon(1e-10));
  CHECK(acceleration(1e200) == Approx(acceleration(1)).epsilon(1e-10));
  CHECK(ts::bootstrap_mean(std::vector<double>(5, 2.5)).value().acceleration == 0.0);
}
