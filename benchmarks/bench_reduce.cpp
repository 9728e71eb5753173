// Reducing a million paired items over 1,000 strata and 10 metrics to breakdowns on one core, and
// merging 8 shards of them; beside it the least that ten metrics can do which are each given every
// item with its id: a plain pass a metric over the same ids, clusters and values.
//
// Items arrive in random order of strata. Ids have 12 characters; in three strata of ten, four
// items share a source. Three metrics have right/wrong outcomes, seven are means of values as runs
// produce them: losses, divergences with a heavy tail, shares of a few positions.

#include <algorithm>
#include <array>
#include <benchmark/benchmark.h>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <memory>
#include <span>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/item_registry.hpp>
#include <tailgate/metrics/kl_divergence.hpp>
#include <tailgate/metrics/next_token_loss.hpp>
#include <tailgate/metrics/stratified.hpp>
#include <tailgate/metrics/top1_flips.hpp>
#include <vector>

namespace {

using namespace tailgate;

constexpr std::size_t item_count = 1'000'000;
constexpr std::size_t stratum_count = 1'000;
constexpr std::size_t metric_count = 10;
constexpr std::size_t shard_count = 8;
const stats::confidence_level level = stats::confidence_level::one_sided(0.05);

/// One item as an evaluation knows it: what every metric is given.
struct measured_item {
  std::size_t stratum;
  std::string id;
  std::string cluster;
  std::array<bool, 6> right; ///< baseline and candidate of three right/wrong metrics
  std::array<double, 4> loss;
  std::array<double, 3> divergence;
  std::array<std::uint8_t, 2> flips; ///< of 16 positions
};

std::vector<declared_stratum> declared_strata() {
  std::vector<declared_stratum> declared;
  declared.reserve(stratum_count);
  for (std::size_t s = 0; s < stratum_count; ++s)
    declared.push_back({{{"task", std::to_string(s / 20)}, {"length", std::to_string(s % 20)}},
        1.0 + static_cast<double>(s % 7), 2});
  return declared;
}

std::vector<measured_item> measured_items() {
  philox_stream stream(20240611);
  std::vector<measured_item> items;
  items.reserve(item_count);
  for (std::size_t i = 0; i < item_count; ++i) {
    measured_item item;
    item.stratum = stream.below(stratum_count);
    std::array<char, 16> id{};
    std::snprintf(id.data(), id.size(), "q%03zu-%07zu", item.stratum, i);
    item.id = id.data();
    if (item.stratum % 10 < 3)
      item.cluster = "doc-" + std::to_string(i / (4 * stratum_count));
    for (bool& right : item.right)
      right = stream.uniform() < 0.85;
    const auto exponential = [&] { return -std::log(stream.uniform_open()); };
    for (double& loss : item.loss)
      loss = 2.5 * exponential();
    for (double& nats : item.divergence)
      nats = 0.02 * std::exp(3 * (stream.uniform() - 0.5)) * exponential();
    for (std::uint8_t& changed : item.flips)
      changed = static_cast<std::uint8_t>(stream.below(5));
    items.push_back(std::move(item));
  }
  return items;
}

/// Ten metrics over the same items.
struct evaluation {
  explicit evaluation(const std::vector<declared_stratum>& declared) {
    for (std::size_t m = 0; m < 3; ++m)
      right.emplace_back(declared, items);
    for (std::size_t m = 0; m < 2; ++m)
      loss.emplace_back(declared, items);
    for (std::size_t m = 0; m < 3; ++m)
      divergence.emplace_back(declared, items);
    for (std::size_t m = 0; m < 2; ++m)
      flips.emplace_back(declared, items);
  }

  /// Metric by metric within `some`, which is one item or all.
  void observe(std::span<const measured_item> some) {
    for (std::size_t k = 0; k < right.size(); ++k)
      for (const measured_item& m : some)
        right[k].observe(m.stratum, {m.id, m.cluster, m.right[2 * k], m.right[2 * k + 1]});
    for (std::size_t k = 0; k < loss.size(); ++k)
      for (const measured_item& m : some)
        loss[k].observe(m.stratum, {m.id, m.cluster, m.loss[2 * k], m.loss[2 * k + 1]});
    for (std::size_t k = 0; k < divergence.size(); ++k)
      for (const measured_item& m : some)
        divergence[k].observe(m.stratum, {m.id, m.cluster, m.divergence[k]});
    for (std::size_t k = 0; k < flips.size(); ++k)
      for (const measured_item& m : some)
        flips[k].observe(m.stratum, {m.id, m.cluster, 16, m.flips[k]});
  }

  void merge(const evaluation& other) {
    each_with(other, [](auto& mine, const auto& theirs) { mine.merge(theirs); });
  }

  [[nodiscard]] std::vector<breakdown> results() const {
    std::vector<breakdown> all;
    all.reserve(metric_count);
    const auto add = [&](const auto& metrics) {
      for (const auto& metric : metrics)
        all.push_back(metric.result(level));
    };
    add(right);
    add(loss);
    add(divergence);
    add(flips);
    return all;
  }

