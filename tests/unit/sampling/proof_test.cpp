// What the sampler promises, checked by simulation with fixed seeds: each item is drawn with its
// stated probability, estimates are unbiased, intervals cover, and a rare damaged stratum is seen.
// A sampler that does not stratify has to fail the same checks.
#include "made_population.hpp"
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <doctest/doctest.h>
#include <map>
#include <tailgate/sampling/stratified_sampler.hpp>
#include <tailgate/stats/chi_square_distribution.hpp>
#include <tailgate/stats/hajek.hpp>
#include <tailgate/stats/horvitz_thompson.hpp>
#include <tailgate/stats/priority_total.hpp>
#include <tailgate/stats/tango.hpp>
#include <utility>
#include <vector>

namespace ts = tailgate::stats;
using tailgate::sampling_request;
using tailgate::selection;
using tailgate::stratified_sampler;

namespace {

using sample = tailgate::stratified_sample<std::uint64_t>;

/// The level of each chi-square test: with fixed seeds it passes for good or fails for good.
constexpr double test_level = 1e-3;

sample stratified(const made_population& population, sampling_request request, std::uint64_t seed) {
  request.seed = seed;
  return population.draw(request);
}

/// As many items, but from the whole population at once: the strata get what chance gives them.
sample unstratified(
    const made_population& population, const sampling_request& request, std::uint64_t seed) {
  auto pooled = request_of(1, request.allocation.total, seed);
  stratified_sampler<> sampler(pooled);
  std::vector<std::size_t> stratum;
  population.each([&](std::size_t k, std::uint64_t n) {
    sampler.offer(0, made_population::id(n), n);
    stratum.push_back(k);
  });
  sample drawn = sampler.draw();
  for (auto& item : drawn.items)
    item.stratum = stratum[item.payload];
  return drawn;
}

/// The p-value of "each item of stratum k is drawn with probability n_k / N_k": the counts of a
/// simple random sample have covariance -pi (1 - pi) / (N - 1), so that
///   sum (count - draws pi)^2 / (draws pi (1 - pi)) (N - 1) / N  is chi-square with N - 1 df.
template <class Draw>
std::vector<double> inclusion_p_values(const made_population& population,
    const sampling_request& request, std::size_t draws, const Draw& draw) {
  const auto design = population.draw(request).design;
  std::map<std::uint64_t, double> count;
  for (std::size_t seed = 1; seed <= draws; ++seed)
    for (const auto& item : draw(population, request, seed).items)
      ++count[item.payload];
  std::vector<double> statistic(population.sizes.size());
  population.each([&](std::size_t k, std::uint64_t n) {
    const double size = static_cast<double>(population.sizes[k]);
    const double pi = static_cast<double>(design.strata[k].sampled) / size;
    const double gap = count[n] - static_cast<double>(draws) * pi;
    statistic[k] += gap * gap / (static_cast<double>(draws) * pi * (1 - pi)) * (size - 1) / size;
  });
  std::vector<double> p;
  for (std::size_t k = 0; k < statistic.size(); ++k) {
    const double df = static_cast<double>(population.sizes[k]) - 1;
    p.push_back(
        2 * std::min(ts::chi_square_sf(statistic[k], df), ts::chi_square_cdf(statistic[k], df)));
  }
  return p;
}

/// Differences of right/wrong answers, fixed for each item: a tenth of them changes, half for the
/// better, and in the last stratum two fifths are lost.
double difference(const made_population& population, std::size_t k, std::uint64_t n) {
  const std::uint64_t lost = k + 1 == population.sizes.size() ? 8 : 1;
  return n % 20 == 0 ? 1 : n % 20 <= lost ? -1 : 0;
}

/// How the estimates of many samples stand against the population.
struct quality {
  double truth = 0;
  double mean_error = 0; ///< of Horvitz and Thompson's mean, over its Monte Carlo error
  double hajek_mean_error = 0;
  double coverage = 0; ///< of the 95 % interval of Horvitz and Thompson's mean
  double detected = 0; ///< how often the last stratum is shown to lose more than 3 points
  std::size_t draws = 0;
};

template <class Draw>
quality quality_of(const made_population& population, const sampling_request& request,
    std::size_t draws, const Draw& draw) {
  quality q;
  q.draws = draws;
  double items = 0;
  population.each([&](std::size_t k, std::uint64_t n) {
    q.truth += difference(population, k, n);
    ++items;
  });
  q.truth /= items;
  struct moments {
    double sum = 0, squares = 0;
    void add(double x) {
      sum += x;
      squares += x * x;
    }
    [[nodiscard]] double over_error(double n) const {
      const double mean = sum / n;
      return mean / std::sqrt((squares / n - mean * mean) / (n - 1));
    }
  } thompson, hajek;
  for (std::size_t seed = 1; seed <= draws; ++seed) {
    const sample drawn = draw(population, request, seed);
    std::vector<double> values;
    ts::paired_counts last;
    for (const auto& item : drawn.items) {
      values.push_back(difference(population, item.stratum, item.payload));
      if (item.stratum + 1 == population.sizes.size())
        ++(values.back() < 0 ? last.lost : values.back() > 0 ? last.gained : last.both);
    }
    const auto pi = drawn.inclusion_probabilities();
    const auto strata =
        drawn.design.strata.size() > 1 ? drawn.strata() : std::vector<std::uint64_t>();
    const auto total = ts::horvitz_thompson_total(values, pi, strata);
    thompson.add(total.value.value() / items - q.truth);
    hajek.add(ts::hajek_mean(values, pi, strata).value.value() - q.truth);
    const auto interval = total.confidence();
    q.coverage += interval && interval.value().lower <= q.truth * items &&
                  q.truth * items <= interval.value().upper;
    const auto p = ts::tango_inferiority_p_value(last, .03);
    q.detected += p && p.value() <= .05;
  }
  const double n = static_cast<double>(draws);
  q.mean_error = thompson.over_error(n);
  q.hajek_mean_error = hajek.over_error(n);
  q.coverage /= n;
  q.detected /= n;
  return q;
}

} // namespace

