// Long-context look-ups of any length: a list of records, one of which is asked for.
//
//   Records:                         head
//   sinoquva: 73914                  distractors: records of the same form
//   mazetiko: 20517                  the needle, at the depth asked for
//   mazeliko: 66402                  near distractor: one syllable of the needle's key is another
//   ...
//   Lookup mazetiko?                 the question; the answer is 20517
//
// Every record but the needle is a distractor: it has the same form, its key is another, and so is
// its value, so that a model that takes a wrong record is never right by chance. Near distractors
// stand at uniform random depths. Keys are distinct and prompts of one request are the same on
// every platform.
//
// Length is what `count` says: characters (count_code_points), or the tokens of a tokenizer. It is
// called once a line, and lengths are added: linear for any length. Tokenizers that merge across
// line ends encode the whole to somewhat fewer tokens; encode the text once to know.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>
#include <tailgate/core/philox.hpp>
#include <tailgate/error.hpp>
#include <tailgate/strata/context_length.hpp>
#include <tailgate/strata/lookup_records.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// Which look-up: everything drawn for it comes from the Philox stream of these three.
struct lookup_identity {
  std::uint64_t seed = 0;
  std::uint32_t stratum = 0;
  std::uint64_t item = 0;
};

/// What to make.
struct lookup_request {
  std::uint64_t length = 8'192; ///< at most, of the whole prompt, in units of `count`; up to 2^30
  double depth = 0.5;           ///< of the needle, within [0, 1]: the share of the prompt before it
  std::uint32_t near_distractors = 0; ///< up to 396
  lookup_identity identity;           ///< seed, stratum and item: which random prompt
  std::string head = "Records:\n";
  std::string ask_before = "Lookup "; ///< before the key in the question
  std::string ask_after = "? ";       ///< behind it
};

/// What was made, apart from the text.
struct lookup_facts {
  std::string key;                    ///< asked for
  std::string answer;                 ///< its value, five digits
  std::uint64_t length = 0;           ///< of all parts together, in units of `count`
  std::uint64_t records = 0;          ///< the needle and all distractors
  std::uint32_t near_distractors = 0; ///< of which were near ones
  needle_place needle;                ///< units before the needle's record, and `length`
};

/// A look-up with its text in memory.
struct lookup_prompt {
  std::string text;
  lookup_facts facts;
};

/// Writes a look-up piece by piece: write(std::string_view) is given head, records and question in
/// order; count(std::string_view) returns the length of a piece. The prompt is as long as records
/// fit: less than one record shorter than asked for.
///
/// Throws argument_error E285 (length above 2^30, depth outside [0, 1], more than 396 near
/// distractors, a record that counts 0, or 10^8 records), E286 when the length does not hold head,
/// needle, near distractors and question, and what count and write throw. Memory does not grow with
/// the length.
template <class Count, class Write>
lookup_facts write_lookup(const lookup_request& request, Count count, Write write);

/// The same as one text.
template <class Count>
[[nodiscard]] lookup_prompt make_lookup(const lookup_request& request, Count count) {
  lookup_prompt prompt;
  prompt.facts =
      write_lookup(request, count, [&](std::string_view piece) { prompt.text.append(piece); });
  return prompt;
}

