// Key look-ups: one of the library's lists of records in front, one value asked for. The list is
// shared context, so that several queries cost one reading of it; they are then one cluster, not
// independent items.
#pragma once

#include "prompt_pool.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/strata/lookup_prompt.hpp>
#include <utility>
#include <vector>

namespace quality_cliff {

/// A list of up to 10 records is everyday traffic and has a fixed share; longer ones get rarer in
/// proportion to their length. Parts per 10,000 of all traffic.
[[nodiscard]] inline double lookup_traffic(std::size_t records) {
  return records <= 10 ? 700.0 : 1600.0 / static_cast<double>(records);
}

/// The records of a look-up's text: between its head and its question.
[[nodiscard]] inline std::vector<std::pair<std::string_view, std::string_view>> records_of(
    std::string_view list) {
  std::vector<std::pair<std::string_view, std::string_view>> records;
  list.remove_prefix(list.find('\n') + 1);
  records.reserve(static_cast<std::size_t>(std::count(list.begin(), list.end(), '\n')));
  for (; !list.empty(); list.remove_prefix(list.find('\n') + 1)) {
    const std::size_t colon = list.find(": ");
    records.emplace_back(
        list.substr(0, colon), list.substr(colon + 2, list.find('\n') - colon - 2));
  }
  return records;
}

/// Adds at least `count` queries over two or more lists of `records` records, `queries_per_list` to
/// each list, but at most one a record. The records asked for are a systematic sample with a random
/// start: evenly spaced over the list, and each record equally likely.
inline void add_lookups(prompt_pool& pool, std::size_t records, std::uint64_t seed,
    std::size_t count, std::size_t queries_per_list) {
  const std::string source = "lookup " + std::to_string(records);
  const std::size_t queries = std::min(queries_per_list, records);
  const std::size_t lists = std::max<std::size_t>(2, (count + queries - 1) / queries);
  std::vector<tailgate::prompt> prompts;
  prompts.reserve(lists * queries);
  for (std::size_t list = 0; list < lists; ++list) {
    tailgate::lookup_request request;
    request.length = records + 2; // in lines: the head and the question besides
    request.identity = {seed, stream_of(source), list};
    const auto drawn =
        tailgate::make_lookup(request, [](std::string_view) { return std::uint64_t{1}; });
    const std::string prefix = drawn.text.substr(0, drawn.text.rfind('\n') + 1);
    const auto all = records_of(prefix);
    tailgate::philox_stream stream(seed, stream_of(source + " start"), list);
    const std::size_t start = stream.below(static_cast<std::uint32_t>(records));
    for (std::size_t query = 0; query < queries; ++query) {
      const auto& [key, value] = all[(query * records + start) / queries];
      tailgate::prompt prompt;
      prompt.cluster = source + "/list " + std::to_string(list);
      prompt.id = prompt.cluster + '/' + std::string(key);
      prompt.prefix = prefix;
      prompt.text = request.ask_before + std::string(key) + request.ask_after;
      prompt.answer = value;
      prompts.push_back(std::move(prompt));
    }
  }
  pool.add(std::move(prompts), {"lookup", {}, true, false, false, lookup_traffic(records)});
}

} // namespace quality_cliff
