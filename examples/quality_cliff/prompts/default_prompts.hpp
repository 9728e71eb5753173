// The default prompt set of quality_cliff: everyday requests, where a damaged model still looks
// well, and the tail strata where quantization breaks first, each with its share of the traffic.
//
//   parts per 10,000 of all traffic
//   answered            5,000   exact match; everyday part 90 %:
//     add 1, 2 digits   2,000     sub 1, 2 digits  1,100    mul 1x1, 2x1  700    look-up in 8  700
//     add 3 4 5 6         110     sub 3, 4            60    mul 2x2, 3x2  55  carry chain  10
//     2hop 25  dec 50  sci 8  hex 10  mod 12  date 15  max 20  thousands 20  boundary 5
//     look-up in n > 10 records: 1,600 / n each        copy: common 15, rare, script, identifier 5
//   prose               5,000   next-token loss
//     English 3,500, ten widely written languages 1,360, each further language 10
//
// The shares are stated, not measured: they say what a service sees whose users mostly do small
// sums and look-ups in English. They are normalised over the strata that the set holds.
#pragma once

#include "arithmetic_prompts.hpp"
#include "copying_prompts.hpp"
#include "lookup_prompts.hpp"
#include "prompt_group.hpp"
#include "prose_prompts.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/prompt_set.hpp>
#include <vector>

namespace quality_cliff {

using tailgate::prompt_set;

struct default_prompt_options {
  std::uint64_t seed = 1;
  std::size_t per_stratum = 200; ///< prompts a stratum, 2..10,000; fewer where no more exist
  std::vector<std::size_t> lookup_records = {8, 40, 120, 300}; ///< list lengths, 2..100,000
  std::size_t queries_per_list = 16; ///< look-ups that share one list, and form one cluster, > 0
  std::size_t sentences_per_language = 16; ///< prose prompts a language, at most per_stratum
  std::filesystem::path sentences;         ///< JSONL of prose; empty leaves the prose strata out
};

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

/// Builds the set. Within a stratum no two prompts ask the same thing: a class with fewer distinct
/// questions than `per_stratum` gives all it has, and capped_strata() names it. A function of the
/// options and the sentences alone; a stratum's prompts do not depend on which others are present.
/// Throws as validate() and read_sentences() do, and format_error E826 for a language with fewer
/// than two sentences.
[[nodiscard]] inline prompt_set default_prompts(const default_prompt_options& options) {
  validate(options);
  std::vector<prompt_group> groups;
  for (const arithmetic_class& source : arithmetic_classes())
    groups.push_back(arithmetic_prompts(source, options.seed, options.per_stratum));
  std::vector<std::size_t> lengths = options.lookup_records;
  std::sort(lengths.begin(), lengths.end()); // an axis names its easiest level first
  for (const std::size_t records : lengths)
    groups.push_back(
        lookup_prompts(records, options.seed, options.per_stratum, options.queries_per_list));
  for (const copying_class& source : copying_classes())
    groups.push_back(copying_prompts(source, options.seed, options.per_stratum));
  if (!options.sentences.empty())
    for (prompt_group& group : prose_prompts(read_sentences(options.sentences), options.seed,
             std::min(options.per_stratum, options.sentences_per_language)))
      groups.push_back(std::move(group));

  double total = 0;
  for (const prompt_group& group : groups)
    total += group.share;
  prompt_set set;
  set.name = "quality_cliff default, seed " + std::to_string(options.seed);
  set.axes = {{"digits", tailgate::axis_kind::ordinal}};
  if (!lengths.empty())
    set.axes.push_back({"records", tailgate::axis_kind::context_length});
  for (prompt_group& group : groups) {
    if (group.prompts.size() < 2)
      throw tailgate::format_error(826, "default_prompts",
          group.key.name() + " has fewer than two prompts; add sentences or leave it out");
    for (tailgate::prompt& prompt : group.prompts) {
      prompt.stratum = set.strata.size();
      set.prompts.push_back(std::move(prompt));
    }
    set.strata.push_back({group.key, group.share / total, 2});
  }
  return set;
}

/// A stratum that holds fewer prompts than were asked for, because no more distinct ones exist.
struct capped_stratum {
  tailgate::stratum_key key;
  std::size_t available = 0;
};

/// The strata of `set` with fewer than `per_stratum` prompts, in declaration order.
[[nodiscard]] inline std::vector<capped_stratum> capped_strata(
    const prompt_set& set, std::size_t per_stratum) {
  std::vector<std::size_t> held(set.strata.size());
  for (const tailgate::prompt& prompt : set.prompts)
    ++held.at(prompt.stratum);
  std::vector<capped_stratum> capped;
  for (std::size_t i = 0; i < held.size(); ++i)
    if (held[i] < per_stratum)
      capped.push_back({set.strata[i].key, held[i]});
  return capped;
}

} // namespace quality_cliff
