// Arithmetic and number formats: the sources, how large each is and how common in everyday traffic,
// and their questions, drawn without replacement.
#pragma once

#include "prompt_pool.hpp"
#include "questions.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <tailgate/strata/generate_numeric.hpp>
#include <utility>
#include <vector>

namespace quality_cliff {

/// Read before every arithmetic question: three solved lines. What they ask is never asked again.
inline constexpr std::string_view arithmetic_prefix = "12+7=19\n85-31=54\n6*7=42\n";

/// Questions drawn one by one.
struct question_source {
  std::string name;
  std::string task;
  double traffic = 0;         ///< parts per 10,000 of all traffic
  std::uint64_t distinct = 0; ///< number of distinct questions; beyond 50,000 perhaps a lower bound
  std::function<question(philox_stream&)> draw;
};

/// In reporting order. `distinct` of add and mul is the product of 10 (one digit) or 9 * 10^(d-1)
/// numbers a side, of sub n (n + 1) / 2, both less the question in the prefix.
[[nodiscard]] inline std::vector<question_source> question_sources() {
  const auto adds = [](int digits) {
    return [digits](philox_stream& stream) { return add(stream, digits); };
  };
  const auto subs = [](int digits) {
    return [digits](philox_stream& stream) { return sub(stream, digits); };
  };
  const auto muls = [](int left, int right) {
    return [left, right](philox_stream& stream) { return mul(stream, left, right); };
  };
  return {
      {"add 1", "add", 900, 100, adds(1)},
      {"add 2", "add", 1100, 8'100, adds(2)},
      {"add 3", "add", 60, 810'000, adds(3)},
      {"add 4", "add", 30, 81'000'000, adds(4)},
      {"add 5", "add", 12, 8'100'000'000, adds(5)},
      {"add 6", "add", 8, 810'000'000'000, adds(6)},
      {"sub 1", "sub", 500, 55, subs(1)},
      {"sub 2", "sub", 600, 4'094, subs(2)},
      {"sub 3", "sub", 40, 405'450, subs(3)},
      {"sub 4", "sub", 20, 40'504'500, subs(4)},
      {"mul 1x1", "mul", 450, 99, muls(1, 1)},
      {"mul 2x1", "mul", 250, 900, muls(2, 1)},
      {"mul 2x2", "mul", 40, 8'100, muls(2, 2)},
      {"mul 3x2", "mul", 15, 81'000, muls(3, 2)},
      {"2hop", "2hop", 25, 940'000, two_step},
      {"dec", "dec", 50, 99'980'001, decimal_sum},
      {"sci", "sci", 8, 540, scientific},
      {"hex", "hex", 10, 4'080, hexadecimal},
      {"mod", "mod", 12, 990, modulo},
      {"date", "date", 14.5, 2'191'470, date_plus_days},    // 73,049 days, 30 distances
      {"leap day", "date", 0.5, 1'020, leap_day_plus_days}, // 34 days, 30 distances
      {"max", "max", 20, 970'299, maximum},
  };
}

/// Questions of one class and band of the library's numeric edges; the class is the task.
struct edge_source {
  tailgate::numeric_class of;
  std::size_t band = 0;
  double traffic = 0; ///< parts per 10,000 of all traffic
};

/// The classes that the model's line forms can ask.
[[nodiscard]] inline std::vector<edge_source> edge_sources() {
  using tailgate::numeric_class;
  return {{numeric_class::carry_chain, 0, 5}, {numeric_class::carry_chain, 1, 5},
      {numeric_class::separators, 0, 20}, {numeric_class::half_precision_edge, 0, 1.5},
      {numeric_class::half_precision_edge, 1, 1.5}, {numeric_class::narrow_format_edge, 1, 2}};
}

/// The model's form of a question: "Write 1,234 without separators:\n" becomes "1,234=".
[[nodiscard]] inline std::string line_form(std::string text) {
  constexpr std::string_view before = "Write ", behind = " without separators:\n";
  if (text.starts_with(before) && text.ends_with(behind))
    text = text.substr(before.size(), text.size() - before.size() - behind.size()) + '=';
  return text;
}

[[nodiscard]] inline tailgate::prompt arithmetic_prompt(std::string id, question asked) {
  tailgate::prompt prompt;
  prompt.id = std::move(id);
  prompt.prefix = arithmetic_prefix;
  prompt.text = std::move(asked.text);
  prompt.answer = std::move(asked.answer);
  return prompt;
}

/// Adds at most `count` distinct questions of each source; fewer only where there are no more. A
/// repeated question would be counted as evidence twice, so that one drawn again is redrawn from
/// the same item's stream (seed, source, item). Cost: about n ln n draws when all n are taken.
inline void add_arithmetic(prompt_pool& pool, std::uint64_t seed, std::size_t count) {
  for (const question_source& source : question_sources()) {
    const std::uint64_t items = std::min<std::uint64_t>(count, source.distinct);
    std::vector<tailgate::prompt> prompts;
    prompts.reserve(items);
    std::set<std::string> taken = {"12+7=", "85-31=", "6*7="}; // solved in the prefix
    for (std::uint64_t item = 0; item < items; ++item) {
      philox_stream stream(seed, stream_of(source.name), item);
      question drawn = source.draw(stream);
      while (!taken.insert(drawn.text).second)
        drawn = source.draw(stream);
      prompts.push_back(
          arithmetic_prompt(source.name + '/' + std::to_string(item), std::move(drawn)));
    }
    pool.add(std::move(prompts),
        {source.task, {}, false, false, items == source.distinct, source.traffic});
  }
  for (const edge_source& source : edge_sources()) {
    const std::size_t items = tailgate::count_numeric(source.of, source.band, count);
    std::vector<tailgate::prompt> prompts;
    prompts.reserve(items);
    for (tailgate::numeric_prompt& made :
        tailgate::generate_numeric(source.of, source.band, items, seed))
      prompts.push_back(
          arithmetic_prompt(made.id, {line_form(std::move(made.text)), std::move(made.answer)}));
    pool.add(std::move(prompts),
        {std::string(to_string(source.of)), {}, false, false, items < count, source.traffic});
  }
}

} // namespace quality_cliff
