// Row operations over a vocabulary of 131072 tokens, as shares of the rate at which the same
// process reads and copies memory.
//
// Rows follow a heavy tail: most logits near the middle, few far above, as a language model's. Two
// settings: one pair of rows that stays in the caches, as a row that was just computed does, and
// pairs that pass through 256 MiB, so that every row comes from memory.

#include "read_bytes.hpp"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <ctime>
#include <span>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/kernels/divergence_of_logits.hpp>
#include <tailgate/kernels/softmax.hpp>
#include <tailgate/kernels/top_k.hpp>
#include <vector>

namespace {

using tailgate::isa;

constexpr std::size_t vocabulary = 131072;
constexpr std::size_t row_bytes = vocabulary * sizeof(float);

/// Pairs of rows: a baseline's logits, and a candidate's with noise of an int4 tier's size.
class row_pairs {
public:
  explicit row_pairs(std::size_t pairs) : values_(2 * pairs * vocabulary) {
    tailgate::philox_stream stream(7);
    for (std::size_t i = 0; i < vocabulary; ++i) {
      // Student's t of 4 degrees of freedom (R. W. Bailey, Math. Comp. 62, 1994).
      const double radius = std::sqrt(4 * (std::pow(stream.uniform_open(), -0.5) - 1));
      const double logit = 2 * radius * std::cos(6.283185307179586 * stream.uniform());
      values_[i] = static_cast<float>(std::min(logit, 30.0));
      values_[vocabulary + i] = values_[i] + static_cast<float>(0.2 * (stream.uniform() - 0.5));
    }
    for (std::size_t pair = 1; pair < pairs; ++pair)
      std::copy_n(values_.begin(), 2 * vocabulary,
          values_.begin() + static_cast<std::ptrdiff_t>(2 * pair * vocabulary));
  }
  [[nodiscard]] std::size_t pairs() const { return values_.size() / vocabulary / 2; }
  [[nodiscard]] std::span<const float> row(std::size_t pair, std::size_t which) const {
    return std::span(values_).subspan((2 * pair + which) * vocabulary, vocabulary);
  }

private:
  std::vector<float> values_;
};

const row_pairs& rows(bool from_memory) {
  static const row_pairs one(1), many(256);
  return from_memory ? many : one;
}

/// Bytes a second of `f`, which passes `bytes` a call: the best of some short runs.
template <class F>
double best_rate(std::size_t bytes, F&& f) {
  double best = 0;
  constexpr std::size_t calls = 256; // some milliseconds, which the clock resolves
  for (std::size_t run = 0; run < 20; ++run) {
    const std::clock_t start = std::clock(); // processor time, as the benchmarks' own rates
    for (std::size_t call = 0; call < calls; ++call)
      f(run * calls + call);
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    best = std::max(best, static_cast<double>(calls * bytes) / seconds);
  }
  return best;
}

double read_rate(bool from_memory) {
  static const double rates[2] = {best_rate(row_bytes,
                                      [](std::size_t i) {
                                        benchmark::DoNotOptimize(
                                            benchmarks::read_bytes(rows(false).row(0, i % 2)));
                                      }),
      best_rate(row_bytes, [](std::size_t i) {
        benchmark::DoNotOptimize(benchmarks::read_bytes(rows(true).row(i % rows(true).pairs(), 0)));
      })};
  return rates[from_memory ? 1 : 0];
}

/// Runs `f` on one pair after the other and reports the bytes of `rows_read` rows.
template <class F>
void run(benchmark::State& state, bool from_memory, std::size_t rows_read, F&& f) {
  const row_pairs& data = rows(from_memory);
  const double peak = read_rate(from_memory);
  std::size_t pair = 0;
  for (auto _ : state) {
    f(data.row(pair, 0), data.row(pair, 1));
    pair = (pair + 1) % data.pairs();
  }
  const auto bytes = static_cast<double>(rows_read * row_bytes);
  state.counters["gb_per_s"] =
      benchmark::Counter(bytes * 1e-9, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["share_of_read"] =
      benchmark::Counter(bytes / peak, benchmark::Counter::kIsIterationInvariantRate);
}

void read_only(benchmark::State& state, bool from_memory) {
  run(state, from_memory, 1, [](std::span<const float> p, std::span<const float>) {
    benchmark::DoNotOptimize(benchmarks::read_bytes(p));
  });
}

void copy(benchmark::State& state, bool from_memory) {
  std::vector<float> target(vocabulary);
  run(state, from_memory, 1, [&](std::span<const float> p, std::span<const float>) {
    std::memcpy(target.data(), p.data(), row_bytes);
    benchmark::DoNotOptimize(target.data());
    benchmark::ClobberMemory();
  });
}

void log_sum_exp(benchmark::State& state, bool from_memory, isa level) {
  run(state, from_memory, 1, [&](std::span<const float> p, std::span<const float>) {
    benchmark::DoNotOptimize(tailgate::log_sum_exp(p, level));
  });
}

void divergence(benchmark::State& state, bool from_memory, isa level) {
  const auto p = tailgate::normalised_row(rows(false).row(0, 0), level);
  const auto q = tailgate::normalised_row(rows(false).row(0, 1), level);
  run(state, from_memory, 2, [&](std::span<const float> x, std::span<const float> y) {
    auto here = p, there = q; // every pair holds the same values
    here.logits = x;
    there.logits = y;
    benchmark::DoNotOptimize(tailgate::divergence_of_logits(here, there, level));
  });
}

void argmax(benchmark::State& state, bool from_memory) {
  run(state, from_memory, 1, [](std::span<const float> p, std::span<const float>) {
    benchmark::DoNotOptimize(tailgate::argmax(p));
  });
}

void top_5(benchmark::State& state, bool from_memory) {
  run(state, from_memory, 1, [](std::span<const float> p, std::span<const float>) {
    benchmark::DoNotOptimize(tailgate::top_k(p, 5));
  });
}

void rank(benchmark::State& state, bool from_memory) {
  run(state, from_memory, 1, [](std::span<const float> p, std::span<const float>) {
    benchmark::DoNotOptimize(tailgate::rank_of(p, vocabulary / 2));
  });
}

} // namespace

int main(int argc, char** argv) {
  for (const bool from_memory : {false, true}) {
    const std::string place = from_memory ? "/memory" : "/cache";
    const auto add = [&](const std::string& name, auto function, auto... arguments) {
      benchmark::RegisterBenchmark((name + place).c_str(), function, from_memory, arguments...);
    };
    add("read", read_only);
    add("copy", copy);
    for (const isa level : tailgate::all_isas)
      if (level != isa::reference && tailgate::machine_has(level)) {
        add(std::string("log_sum_exp/") + tailgate::to_string(level), log_sum_exp, level);
        add(std::string("divergences/") + tailgate::to_string(level), divergence, level);
      }
    add("argmax", argmax);
    add("top_5", top_5);
    add("rank", rank);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
