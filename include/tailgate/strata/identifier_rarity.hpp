// Identifier rarity: how rare the names in a piece of source code are, by its rarest part
// (strata/identifier_parts.hpp) and the bands of strata/frequency_bands.hpp.
//
// A model writes `index` and `result` from habit and has to copy `zygosity` from the prompt: the
// rarest part is where code breaks first. Counts come from the user's own code.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/core/estimate.hpp>
#include <tailgate/error.hpp>
#include <tailgate/strata/axis_function.hpp>
#include <tailgate/strata/frequency_bands.hpp>
#include <tailgate/strata/identifier_parts.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// How often each part of an identifier stands in a corpus of source code. Regular.
class identifier_counter {
public:
  /// Counts the parts of one source text. O(length * log parts).
  void count(std::string_view source) {
    for_each_identifier_part(source, [&](std::string_view part) {
      const auto found = counts_.find(part);
      ++(found == counts_.end() ? counts_.emplace(part, 0).first->second : found->second);
    });
  }

  /// Adds the counts of another part of the corpus, in any order with the same result. Throws
  /// argument_error E279 when a count would exceed 2^64 - 1.
  void merge(const identifier_counter& other) {
    for (const auto& [part, n] : other.counts_) {
      const auto found = counts_.find(part);
      if (found != counts_.end() && n > std::numeric_limits<std::uint64_t>::max() - found->second)
        throw argument_error(279, "identifier_counter::merge",
            "the part '" + part + "' would be counted more than 2^64 - 1 times");
    }
    for (const auto& [part, n] : other.counts_)
      counts_[part] += n;
  }

  /// How often the part, in small letters, was counted; 0 when it was not seen.
  [[nodiscard]] std::uint64_t of(std::string_view part) const {
    const auto found = counts_.find(part);
    return found == counts_.end() ? 0 : found->second;
  }

  /// Throws argument_error E280 when nothing was counted, E279.
  [[nodiscard]] frequency_bands bands() const {
    std::vector<std::uint64_t> all;
    all.reserve(counts_.size());
    for (const auto& [part, n] : counts_)
      all.push_back(n);
    return frequency_bands(std::move(all));
  }

  [[nodiscard]] std::size_t parts() const noexcept { return counts_.size(); }
  friend bool operator==(const identifier_counter&, const identifier_counter&) = default;

private:
  std::map<std::string, std::uint64_t, std::less<>> counts_;
};

/// The rarest part of one source text.
struct rarest_identifier_part {
  std::string part;        ///< the first of equally rare ones
  std::uint64_t count = 0; ///< in the corpus; 0 when unseen
  std::size_t band = 0;    ///< from 0 to 5
  friend bool operator==(const rarest_identifier_part&, const rarest_identifier_part&) = default;
};

/// Judges source texts by the counts of a corpus. Regular.
class identifier_rarity {
public:
  /// Throws argument_error E280 when nothing was counted, E279.
  explicit identifier_rarity(identifier_counter corpus)
      : corpus_(std::move(corpus)), bands_(corpus_.bands()) {}

  /// Undefined (no items) for a text without identifiers. O(length * log parts).
  [[nodiscard]] estimate<rarest_identifier_part> of(std::string_view source) const {
    std::optional<rarest_identifier_part> rarest;
    for_each_identifier_part(source, [&](std::string_view part) {
      const std::uint64_t n = corpus_.of(part);
      if (!rarest || n < rarest->count)
        rarest = rarest_identifier_part{std::string(part), n, bands_.band(n)};
    });
    if (!rarest)
      return undefined_reason::no_items;
    return *std::move(rarest);
  }

  friend bool operator==(const identifier_rarity&, const identifier_rarity&) = default;

private:
  identifier_counter corpus_;
  frequency_bands bands_;
};

/// The axis "identifier_rarity": the band of the rarest part of the answer where there is one, of
/// the text otherwise; no level without identifiers. Pass `applies` to keep it to code, for
/// example [](const prompt_view& p) { return p.domain == "code"; }.
[[nodiscard]] inline axis_function identifier_rarity_axis(
    identifier_rarity rarity, std::function<bool(const prompt_view&)> applies = {}) {
  return {"identifier_rarity", axis_kind::ordinal,
      {rarity_band_levels.begin(), rarity_band_levels.end()},
      [shared = std::make_shared<const identifier_rarity>(std::move(rarity)),
          applies = std::move(applies)](const prompt_view& prompt) -> std::optional<std::string> {
        if (applies && !applies(prompt))
          return std::nullopt;
        const auto rarest = shared->of(prompt.answer.value_or(prompt.text));
        if (!rarest)
          return std::nullopt;
        return std::string(rarity_band_levels[rarest.value().band]);
      }};
}

} // namespace tailgate
