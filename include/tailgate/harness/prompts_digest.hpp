// The identity of a prompt set: two runs were asked the same exactly when its digest is the same.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/core/sha256.hpp>
#include <tailgate/error.hpp>
#include <tailgate/harness/prompt_set.hpp>
#include <tailgate/harness/run_design.hpp>
#include <utility>
#include <vector>

namespace tailgate {

namespace detail {

/// The prompts in the order of their ids. Throws E479.
[[nodiscard]] inline std::vector<const prompt*> prompts_by_id(const prompt_set& set) {
  std::vector<const prompt*> sorted;
  sorted.reserve(set.prompts.size());
  for (const prompt& item : set.prompts) {
    if (item.stratum >= set.strata.size())
      throw argument_error(479, set.name,
          "prompt '" + item.id + "' names stratum " + std::to_string(item.stratum) + " of " +
              std::to_string(set.strata.size()) + "; strata are counted from 0");
    sorted.push_back(&item);
  }
  std::sort(
      sorted.begin(), sorted.end(), [](const prompt* a, const prompt* b) { return a->id < b->id; });
  const auto same = std::adjacent_find(sorted.begin(), sorted.end(),
      [](const prompt* a, const prompt* b) { return a->id == b->id; });
  if (same != sorted.end())
    throw argument_error(479, set.name,
        "two prompts have the id '" + (*same)->id + "'; runs are paired by id, give one another");
  return sorted;
}

} // namespace detail

/// SHA-256, as 64 hexadecimal digits, of all that a prompt set asks: every prompt with all its
/// fields, the strata with frequencies and minima, the axes. The set's name is not in it.
///
/// The order of the prompts does not matter, since they are known by id. The order of the strata
/// and axes does: the levels of an ordinal axis take their order from it.
/// Throws argument_error E479 when two prompts have one id or a stratum index is out of range.
/// O(n log n) for n prompts; copies the text once.
[[nodiscard]] inline std::string prompts_digest(const prompt_set& set) {
  byte_writer out;
  out.put(std::string_view("tailgate.prompts/1"));
  out.put(std::uint64_t{set.strata.size()});
  for (const declared_stratum& stratum : set.strata) {
    out.put(std::uint64_t{stratum.key.levels().size()});
    for (const auto& [name, level] : stratum.key.levels()) {
      out.put(std::string_view(name));
      out.put(std::string_view(level));
    }
    out.put(stratum.natural_frequency);
    out.put(std::uint64_t{stratum.minimum_items});
  }
  out.put(std::uint64_t{set.axes.size()});
  for (const axis& a : set.axes) {
    out.put(std::string_view(a.name));
    out.put(static_cast<std::uint8_t>(a.kind));
  }
  out.put(std::uint64_t{set.prompts.size()});
  for (const prompt* item : detail::prompts_by_id(set)) {
    out.put(std::string_view(item->id));
    out.put(std::uint64_t{item->stratum});
    out.put(std::string_view(item->prefix));
    out.put(std::string_view(item->text));
    out.put(static_cast<std::uint8_t>(item->answer.has_value()));
    out.put(std::string_view(item->answer ? *item->answer : std::string()));
    out.put(std::string_view(item->stop));
    out.put(item->inclusion_probability);
    out.put(std::string_view(item->cluster));
  }
  return sha256_hex(out.bytes());
}

/// The ids of all prompts in the order of the set.
[[nodiscard]] inline std::vector<std::string> prompt_ids(const prompt_set& set) {
  std::vector<std::string> ids;
  ids.reserve(set.prompts.size());
  for (const prompt& item : set.prompts)
    ids.push_back(item.id);
  return ids;
}

/// The design of a run over `set`, which plans its missing items too. Throws as prompts_digest, and
/// E479 when missing_items does not have one number a stratum.
[[nodiscard]] inline run_design make_run_design(
    const prompt_set& set, std::string tokenizer_fingerprint) {
  run_design design;
  design.prompt_set = set.name;
  design.prompts_digest = prompts_digest(set);
  design.tokenizer_fingerprint = std::move(tokenizer_fingerprint);
  design.strata = set.strata;
  design.axes = set.axes;
  design.planned_items = set.missing_items;
  if (design.planned_items.empty())
    design.planned_items.assign(set.strata.size(), 0);
  if (design.planned_items.size() != set.strata.size())
    throw argument_error(479, set.name,
        "missing_items has " + std::to_string(set.missing_items.size()) + " numbers for " +
            std::to_string(set.strata.size()) + " strata; give each its own, or none");
  for (const prompt& item : set.prompts)
    ++design.planned_items[item.stratum];
  return design;
}

} // namespace tailgate
