// The fp32 product at the shapes of the bundled model and of a 7B layer, as a share of the
// multiply-add peak that the same process measured.

#include "fma_peak.hpp"

#include <benchmark/benchmark.h>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/kernels/matmul_f32.hpp>
#include <vector>

namespace {

void matmul(benchmark::State& state, tailgate::isa level) {
  const auto m = static_cast<std::size_t>(state.range(0));
  const auto n = static_cast<std::size_t>(state.range(1));
  const auto k = static_cast<std::size_t>(state.range(2));
  tailgate::philox_stream stream(1);
  std::vector<float> x(m * k), w(n * k), y(m * n);
  for (std::vector<float>* values : {&x, &w})
    for (float& v : *values)
      v = static_cast<float>(stream.uniform() - 0.5);
  const tailgate::packed_f32 packed(tailgate::matrix_view<const float>(w.data(), n, k));
  for (auto _ : state) {
    tailgate::matmul_f32(
        {x.data(), m, k}, packed, {}, tailgate::matrix_view<float>(y.data(), m, n), {}, level);
    benchmark::DoNotOptimize(y.data());
    benchmark::ClobberMemory();
  }
  const double operations = 2.0 * static_cast<double>(m * n) * static_cast<double>(k);
  state.counters["gflops"] =
      benchmark::Counter(operations * 1e-9, benchmark::Counter::kIsIterationInvariantRate);
  if (const double peak = benchmarks::fma_peak(level); peak > 0)
    state.counters["share_of_peak"] =
        benchmark::Counter(operations / peak, benchmark::Counter::kIsIterationInvariantRate);
}

} // namespace

int main(int argc, char** argv) {
  for (const tailgate::isa level : tailgate::all_isas) {
    if (level == tailgate::isa::reference || !tailgate::machine_has(level))
      continue;
    const std::string name = std::string("matmul_f32/") + tailgate::to_string(level);
    benchmark::RegisterBenchmark(name.c_str(), matmul, level)
        ->ArgNames({"M", "N", "K"})
        ->Args({1, 768, 256})
        ->Args({64, 768, 256})
        ->Args({384, 768, 256})
        ->Args({384, 256, 768})
        ->Args({128, 8192, 256})
        ->Args({512, 4096, 4096});
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
