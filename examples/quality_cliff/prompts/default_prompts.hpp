// The default prompts of quality_cliff: everyday requests, where a damaged model still looks well,
// and the tail where quantization breaks first. Sources make a pool of candidates, the axes
// (default_axes.hpp) say the stratum of each, and a stratified sample of the pool is run.
//
//   parts per 10,000 of all traffic
//   answered            5,000   exact match; everyday part 90 %:
//     add 1, 2 digits   2,000     sub 1, 2 digits  1,100    mul 1x1, 2x1  700    look-up in 8  700
//     add 3 4 5 6         110     sub 3, 4            60    mul 2x2, 3x2  55  carry chain  10
//     2hop 25  dec 50  sci 8  hex 10  mod 12  date 15  max 20  separators 20  format edges 5
//     look-up in n > 10 records: 1,600 / n each        copy: common 15, rare, script, identifier 5
//   prose               5,000   next-token loss
//     English 3,500, ten widely written languages 1,360, each further language 10
//
// The shares are stated, not measured: they say what a service sees whose users mostly do small
// sums and look-ups in English. A source's share is spread evenly over its candidates, and a
// stratum's natural frequency is the sum over its own, normalised over all.
#pragma once

#include "../prompt_sample.hpp"
#include "arithmetic_prompts.hpp"
#include "copying_prompts.hpp"
#include "default_axes.hpp"
#include "lookup_prompts.hpp"
#include "prompt_labels.hpp"
#include "prompt_pool.hpp"
#include "prose_prompts.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/prompt_set.hpp>
#include <utility>
#include <vector>