  item_registry items;
  std::vector<stratified<exact_match>> right;
  std::vector<stratified<next_token_loss>> loss;
  std::vector<stratified<kl_divergence>> divergence;
  std::vector<stratified<top1_flips>> flips;

private:
  template <class F>
  void each_with(const evaluation& other, F f) {
    const auto pairwise = [&](auto& mine, const auto& theirs) {
      for (std::size_t k = 0; k < mine.size(); ++k)
        f(mine[k], theirs[k]);
    };
    pairwise(right, other.right);
    pairwise(loss, other.loss);
    pairwise(divergence, other.divergence);
    pairwise(flips, other.flips);
  }
};

const std::vector<measured_item>& items() {
  static const auto all = measured_items();
  return all;
}

const std::vector<declared_stratum>& strata() {
  static const auto all = declared_strata();
  return all;
}

/// The limit: for each metric, every character of every id and cluster and its values are read once
/// and added up, with nothing checked, grouped or rounded exactly.
double plain_passes() {
  std::uint64_t characters = 0;
  double sum = 0;
  const auto pass = [&](auto value) {
    for (const measured_item& item : items()) {
      for (const char c : item.id)
        characters += static_cast<unsigned char>(c);
      for (const char c : item.cluster)
        characters += static_cast<unsigned char>(c);
      sum += value(item);
    }
  };
  for (std::size_t k = 0; k < 3; ++k)
    pass([=](const measured_item& m) { return m.right[2 * k] + m.right[2 * k + 1]; });
  for (std::size_t k = 0; k < 2; ++k)
    pass([=](const measured_item& m) { return m.loss[2 * k] + m.loss[2 * k + 1]; });
  for (std::size_t k = 0; k < 3; ++k)
    pass([=](const measured_item& m) { return m.divergence[k]; });
  for (std::size_t k = 0; k < 2; ++k)
    pass([=](const measured_item& m) { return m.flips[k]; });
  return sum + static_cast<double>(characters);
}

/// The least processor time of what is called, in seconds: others may use the machine.
class least_time {
public:
  template <class F>
  void of(F f) {
    const std::clock_t start = std::clock();
    f();
    seconds_ = std::min(seconds_, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  [[nodiscard]] double seconds() const { return seconds_; }

private:
  double seconds_ = 1e9;
};

double seconds_of_plain_passes() {
  static const double seconds = [] {
    least_time time;
    for (int run = 0; run < 8; ++run)
      time.of([] { benchmark::DoNotOptimize(plain_passes()); });
    return time.seconds();
  }();
  return seconds;
}

void report(benchmark::State& state, const least_time& time) {
  constexpr double observations = item_count * metric_count;
  state.counters["seconds"] = time.seconds();
  state.counters["million_observations_per_s"] = observations / time.seconds() / 1e6;
  state.counters["share_of_plain_passes"] = seconds_of_plain_passes() / time.seconds();
}

/// In turn, one item after the other goes to all metrics; otherwise, each metric gets all items.
void observe_all(evaluation& all, bool in_turn) {
  if (!in_turn)
    return all.observe(items());
  for (const measured_item& item : items())
    all.observe({&item, 1});
}

/// observe() and result() of all: what has to take less than a second.
void reduce(benchmark::State& state) {
  (void)items();
  least_time time;
  for (auto _ : state)
    time.of([&] {
      evaluation all(strata());
      observe_all(all, state.range(0) != 0);
      auto results = all.results();
      benchmark::DoNotOptimize(results);
    });
  report(state, time);
}

void observe_only(benchmark::State& state) {
  (void)items();
  least_time time;
  for (auto _ : state)
    time.of([&] {
      evaluation all(strata());
      observe_all(all, state.range(0) != 0);
      benchmark::DoNotOptimize(all);
    });
  report(state, time);
}

void result_only(benchmark::State& state) {
  evaluation all(strata());
  all.observe(items());
  least_time time;
  for (auto _ : state)
    time.of([&] {
      auto results = all.results();
      benchmark::DoNotOptimize(results);
    });
  report(state, time);
}

/// Eight shards of 125,000 items, each with ids of its own, into one.
void merge_shards(benchmark::State& state) {
  std::vector<std::unique_ptr<evaluation>> shards;
  shards.reserve(shard_count);
  for (std::size_t s = 0; s < shard_count; ++s)
    shards.push_back(std::make_unique<evaluation>(strata()));
  for (std::size_t i = 0; i < items().size(); ++i)
    shards[i % shard_count]->observe({&items()[i], 1});
  least_time time;
  for (auto _ : state)
    time.of([&] {
      evaluation all(strata());
      for (const auto& shard : shards)
        all.merge(*shard);
      benchmark::DoNotOptimize(all);
    });
  report(state, time);
}

/// What the first metric pays for the ids, which the others find.
void observe_first(benchmark::State& state) {
  (void)items();
  least_time time;
  for (auto _ : state)
    time.of([&] {
      item_registry registry;
      stratified<exact_match> metric(strata(), registry);
      for (const measured_item& m : items())
        metric.observe(m.stratum, {m.id, m.cluster, m.right[0], m.right[1]});
      benchmark::DoNotOptimize(metric);
    });
  state.counters["ns_per_item"] = time.seconds() / item_count * 1e9;
}

BENCHMARK(reduce)->ArgName("in_turn")->Arg(0)->Arg(1)->Iterations(8)->Unit(benchmark::kMillisecond);
BENCHMARK(observe_only)->ArgName("in_turn")->Arg(0)->Iterations(8)->Unit(benchmark::kMillisecond);
BENCHMARK(observe_first)->Iterations(8)->Unit(benchmark::kMillisecond);
BENCHMARK(result_only)->Iterations(8)->Unit(benchmark::kMillisecond);
BENCHMARK(merge_shards)->Iterations(8)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
