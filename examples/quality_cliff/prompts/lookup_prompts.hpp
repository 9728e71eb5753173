// Key look-ups: a list of records in front, one value asked for. The list is shared context, so
// that several queries cost one reading of it; they are then one cluster, not independent items.
#pragma once

#include "prompt_group.hpp"
#include "pseudo_word.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <tailgate/core/philox.hpp>
#include <utility>
#include <vector>

namespace quality_cliff {

using record = std::pair<std::string, std::string>; ///< key, value

/// `size` records with distinct pseudo-word keys; values uniform over 1..999, and distinct while
/// that many exist, so that a wrong answer names the record it was taken from.
[[nodiscard]] inline std::vector<record> draw_records(
    tailgate::philox_stream& stream, std::size_t size) {
  constexpr std::size_t largest_value = 999;
  std::vector<record> records;
  std::set<std::string> keys;
  std::set<std::int64_t> values;
  while (records.size() < size) {
    std::string key = pseudo_word(stream, 3);
    while (!keys.insert(key).second)
      key = pseudo_word(stream, 3);
    std::int64_t value = stream.between(1, largest_value);
    while (!values.insert(value).second && records.size() < largest_value)
      value = stream.between(1, largest_value);
    records.emplace_back(std::move(key), std::to_string(value));
  }
  return records;
}

/// A list of up to 10 records is everyday traffic and has a fixed share; longer ones get rarer in
/// proportion to their length. Parts per 10,000 of all traffic.
[[nodiscard]] inline double lookup_share(std::size_t records) {
  return records <= 10 ? 700.0 : 1600.0 / static_cast<double>(records);
}

/// `count` queries over lists of `records` records, at most `queries_per_list` (and at most one a
/// record) to a list, and at least two lists. The records asked for are a systematic sample with a
/// random start: evenly spaced over the list, and each record equally likely. List l is drawn from
/// the stream (seed, stratum, l). The space after the question mark is part of the prompt: the
/// tokenizer writes it as a token of its own before a number.
[[nodiscard]] inline prompt_group lookup_prompts(
    std::size_t records, std::uint64_t seed, std::size_t count, std::size_t queries_per_list) {
  const tailgate::stratum_key key{{"task", "lookup"}, {"records", std::to_string(records)}};
  prompt_group group{key, lookup_share(records), {}};
  const std::size_t per_list = std::min(queries_per_list, records);
  const std::size_t lists = std::max<std::size_t>(2, (count + per_list - 1) / per_list);
  for (std::size_t list = 0; list < lists; ++list) {
    tailgate::philox_stream stream(seed, stream_number(key), list);
    const std::vector<record> drawn = draw_records(stream, records);
    std::string prefix = "Records:\n";
    for (const auto& [name, value] : drawn)
      prefix += name + ": " + value + '\n';
    const std::size_t queries = (list + 1) * count / lists - list * count / lists;
    const std::size_t start = stream.below(static_cast<std::uint32_t>(records));
    for (std::size_t query = 0; query < queries; ++query) {
      const std::size_t target = (query * records + start) / queries;
      tailgate::prompt prompt;
      prompt.cluster = prompt_id(key, "list " + std::to_string(list));
      prompt.id = prompt.cluster + " record " + std::to_string(target);
      prompt.prefix = prefix;
      prompt.text = "Lookup " + drawn[target].first + "? ";
      prompt.answer = drawn[target].second;
      group.prompts.push_back(std::move(prompt));
    }
  }
  return group;
}

} // namespace quality_cliff
