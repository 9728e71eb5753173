// A stratified sample from JSON Lines, as examples/sample_prompts draws it, beside the same lines
// parsed by nlohmann-json and nothing more: `ratio` is the time of the sample (reading lines, their
// fields and strata, checking and hashing ids, drawing) over that of the parsing, taken by turns in
// the same run; `ratio_to_bytes` is the same over a pass that adds up the bytes of the lines, eight
// at a time. One thread.
//
// Lines have an id, a language, a kind and a text of about as many bytes as the argument says;
// every tenth text is Cyrillic. `problems` have a number every 75 bytes, about as GSM8K, `sums` one
// every 22 bytes, the others none.

#include <algorithm>
#include <benchmark/benchmark.h>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <nlohmann/json.hpp>
#include <sample_prompts/bad_lines.hpp>
#include <sample_prompts/command_line.hpp>
#include <sample_prompts/population.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct axes_of_lines {
  std::vector<std::string> of_text;
  std::string_view words;
};

std::string made_lines(std::string_view usual, std::size_t text_bytes, std::size_t lines) {
  std::string all;
  for (std::size_t i = 0; i < lines; ++i) {
    const std::string_view words = i % 10 == 3 ? "Сколько будет, если " : usual;
    std::string text;
    while (text.size() < text_bytes)
      text += words;
    all += "{\"id\": \"prompt-" + std::to_string(i) + "\", \"language\": \"" +
           (i % 50 == 0 ? "sw" : "en") + "\", \"kind\": " + std::to_string(i % 4) +
           ", \"text\": \"" + text + "\"}\n";
  }
  return all;
}

/// The fastest of several runs, by processor time, since others may use the machine.
template <class F>
void keep_fastest(double& seconds, const F& f) {
  const std::clock_t start = std::clock();
  f();
  seconds = std::min(seconds, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
}

/// One parsed object a line, dropped at once.
void parse_alone(const std::string& lines) {
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    benchmark::DoNotOptimize(nlohmann::json::parse(lines.data() + at, lines.data() + end));
    at = end + 1;
  }
}

/// Every byte read once, as fast as memory allows.
void read_bytes(const std::string& lines) {
  std::uint64_t sum = 0;
  for (std::size_t at = 0; at + 8 <= lines.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, lines.data() + at, sizeof word);
    sum += word;
  }
  benchmark::DoNotOptimize(sum);
}

void draw(const std::string& lines, const sample_prompts::command_line& options) {
  std::istringstream in(lines);
  sample_prompts::bad_lines bad(false);
  sample_prompts::population prompts(options, options.request, bad, {});
  prompts.read(in, "made");
  benchmark::DoNotOptimize(prompts.draw());
}

void stratify(benchmark::State& state, const axes_of_lines& chosen) {
  const auto text_bytes = static_cast<std::size_t>(state.range(0));
  const std::size_t count = (std::size_t{32} << 20) / (text_bytes + 80);
  const std::string lines = made_lines(chosen.words, text_bytes, count);
  sample_prompts::command_line options;
  options.axis_keys = {"language", "kind"};
  options.axes = chosen.of_text;
  options.request.allocation.total = 2000;
  options.request.allocation.minimum = 10;
  double byte_seconds = 1e9;
  double parse_seconds = 1e9;
  double sample_seconds = 1e9;
  for (auto _ : state) {
    keep_fastest(byte_seconds, [&] { read_bytes(lines); });
    keep_fastest(parse_seconds, [&] { parse_alone(lines); });
    keep_fastest(sample_seconds, [&] { draw(lines, options); });
  }
  const double items = static_cast<double>(count);
  const double megabytes = static_cast<double>(lines.size()) / 1e6;
  state.counters["parse_us_per_line"] = parse_seconds / items * 1e6;
  state.counters["sample_us_per_line"] = sample_seconds / items * 1e6;
  state.counters["parse_MB_per_s"] = megabytes / parse_seconds;
  state.counters["sample_MB_per_s"] = megabytes / sample_seconds;
  state.counters["ratio"] = sample_seconds / parse_seconds;
  state.counters["ratio_to_bytes"] = sample_seconds / byte_seconds;
}

const std::string_view prose = R"(how many of them are \"good\", and why? )";
const std::string_view problems =
    "Ann buys 12 apples for her school and then gives half of them to a friend; ";
const std::string_view sums = "Ann buys 12 apples and 7 pears for 3.50 each; how many has she? ";

BENCHMARK_CAPTURE(stratify, by_keys, axes_of_lines{{}, prose})
    ->Arg(40)
    ->Arg(400)
    ->Arg(4000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(stratify, by_script, axes_of_lines{{"script"}, prose})
    ->Arg(40)
    ->Arg(400)
    ->Arg(4000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(stratify, by_numeric, axes_of_lines{{"numeric"}, prose})
    ->Arg(40)
    ->Arg(400)
    ->Arg(4000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(stratify, problems_by_numeric, axes_of_lines{{"numeric"}, problems})
    ->Arg(40)
    ->Arg(400)
    ->Arg(4000)
    ->Unit(benchmark::kMillisecond);

BENCHMARK_CAPTURE(stratify, sums_by_numeric, axes_of_lines{{"numeric"}, sums})
    ->Arg(40)
    ->Arg(400)
    ->Arg(4000)
    ->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
