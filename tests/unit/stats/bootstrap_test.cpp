#include "two_threads.hpp"
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

TEST_CASE("bootstrap: the same bits on two threads; other seeds and strata draw otherwise") {
  const ts::bootstrap_options options{.replicates = 1000, .seed = 5};
  const two_threads pool;
  const auto serial = ts::bootstrap_mean(sample, options).value();
  CHECK(serial.replicates == ts::bootstrap_mean(sample, options, pool).value().replicates);
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
  CHECK_THROWS_AS((void)ts::bootstrap_mean(sample, {.replicates = 0}), tailgate::argument_error);
}