namespace quality_cliff {

using tailgate::prompt_set;

struct default_prompt_options {
  std::uint64_t seed = 1;
  std::size_t per_stratum = 200;    ///< least prompts a stratum, 2..10,000, or all that there are
  std::optional<std::size_t> items; ///< prompts in all; without it a quarter more than the least
  std::vector<std::size_t> lookup_records = {8, 30, 90, 200}; ///< list lengths, 2..100,000
  std::size_t queries_per_list = 16; ///< look-ups that share one list, and form one cluster, > 0
  std::size_t sentences_per_language = 16; ///< least prose prompts, at most per_stratum
  std::filesystem::path sentences;         ///< JSONL of prose; empty leaves prose out
};

/// Candidates of a source for each prompt that a stratum must give. The axes divide some sources
/// into strata of an eighth of their candidates.
inline constexpr std::size_t candidates_per_prompt = 10;

/// Throws argument_error E820 for per_stratum, E821 for a list length out of range or given twice,
/// E822 for queries_per_list.
inline void validate(const default_prompt_options& options) {
  if (options.per_stratum < 2 || options.per_stratum > 10'000)
    throw tailgate::argument_error(820, "default_prompts",
        "per_stratum is " + std::to_string(options.per_stratum) + "; it must be in 2..10000");
  for (const std::size_t n : options.lookup_records)
    if (n < 2 || n > 100'000 ||
        std::count(options.lookup_records.begin(), options.lookup_records.end(), n) != 1)
      throw tailgate::argument_error(821, "default_prompts",
          "lookup_records holds " + std::to_string(n) +
              "; list lengths must be in 2..100000 and different");
  if (options.queries_per_list == 0)
    throw tailgate::argument_error(
        822, "default_prompts", "queries_per_list is 0; it must be at least 1");
}

/// The candidates; no two of a source ask the same thing. A function of the options and the
/// sentences alone; a source's candidates do not depend on which others are present.
/// Throws as validate() and read_sentences() do.
[[nodiscard]] inline prompt_pool default_pool(const default_prompt_options& options) {
  validate(options);
  const std::size_t count = candidates_per_prompt * options.per_stratum;
  prompt_pool pool;
  pool.set.name = "quality_cliff default, seed " + std::to_string(options.seed);
  add_arithmetic(pool, options.seed, count);
  for (const std::size_t records : options.lookup_records)
    add_lookups(pool, records, options.seed, (records <= 10 ? 4 : 1) * options.per_stratum,
        options.queries_per_list);
  add_copying(pool, options.seed, count);
  if (!options.sentences.empty())
    add_prose(pool, read_sentences(options.sentences));
  return pool;
}

/// Gives every candidate the stratum that `labels` say, and the strata their traffic.
inline void label(prompt_pool& pool, const prompt_labels& labels) {
  std::map<tailgate::stratum_key, std::size_t> index;
  double all = 0;
  for (const origin& from : pool.origins)
    all += from.traffic;
  for (std::size_t i = 0; i < pool.origins.size(); ++i) {
    tailgate::prompt& prompt = pool.set.prompts[i];
    const auto [at, added] =
        index.try_emplace(labels.of(prompt, pool.origins[i]), pool.set.strata.size());
    if (added)
      pool.set.strata.push_back({at->first, 0, 1});
    prompt.stratum = at->second;
    pool.set.strata[at->second].natural_frequency += pool.origins[i].traffic / all;
  }
  labels.order_strata(pool.set);
}

/// Takes the cells out in which an axis left less than a quarter of what a stratum must give,
/// although their sources have more: they would never pass, and are named instead. Prose stays.
[[nodiscard]] inline std::vector<tailgate::crossing_cell> leave_out(
    prompt_pool& pool, std::size_t per_stratum) {
  std::vector<std::uint64_t> held(pool.set.strata.size());
  std::vector<bool> kept(held.size(), false);
  for (std::size_t i = 0; i < pool.origins.size(); ++i) {
    const std::size_t s = pool.set.prompts[i].stratum;
    kept[s] = pool.origins[i].whole || pool.origins[i].task == "prose" ||
              4 * ++held[s] >= per_stratum || kept[s];
  }
  std::vector<tailgate::crossing_cell> cells;
  std::vector<std::size_t> place(held.size());
  std::vector<tailgate::declared_stratum> strata;
  for (std::size_t s = 0; s < held.size(); ++s) {
    place[s] = strata.size();
    if (kept[s])
      strata.push_back(pool.set.strata[s]);
    else
      cells.push_back({pool.set.strata[s].key, held[s], {}});
  }
  prompt_pool rest;
  rest.set = std::move(pool.set);
  std::vector<tailgate::prompt> prompts = std::move(rest.set.prompts);
  rest.set.prompts.clear();
  rest.set.strata = std::move(strata);
  for (std::size_t i = 0; i < prompts.size(); ++i)
    if (kept[prompts[i].stratum]) {
      prompts[i].stratum = place[prompts[i].stratum];
      rest.set.prompts.push_back(std::move(prompts[i]));
      rest.origins.push_back(std::move(pool.origins[i]));
    }
  pool = std::move(rest);
  return cells;
}

/// How many prompts each stratum must give. One of whose sources all candidates are there can give
/// no more than it holds, which is no shortfall: nothing is left to ask.
[[nodiscard]] inline std::vector<std::uint64_t> least_prompts(
    const prompt_pool& pool, const default_prompt_options& options) {
  std::vector<std::uint64_t> held(pool.set.strata.size()), least(held.size(), options.per_stratum);
  std::vector<bool> whole(held.size(), true);
  for (std::size_t i = 0; i < pool.origins.size(); ++i) {
    const std::size_t s = pool.set.prompts[i].stratum;
    ++held[s];
    whole[s] = whole[s] && pool.origins[i].whole;
    if (pool.origins[i].task == "prose")
      least[s] = std::min(options.per_stratum, options.sentences_per_language);
  }
  for (std::size_t s = 0; s < held.size(); ++s)
    if (whole[s])
      least[s] = std::min(least[s], held[s]);
  return least;
}

/// Makes the pool, labels it and draws. `coder` and `of` belong to the model that will be asked.
/// Throws as default_pool and draw_prompts.
[[nodiscard]] inline chosen_prompts default_prompts(default_prompt_options options,
    const tailgate::tokenizer& coder, const vocabulary_classes& of) {
  std::sort(options.lookup_records.begin(), options.lookup_records.end());
  prompt_pool pool = default_pool(options);
  const tailgate::stratifier by(default_axes(of, options.lookup_records));
  label(pool, prompt_labels(by, coder));
  auto left_out = leave_out(pool, options.per_stratum);
  const std::vector<std::uint64_t> least = least_prompts(pool, options);
  chosen_prompts chosen = draw_prompts(std::move(pool.set), least, {options.seed, options.items});
  chosen.left_out = std::move(left_out);
  return chosen;
}

} // namespace quality_cliff
