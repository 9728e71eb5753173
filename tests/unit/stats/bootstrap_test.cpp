#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <numeric>
#include <tailgate/stats/bootstrap.hpp>
#include <tailgate/stats/bootstrap_intervals.hpp>
#include <tailgate/stats/cluster_bootstrap.hpp>
#include <tailgate/stats/cluster_robust.hpp>
#include <thread>
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

/// Two threads, each taking every other call, backwards.
struct two_threads {
  [[nodiscard]] std::size_t concurrency() const { return 2; }
  template <class F>
  void parallel_for(std::size_t n, F&& f) const {
    const auto half = [&](std::size_t parity) {
      for (std::size_t i = n; i-- > 0;)
        if (i % 2 == parity)
          f(i);
    };
    std::thread other(half, 1);
    half(0);
    other.join();
  }
};

} // namespace

TEST_CASE("bootstrap: intervals of a mean as in scipy's tests (values of R's boot)") {
  const auto d = ts::bootstrap_mean(sample, {.replicates = 400000, .seed = 12}).value();
  const auto close = [](double value) { return Approx(value).epsilon(.005); };
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
  two_threads pool;
  const auto serial = ts::bootstrap_mean(sample, options).value();
  CHECK(serial.replicates == ts::bootstrap_mean(sample, options, pool).value().replicates);
  CHECK(serial.replicates !=
        ts::bootstrap_mean(sample, {.replicates = 1000, .seed = 6}).value().replicates);
  CHECK(
      serial.replicates !=
      ts::bootstrap_mean(sample, {.replicates = 1000, .seed = 5, .stratum = 1}).value().replicates);
  const std::vector<std::uint64_t> cluster{0, 1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 2, 1, 0};
  CHECK(ts::cluster_bootstrap_mean(sample, cluster, options).value().replicates ==
        ts::cluster_bootstrap_mean(sample, cluster, options, pool).value().replicates);
}

TEST_CASE("cluster bootstrap: its spread is the cluster-robust standard error") {
  std::vector<double> values;
  std::vector<std::uint64_t> cluster;
  for (std::uint64_t c = 0; c < 80; ++c)
    for (std::uint64_t i = 0; i < 5; ++i) { // five near-copies each
      values.push_back(std::sin(static_cast<double>(c * c)) + 0.01 * static_cast<double>(i));
      cluster.push_back(c);
    }
  const auto d = ts::cluster_bootstrap_mean(values, cluster, {.replicates = 4000}).value();
  const double centre = mean(d.replicates);
  double squares = 0;
  for (const double r : d.replicates)
    squares += (r - centre) * (r - centre);
  const double spread = std::sqrt(squares / static_cast<double>(d.replicates.size()));
  const double robust = ts::cluster_robust_mean(values, cluster).standard_error.value();
  CHECK(spread == Approx(robust).epsilon(.05));

  std::reverse(values.begin(), values.end());
  std::reverse(cluster.begin(), cluster.end());
  CHECK(ts::cluster_bootstrap_mean(values, cluster, {.replicates = 4000}).value().replicates ==
        d.replicates);
}

TEST_CASE("bootstrap: what cannot be said is undefined") {
  CHECK(ts::bootstrap_mean({}).why() == undefined_reason::no_items);
  CHECK(ts::bootstrap_mean(std::vector<double>{1}).why() == undefined_reason::too_few_items);
  CHECK(ts::bootstrap_mean(std::vector<double>{1, INFINITY}).why() ==
        undefined_reason::non_finite_input);
  const auto flat = ts::bootstrap_mean(std::vector<double>(9, 2.0), {.replicates = 50}).value();
  CHECK(ts::bca_interval(flat).why() == undefined_reason::zero_variance);
  CHECK(ts::percentile_interval(flat).why() == undefined_reason::zero_variance);
  CHECK(ts::basic_interval(flat).why() == undefined_reason::zero_variance);
  ts::bootstrap_distribution aside{.observed = 9, .replicates = {1, 2, 3}, .acceleration = 0};
  CHECK(ts::bca_interval(aside).why() == undefined_reason::not_invertible);
  const std::vector<std::uint64_t> one(sample.size(), 1);
  CHECK(ts::cluster_bootstrap_mean(sample, one).why() == undefined_reason::one_cluster);
  CHECK_THROWS_AS((void)ts::bootstrap_mean(sample, {.replicates = 0}), tailgate::argument_error);
}
