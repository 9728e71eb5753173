// Reducing paired outcomes to a breakdown, beside a plain pass that only adds the same outcomes up:
// what the strata, clusters and intervals cost over the one number that hides them.

#include <benchmark/benchmark.h>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/stratified.hpp>
#include <vector>

namespace {

struct item {
  std::size_t stratum;
  tailgate::paired_outcome outcome;
};

std::vector<item> made_items(std::size_t count, std::size_t strata) {
  tailgate::philox_stream stream(1);
  std::vector<item> items;
  for (std::size_t i = 0; i < count; ++i)
    items.push_back({i % strata,
        {"item " + std::to_string(i), "", stream.uniform() < 0.9, stream.uniform() < 0.88}});
  return items;
}

void breakdown_of_outcomes(benchmark::State& state) {
  const auto strata = static_cast<std::size_t>(state.range(1));
  const auto items = made_items(static_cast<std::size_t>(state.range(0)), strata);
  std::vector<tailgate::declared_stratum> declared;
  for (std::size_t s = 0; s < strata; ++s)
    declared.push_back({{{"stratum", std::to_string(s)}}, 1.0, 2});
  for (auto _ : state) {
    tailgate::stratified<tailgate::exact_match> metric(declared);
    for (const item& i : items)
      metric.observe(declared[i.stratum].key, i.outcome);
    auto result = metric.result(tailgate::stats::default_confidence);
    benchmark::DoNotOptimize(result);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void plain_sum(benchmark::State& state) {
  const auto items = made_items(static_cast<std::size_t>(state.range(0)), 1);
  for (auto _ : state) {
    long difference = 0;
    for (const item& i : items)
      difference += i.outcome.candidate_right - i.outcome.baseline_right;
    benchmark::DoNotOptimize(difference);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(breakdown_of_outcomes)
    ->Args({10'000, 10})
    ->Args({100'000, 100})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(plain_sum)->Args({100'000})->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
