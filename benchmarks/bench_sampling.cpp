// A sample drawn in one pass over the metadata of ten million prompts, beside a plain pass over the
// same bytes that only adds them up: what hashing, ranking and counting cost.

#include <algorithm>
#include <benchmark/benchmark.h>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>
#include <tailgate/core/sha256.hpp>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/sampling/stratified_sampler.hpp>
#include <vector>

namespace {

constexpr std::size_t id_length = 12;

/// Ids of 12 characters, one behind the other, and strata of very different sizes.
struct metadata {
  std::string ids;
  std::vector<std::uint8_t> stratum;

  explicit metadata(std::size_t items) {
    ids.reserve(items * id_length);
    stratum.reserve(items);
    for (std::size_t i = 0; i < items; ++i) {
      const std::string number = std::to_string(i);
      ids.append("prompt------", id_length - number.size()).append(number);
      stratum.push_back(i % 200 == 0 ? 3 : i % 64 == 1 ? 2 : i % 12 == 2 ? 1 : 0);
    }
  }
  [[nodiscard]] std::string_view id(std::size_t i) const {
    return std::string_view(ids).substr(i * id_length, id_length);
  }
};

const metadata& ten_million() {
  static const metadata made(10'000'000);
  return made;
}

tailgate::sampling_request request(tailgate::selection how) {
  tailgate::sampling_request made;
  made.select = how;
  made.allocation.total = 2000;
  for (const char* level : {"everyday", "rare", "rarer", "rarest"})
    made.strata.push_back({tailgate::stratum_key{{"kind", level}}});
  return made;
}

/// Reports the rate of the fastest iteration, by processor time, since others may use the machine.
class fastest {
public:
  void start() { start_ = std::clock(); }
  void stop() {
    seconds_ = std::min(seconds_, static_cast<double>(std::clock() - start_) / CLOCKS_PER_SEC);
  }
  void report(benchmark::State& state, std::size_t items) const {
    const double n = static_cast<double>(items);
    state.counters["ns_per_item"] = seconds_ / n * 1e9;
    state.counters["million_items_per_s"] = n / seconds_ / 1e6;
  }

private:
  std::clock_t start_ = 0;
  double seconds_ = 1e9;
};

void plain_pass(benchmark::State& state) {
  const metadata& data = ten_million();
  fastest timer;
  for (auto _ : state) {
    timer.start();
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < data.stratum.size(); ++i) {
      for (const char c : data.id(i))
        sum += static_cast<unsigned char>(c);
      sum += data.stratum[i];
    }
    benchmark::DoNotOptimize(sum);
    timer.stop();
  }
  timer.report(state, data.stratum.size());
}

/// The hash of the id alone, by SipHash or SHA-256.
template <bool sha>
void hash_alone(benchmark::State& state) {
  const metadata& data = ten_million();
  const std::size_t items = sha ? 1'000'000 : data.stratum.size();
  fastest timer;
  for (auto _ : state) {
    timer.start();
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < items; ++i)
      if constexpr (sha)
        sum += tailgate::sha256().update(data.id(i)).digest()[0];
      else
        sum += tailgate::hash_of_id(data.id(i));
    benchmark::DoNotOptimize(sum);
    timer.stop();
  }
  timer.report(state, items);
}

void one_pass(benchmark::State& state, tailgate::selection how) {
  const metadata& data = ten_million();
  const auto asked = request(how);
  const bool sized = how == tailgate::selection::proportional_to_size;
  fastest timer;
  for (auto _ : state) {
    timer.start();
    tailgate::stratified_sampler<> sampler(asked);
    for (std::size_t i = 0; i < data.stratum.size(); ++i)
      sampler.offer(data.stratum[i], data.id(i), i, sized ? 1 + static_cast<double>(i % 7) : 1);
    benchmark::DoNotOptimize(sampler.draw());
    timer.stop();
  }
  timer.report(state, data.stratum.size());
}

/// Processor time of all threads; the argument is their number.
void shards(benchmark::State& state) {
  const metadata& data = ten_million();
  const auto asked = request(tailgate::selection::equal_probability);
  tailgate::tbb_executor pool(static_cast<int>(state.range(0)));
  constexpr std::size_t count = 16;
  fastest timer;
  for (auto _ : state) {
    timer.start();
    const auto sampler = tailgate::sample_shards(
        asked, count,
        [&](std::size_t s, tailgate::stratified_sampler<>& part) {
          const std::size_t items = data.stratum.size();
          for (std::size_t i = s * items / count; i < (s + 1) * items / count; ++i)
            part.offer(data.stratum[i], data.id(i), i);
        },
        tailgate::executor_ref(pool));
    benchmark::DoNotOptimize(sampler.draw());
    timer.stop();
  }
  timer.report(state, data.stratum.size());
}

BENCHMARK(plain_pass)->Unit(benchmark::kMillisecond);
BENCHMARK_TEMPLATE(hash_alone, false)->Unit(benchmark::kMillisecond);
BENCHMARK_TEMPLATE(hash_alone, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(one_pass, equal, tailgate::selection::equal_probability)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(one_pass, by_size, tailgate::selection::proportional_to_size)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(shards)->Arg(2)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
