// A digest of a run: two runs of one model agree in every measured value exactly when it is equal.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/core/sha256.hpp>
#include <tailgate/harness/run_record.hpp>
#include <utility>
#include <vector>

namespace tailgate {

namespace detail {

inline void put_item(byte_writer& out, const item_record& item) {
  out.put(std::string_view(item.id));
  out.put(std::uint64_t{item.stratum});
  out.put(item.inclusion_probability);
  out.put(std::string_view(item.cluster));
  out.put(static_cast<std::uint8_t>(item.expected.has_value()));
  out.put(std::string_view(item.expected ? *item.expected : std::string()));
  out.put(std::string_view(item.output));
  out.put(static_cast<std::uint8_t>(item.right));
  out.put(std::uint64_t{item.tokens.size()});
  for (const token_record& token : item.tokens) {
    out.put(token.loss);
    out.put(token.rank);
    out.put(std::uint64_t{token.top.size()});
    for (const std::uint32_t id : token.top)
      out.put(id);
  }
  out.put(static_cast<std::uint8_t>(item.outside_script.has_value()));
  out.put(item.outside_script.value_or(0));
  out.put(static_cast<std::uint8_t>(item.divergence.has_value()));
  const divergence_record divergence = item.divergence.value_or(divergence_record{});
  out.put(divergence.forward);
  out.put(divergence.reverse);
  out.put(divergence.jensen_shannon);
}

} // namespace detail

/// Whether `a` stands before `b` in the canonical order of a run: by stratum, then by id.
[[nodiscard]] inline bool precedes(const item_record& a, const item_record& b) noexcept {
  return a.stratum != b.stratum ? a.stratum < b.stratum : a.id < b.id;
}

/// SHA-256, as 64 hexadecimal digits, of design, model, settings and items; without environment
/// and wall times. The order of the items does not matter. O(n log n).
[[nodiscard]] inline std::string digest(const run_record& run) {
  byte_writer out;
  out.put(std::string_view("tailgate.run/1"));
  out.put(std::string_view(run.design.prompt_set));
  out.put(std::string_view(run.design.prompts_digest));
  out.put(std::string_view(run.design.tokenizer_fingerprint));
  out.put(run.design.scoring_version);
  out.put(std::string_view(run.model));
  out.put(std::string_view(run.model_fingerprint));
  out.put(run.bits_per_weight);
  out.put(std::string_view(run.divergence_reference));
  out.put(std::uint64_t{run.settings.size()});
  for (const auto& [name, value] : run.settings) {
    out.put(std::string_view(name));
    out.put(std::string_view(value));
  }
  std::vector<const item_record*> sorted;
  sorted.reserve(run.items.size());
  for (const item_record& item : run.items)
    sorted.push_back(&item);
  std::sort(sorted.begin(), sorted.end(),
      [](const item_record* a, const item_record* b) { return precedes(*a, *b); });
  sha256 hash;
  hash.update(out.bytes());
  for (const item_record* item : sorted) {
    byte_writer one;
    detail::put_item(one, *item);
    hash.update(one.bytes());
  }
  return hash.hex();
}

} // namespace tailgate