namespace detail {

/// A record whose place in the prompt was chosen: the needle, or a near distractor.
struct placed_record {
  double depth;
  std::uint32_t key;
  std::string line;
  std::uint64_t length;
};

[[nodiscard]] inline std::string lookup_line(std::uint32_t key, std::uint32_t value) {
  return lookup_records::key_text(key) + ": " + std::to_string(value) + '\n';
}

inline void check_lookup(const lookup_request& request) {
  const auto refuse = [](const std::string& text) {
    throw argument_error(285, "write_lookup", text);
  };
  if (request.length > std::uint64_t{1} << 30) // ends before the keys do
    refuse("the length is " + std::to_string(request.length) + "; it must be at most 2^30");
  if (!(request.depth >= 0 && request.depth <= 1))
    refuse("the depth is " + std::to_string(request.depth) + "; it must be within [0, 1]");
  if (request.near_distractors > lookup_records::near_key_count)
    refuse(std::to_string(request.near_distractors) +
           " near distractors are asked for; a key has 396 that differ in one syllable");
}

/// Records are numbered below it; the number itself is the needle's.
inline constexpr std::uint32_t last_record = lookup_records::key_count - 1;

/// The needle first, then the near distractors, which have random depths; lengths not counted yet.
[[nodiscard]] inline std::vector<placed_record> placed_records(const lookup_request& request,
    const lookup_records& records, std::uint32_t answer, philox_stream& stream) {
  const std::uint32_t key = records.key_of_record(last_record);
  std::vector<placed_record> placed;
  placed.reserve(std::size_t{1} + request.near_distractors);
  placed.push_back({request.depth, key, lookup_line(key, answer), 0});
  std::vector<std::uint32_t> near(lookup_records::near_key_count);
  std::iota(near.begin(), near.end(), std::uint32_t{0});
  for (std::uint32_t i = 0; i < request.near_distractors; ++i) {
    std::swap(near[i], near[i + stream.below(static_cast<std::uint32_t>(near.size()) - i)]);
    const std::uint32_t other = lookup_records::near_key(key, near[i]);
    const double depth = stream.uniform();
    placed.push_back({depth, other,
        lookup_line(other, records.value_of_record(last_record - 1 - i, answer)), 0});
  }
  return placed;
}

} // namespace detail

template <class Count, class Write>
lookup_facts write_lookup(const lookup_request& request, Count count, Write write) {
  detail::check_lookup(request);
  philox_stream stream(request.identity.seed, request.identity.stratum, request.identity.item);
  const lookup_records records(stream);
  const std::uint32_t answer = records.value_of_record(detail::last_record, 0);
  auto placed = detail::placed_records(request, records, answer, stream);
  const std::uint32_t needle = placed.front().key;
  const std::string question =
      request.ask_before + lookup_records::key_text(needle) + request.ask_after;
  const std::uint64_t head = count(std::string_view(request.head));
  std::uint64_t reserved = count(std::string_view(question)); // for what must still come
  std::vector<std::uint32_t> taken;                           // keys that no other record may have
  taken.reserve(placed.size());
  for (detail::placed_record& record : placed) {
    record.length = count(std::string_view(record.line));
    reserved += record.length;
    taken.push_back(record.key);
  }
  if (head + reserved > request.length)
    throw argument_error(286, "write_lookup",
        "a length of " + std::to_string(request.length) + " does not hold head, question and " +
            std::to_string(placed.size()) + " records that must be there, which take " +
            std::to_string(head + reserved) + "; ask for a longer prompt");
  std::sort(taken.begin(), taken.end());
  std::stable_sort(
      placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.depth < b.depth; });

  lookup_facts facts{lookup_records::key_text(needle), std::to_string(answer), head, placed.size(),
      request.near_distractors, {}};
  write(std::string_view(request.head));
  auto next = placed.begin();
  const auto write_placed = [&] {
    if (next->key == needle)
      facts.needle.position = facts.length;
    write(std::string_view(next->line));
    facts.length += next->length;
    reserved -= next->length;
    ++next;
  };
  const auto length = static_cast<double>(request.length);
  for (std::uint32_t i = 0;; ++i) {
    while (next != placed.end() && static_cast<double>(facts.length) >= next->depth * length)
      write_placed();
    const std::uint32_t key = records.key_of_record(i);
    if (std::binary_search(taken.begin(), taken.end(), key))
      continue;
    const std::string line = detail::lookup_line(key, records.value_of_record(i, answer));
    const std::uint64_t more = count(std::string_view(line));
    if (more == 0 || i >= detail::last_record)
      throw argument_error(285, "write_lookup",
          "record " + std::to_string(i) + " counts " + std::to_string(more) +
              " units; a line must count at least 1, and there are at most " +
              std::to_string(detail::last_record) + " records");
    if (facts.length + more + reserved > request.length)
      break;
    write(std::string_view(line));
    facts.length += more;
    ++facts.records;
  }
  while (next != placed.end())
    write_placed();
  write(std::string_view(question));
  facts.length += reserved;
  facts.needle.length = facts.length;
  return facts;
}

} // namespace tailgate