TEST_CASE("proof: every item is drawn with its stated probability, over 10^5 draws") {
  const made_population population{{24, 9, 5}};
  auto request = request_of(3, 11);
  request.allocation.minimum = 2;
  for (const double p : inclusion_p_values(population, request, 100'000, stratified))
    CHECK(p > test_level);
  // The sampler that does not stratify misses them all.
  for (const double p : inclusion_p_values(population, request, 10'000, unstratified))
    CHECK(p < test_level);
}

TEST_CASE("proof: all subsets of a stratum are equally likely") {
  const made_population population{{7}};
  std::map<std::uint64_t, double> count; // by the set of items, as bits
  constexpr double draws = 35'000;
  for (std::uint64_t seed = 1; seed <= 35'000; ++seed) {
    std::uint64_t subset = 0;
    for (const auto& item : stratified(population, request_of(1, 3), seed).items)
      subset |= std::uint64_t{1} << item.payload;
    ++count[subset];
  }
  CHECK(count.size() == 35); // 7 over 3
  double statistic = 0;
  for (const auto& [subset, times] : count)
    statistic += (times - draws / 35) * (times - draws / 35) / (draws / 35);
  CHECK(ts::chi_square_sf(statistic, 34) > test_level);
  CHECK(ts::chi_square_cdf(statistic, 34) > test_level);
}

TEST_CASE("proof: strata are drawn independently") {
  // The first item of each of two strata: a table of 20 x 20, 399 df.
  const made_population population{{20, 20}};
  std::map<std::pair<std::uint64_t, std::uint64_t>, double> count;
  constexpr double draws = 40'000;
  for (std::uint64_t seed = 1; seed <= 40'000; ++seed) {
    const auto items = stratified(population, request_of(2, 2), seed).items;
    ++count[{items[0].payload, items[1].payload}];
  }
  double statistic = 0;
  for (std::uint64_t a = 0; a < 20; ++a)
    for (std::uint64_t b = 20; b < 40; ++b) {
      const double gap = count[{a, b}] - draws / 400;
      statistic += gap * gap / (draws / 400);
    }
  CHECK(ts::chi_square_sf(statistic, 399) > test_level);
  CHECK(ts::chi_square_cdf(statistic, 399) > test_level);
}

TEST_CASE("proof: drawn by size, totals are unbiased and their intervals cover") {
  const made_population population{{800}};
  auto request = request_of(1, 120);
  request.select = selection::proportional_to_size;
  constexpr int draws = 3000;
  // y = 1 (the number of items), y = size, and y = size squared.
  for (const double power : {0., 1., 2.}) {
    double truth = 0;
    const auto value = [&](std::uint64_t n) {
      return std::pow(made_population::size(request.select, n), power);
    };
    population.each([&](std::size_t, std::uint64_t n) { truth += value(n); });
    double sum = 0;
    double squares = 0;
    double variance = 0;
    int covered = 0;
    for (std::uint64_t seed = 1; seed <= draws; ++seed) {
      const auto drawn = stratified(population, request, seed);
      std::vector<double> values;
      for (const auto& item : drawn.items)
        values.push_back(value(item.payload));
      const auto total = ts::priority_total(values, drawn.inclusion_probabilities());
      const double error = total.value.value() - truth;
      sum += error;
      squares += error * error;
      variance += total.standard_error.value() * total.standard_error.value() / draws;
      const auto interval = total.confidence().value();
      covered += interval.lower <= truth && truth <= interval.upper;
    }
    const double mean = sum / draws;
    const double spread = squares / draws - mean * mean;
    CAPTURE(power);
    CHECK(std::abs(mean) < 3.3 * std::sqrt(spread / draws));
    CHECK(variance == doctest::Approx(spread).epsilon(.1)); // Monte Carlo error 2.6 %
    CHECK(covered / static_cast<double>(draws) > .937);     // .95 less three Monte Carlo errors
  }
}

TEST_CASE("proof: a rare damaged stratum is seen, and the population is estimated honestly") {
  const made_population population{{3600, 360, 40}}; // the last has 1 %
  auto request = request_of(3, 300);
  request.allocation.minimum = 30;
  const auto by_design = quality_of(population, request, 600, stratified);
  const auto by_chance = quality_of(population, request, 600, unstratified);
  for (const auto& q : {by_design, by_chance}) {
    CHECK(std::abs(q.mean_error) < 3.3); // standard errors
    CHECK(std::abs(q.hajek_mean_error) < 3.3);
  }
  CHECK(by_design.coverage > .92); // .95 less 3.3 Monte Carlo errors
  CHECK(by_design.detected > .9);
  CHECK_FALSE(by_chance.detected > .9);
  CHECK(by_chance.detected < .3); // 3 items of the stratum on average
}
