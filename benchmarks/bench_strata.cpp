// Counting the tokens of a corpus, and other passes over prompts; beside it a plain pass, which
// reads every id once and adds them up, with nothing checked or counted.
//
// The corpus has 32 Mi tokens of a vocabulary of 128 Ki, with frequencies about in proportion to
// 1/rank, as text has them.

#include <benchmark/benchmark.h>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/philox.hpp>
#include <tailgate/core/utf8.hpp>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/strata/crossing_counter.hpp>
#include <tailgate/strata/lookup_prompt.hpp>
#include <tailgate/strata/prompt_axes.hpp>
#include <tailgate/strata/stratifier.hpp>
#include <tailgate/strata/token_counter.hpp>
#include <vector>

namespace {

using namespace tailgate;

constexpr std::size_t vocabulary = std::size_t{1} << 17;

const std::vector<token_id>& corpus() {
  static const auto tokens = [] {
    philox_stream stream(1);
    std::vector<token_id> ids(std::size_t{1} << 25);
    for (token_id& id : ids) // log-uniform: P(id) is about 1 / ((id + 1) ln vocabulary)
      id = static_cast<token_id>(std::pow(static_cast<double>(vocabulary), stream.uniform()) - 1);
    return ids;
  }();
  return tokens;
}

void count_tokens_of(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(corpus().size()));
  state.SetBytesProcessed(
      state.iterations() * static_cast<std::int64_t>(corpus().size() * sizeof(token_id)));
}

void plain_pass(benchmark::State& state) {
  (void)corpus();
  for (auto _ : state) {
    std::uint64_t sum = 0;
    for (const token_id id : corpus())
      sum += static_cast<std::uint64_t>(id);
    benchmark::DoNotOptimize(sum);
  }
  count_tokens_of(state);
}

/// The least that counting has to do: one table, nothing checked.
void plain_count(benchmark::State& state) {
  (void)corpus();
  for (auto _ : state) {
    std::vector<std::uint64_t> counts(vocabulary);
    for (const token_id id : corpus())
      ++counts[static_cast<std::size_t>(id)];
    benchmark::DoNotOptimize(counts.data());
  }
  count_tokens_of(state);
}

void token_count(benchmark::State& state) {
  (void)corpus();
  tbb_executor threads(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    token_counter counter(vocabulary, "made");
    counter.count(corpus(), threads);
    benchmark::DoNotOptimize(counter.total());
  }
  count_tokens_of(state);
}

/// The same corpus as texts of 512 tokens, one call each.
void token_count_texts(benchmark::State& state) {
  constexpr std::size_t text = 512;
  for (auto _ : state) {
    token_counter counter(vocabulary, "made");
    for (std::size_t at = 0; at < corpus().size(); at += text)
      counter.count(std::span(corpus()).subspan(at, text));
    benchmark::DoNotOptimize(counter.total());
  }
  count_tokens_of(state);
}

/// The key of a prompt of 512 tokens and 2,000 characters on four axes, counted by cell.
void stratify(benchmark::State& state) {
  token_counter counter(vocabulary, "made");
  counter.count(corpus());
  const stratifier by({rarity_axis(rarity_bands::from_counts(counter)), script_axis(),
      fertility_axis(), context_axis()});
  crossing_counter cells(by.scales());
  std::string text;
  while (text.size() < 2'000)
    text += "The quick brown fox jumps over the lazy dog. ";
  std::size_t at = 0;
  for (auto _ : state) {
    prompt_view prompt;
    prompt.text = text;
    prompt.tokens = std::span(corpus()).subspan(at, 512);
    prompt.scored_from = 496;
    at = (at + 512) % corpus().size();
    cells.count(by.key(prompt));
  }
  benchmark::DoNotOptimize(cells.total());
  state.SetItemsProcessed(state.iterations());
}

void lookup(benchmark::State& state) {
  lookup_request request;
  request.length = static_cast<std::uint64_t>(state.range(0));
  for (auto _ : state) {
    std::uint64_t bytes = 0;
    (void)write_lookup(
        request, count_code_points, [&](std::string_view piece) { bytes += piece.size(); });
    benchmark::DoNotOptimize(bytes);
    ++request.identity.item;
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

BENCHMARK(plain_pass)->Unit(benchmark::kMillisecond);
BENCHMARK(plain_count)->Unit(benchmark::kMillisecond);
BENCHMARK(token_count)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK(token_count_texts)->Unit(benchmark::kMillisecond);
BENCHMARK(stratify)->Unit(benchmark::kMicrosecond);
BENCHMARK(lookup)
    ->ArgName("characters")
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
