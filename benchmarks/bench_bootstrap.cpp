// The bootstrap distribution of a mean, beside the same number of raw draws and additions: what
// bounds, unbiased indices, replicates, sorting and the jackknife cost over random bits and
// gathered items, which no bootstrap of this kind can do without.

#include <algorithm>
#include <array>
#include <benchmark/benchmark.h>
#include <cstdint>
#include <ctime>
#include <tailgate/core/philox.hpp>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/stats/bootstrap_intervals.hpp>
#include <vector>

namespace {

namespace ts = tailgate::stats;

std::vector<double> made_items(std::size_t count) {
  tailgate::philox_stream stream(1);
  std::vector<double> items(count);
  for (double& x : items)
    x = stream.uniform();
  return items;
}

/// Adds `draws` items at random: the high bits of a word times the number of items, without a look
/// at the bias, summed in four chains.
double raw_draws(const std::vector<double>& items, std::size_t draws) {
  tailgate::philox_stream stream(2);
  std::array<std::uint32_t, 1024> words{};
  std::array<double, 4> sums{};
  for (std::size_t done = 0; done < draws; done += words.size()) {
    stream.fill(words);
    for (std::size_t i = 0; i < words.size(); i += 4)
      for (std::size_t lane = 0; lane < 4; ++lane)
        sums[lane] += items[std::uint64_t{words[i + lane]} * items.size() >> 32];
  }
  return sums[0] + sums[1] + sums[2] + sums[3];
}

/// Processor seconds of one raw draw: the least of forty runs, since others may use the machine.
double seconds_of_raw_draw(const std::vector<double>& items) {
  constexpr std::size_t draws = std::size_t{1} << 19;
  double best = 1;
  for (int run = 0; run < 40; ++run) {
    const std::clock_t start = std::clock();
    benchmark::DoNotOptimize(raw_draws(items, draws));
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    best = std::min(best, seconds / static_cast<double>(draws));
  }
  return best;
}

/// Arguments: items, replicates, threads.
void bootstrap_of_mean(benchmark::State& state) {
  const auto items = made_items(static_cast<std::size_t>(state.range(0)));
  const ts::bootstrap_options options{.replicates = static_cast<std::size_t>(state.range(1))};
  tailgate::tbb_executor pool(static_cast<int>(state.range(2)));
  double seconds = 1e9; // processor time of all threads, the least of the iterations
  for (auto _ : state) {
    const std::clock_t start = std::clock();
    const auto distribution = ts::bootstrap_mean(items, options, pool);
    benchmark::DoNotOptimize(ts::bca_interval(distribution.value()));
    seconds = std::min(seconds, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  const double draws = static_cast<double>(state.range(0)) * static_cast<double>(state.range(1));
  state.counters["ns_per_draw"] = seconds / draws * 1e9;
  state.counters["share_of_raw_draws"] = seconds_of_raw_draw(items) * draws / seconds;
}

BENCHMARK(bootstrap_of_mean)
    ->Args({100, 10'000, 1})
    ->Args({10'000, 10'000, 1})
    ->Args({10'000, 10'000, 2})
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
