// Token rarity: the band of every token of a vocabulary, and of a prompt by its rarest target.
//
// With counts (strata/token_counter.hpp) the bands are those of strata/frequency_bands.hpp, and
// each token has a surprisal, -ln p in nats, with
//
//   p = (count + 1/2) / (total + vocabulary size / 2)
//
// adding one half to every count: defined and finite for unseen tokens, and monotone in the count.
// Good and Turing's estimate is not used, because it has no value for an unseen token when no token
// was seen just once, as in most corpora much larger than the vocabulary.
//
// Without counts, the merge rank of a BPE vocabulary stands in: merges were learned from the most
// frequent pair on. Bands are then cut as if the token of rank r had a frequency in proportion to
// 1/r (Zipf's law). That orders tokens roughly and says nothing of any corpus, least of all of the
// user's: the source is part of the value and of each level's text, and there is no surprisal.
//
// References: R. E. Krichevsky, V. K. Trofimov, IEEE Trans. Information Theory 27 (1981), 199-207,
// doi:10.1109/TIT.1981.1056331 (add 1/2); I. J. Good, Biometrika 40 (1953), 237-264,
// doi:10.1093/biomet/40.3-4.237; R. Sennrich, B. Haddow, A. Birch, ACL 2016,
// doi:10.18653/v1/P16-1162 (BPE); G. K. Zipf, Human Behavior and the Principle of Least Effort
// (1949).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <tailgate/core/estimate.hpp>
#include <tailgate/core/token_id.hpp>
#include <tailgate/error.hpp>
#include <tailgate/strata/frequency_bands.hpp>
#include <tailgate/strata/token_counter.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// What rarity was taken from.
enum class rarity_source {
  counts,    ///< occurrences in a corpus
  merge_rank ///< a stand-in: the order of a BPE vocabulary
};

/// The merge rank of a token that no merge makes, such as a special or byte-fallback token: it is
/// treated as an unseen one.
inline constexpr std::uint32_t no_merge_rank = std::numeric_limits<std::uint32_t>::max();

/// How rare the target tokens of one prompt are.
struct prompt_rarity {
  std::size_t band = 0;               ///< of the rarest token, from 0 to 5
  token_id rarest = 0;                ///< the first token of that band with the largest surprisal
  estimate<double> minimum_surprisal; ///< nats; not measured by merge rank, as the other two
  estimate<double> mean_surprisal;    ///< nats a token
  estimate<double> maximum_surprisal; ///< nats, of `rarest`
  friend bool operator==(const prompt_rarity&, const prompt_rarity&) = default;
};

/// A band for every token of a vocabulary. Regular; 9 bytes a token with counts, 1 without.
class rarity_bands {
public:
  /// By the counts of a corpus. Throws argument_error E280 when nothing was counted.
  /// O(V log V) for V tokens.
  [[nodiscard]] static rarity_bands from_counts(const token_counter& corpus) {
    rarity_bands result(rarity_source::counts, corpus.vocabulary_size());
    const auto counts = corpus.counts();
    const frequency_bands bands({counts.begin(), counts.end()});
    const double all = static_cast<double>(corpus.total()) + static_cast<double>(counts.size()) / 2;
    result.surprisal_.reserve(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) {
      result.place(i, bands.band(counts[i]));
      result.surprisal_.push_back(std::log(all / (static_cast<double>(counts[i]) + 0.5)));
    }
    return result;
  }

  /// By merge ranks, that of token 0 first, the earliest merge lowest; equal ranks share a band,
  /// and the alphabet that merges start from may have any ranks below the first merge. Where ids
  /// are in the order of merges, the id is the rank. Throws argument_error E280 when no token has a
  /// rank. O(V log V) for V tokens.
  [[nodiscard]] static rarity_bands from_merge_ranks(std::span<const std::uint32_t> ranks);

  [[nodiscard]] rarity_source source() const noexcept { return source_; }
  [[nodiscard]] std::size_t vocabulary_size() const noexcept { return band_.size(); }
  /// How many tokens of the vocabulary are in each band.
  [[nodiscard]] const std::array<std::size_t, rarity_band_count>& sizes() const noexcept {
    return sizes_;
  }

  /// The band of a token, from 0 to 5. Throws argument_error E276 for an id outside the vocabulary.
  [[nodiscard]] std::size_t band(token_id id) const { return band_[index_of(id)]; }

  /// Nats; undefined (not measured) by merge rank. Throws argument_error E276 as band().
  [[nodiscard]] estimate<double> surprisal(token_id id) const {
    const std::size_t index = index_of(id);
    if (source_ == rarity_source::merge_rank)
      return undefined_reason::not_measured;
    return surprisal_[index];
  }

  /// The text of a band: "99.9 %+", or "99.9 %+ by merge rank". Throws argument_error E294 for a
  /// band above 5.
  [[nodiscard]] static std::string level(std::size_t band, rarity_source source) {
    if (band >= rarity_band_count)
      throw argument_error(294, "rarity_bands::level",
          "there is no band " + std::to_string(band) + "; bands are numbered from 0 to 5");
    std::string text(rarity_band_levels[band]);
    return source == rarity_source::counts ? text : text + " by merge rank";
  }

  /// The rarity of a prompt by its target tokens; undefined (no items) without any. Throws
  /// argument_error E276 as band(). Linear; deterministic.
  [[nodiscard]] estimate<prompt_rarity> of(std::span<const token_id> targets) const;

  friend bool operator==(const rarity_bands&, const rarity_bands&) = default;

private:
  rarity_bands(rarity_source source, std::size_t size)
      : source_(source), band_(size, std::uint8_t{rarity_band_count - 1}) {
    sizes_.back() = size;
  }

  void place(std::size_t token, std::size_t band) {
    --sizes_[band_[token]];
    ++sizes_[band];
    band_[token] = static_cast<std::uint8_t>(band);
  }

  [[nodiscard]] std::size_t index_of(token_id id) const {
    if (id < 0 || static_cast<std::size_t>(id) >= band_.size())
      throw argument_error(276, "rarity_bands",
          "there is no token " + std::to_string(id) + " in a vocabulary of " +
              std::to_string(band_.size()) + "; use the tokenizer that was counted with");
    return static_cast<std::size_t>(id);
  }

  rarity_source source_;
  std::vector<std::uint8_t> band_;
  std::vector<double> surprisal_; // empty by merge rank
  std::array<std::size_t, rarity_band_count> sizes_{};
};

inline rarity_bands rarity_bands::from_merge_ranks(std::span<const std::uint32_t> ranks) {
  rarity_bands result(rarity_source::merge_rank, ranks.size());
  std::vector<std::pair<std::uint32_t, std::size_t>> order; // rank, token
  order.reserve(ranks.size());
  double all = 0;
  for (std::size_t i = 0; i < ranks.size(); ++i)
    if (ranks[i] != no_merge_rank) {
      order.emplace_back(ranks[i], i);
      all += 1 / static_cast<double>(order.size());
    }
  if (order.empty())
    throw argument_error(280, "rarity_bands::from_merge_ranks",
        "none of " + std::to_string(ranks.size()) +
            " tokens has a rank; pass the ranks of a BPE vocabulary");
  std::sort(order.begin(), order.end());
  double before = 0;
  for (std::size_t i = 0; i < order.size();) {
    std::size_t band = 0;
    while (band < rarity_band_ends.size() && before * 1000 >= rarity_band_ends[band] * all)
      ++band;
    const std::uint32_t rank = order[i].first;
    for (; i < order.size() && order[i].first == rank; ++i) {
      result.place(order[i].second, band);
      before += 1 / static_cast<double>(i + 1);
    }
  }
  return result;
}

inline estimate<prompt_rarity> rarity_bands::of(std::span<const token_id> targets) const {
  if (targets.empty())
    return undefined_reason::no_items;
  prompt_rarity result{0, targets.front(), {}, {}, {}};
  double least = std::numeric_limits<double>::infinity(), most = -1, sum = 0;
  for (const token_id id : targets) {
    const std::size_t index = index_of(id);
    const double nats = surprisal_.empty() ? 0 : surprisal_[index];
    if (band_[index] > result.band || (band_[index] == result.band && nats > most)) {
      result.band = band_[index];
      result.rarest = id;
      most = nats;
    }
    least = std::min(least, nats);
    sum += nats;
  }
  if (source_ == rarity_source::counts) {
    result.minimum_surprisal = least;
    result.mean_surprisal = sum / static_cast<double>(targets.size());
    result.maximum_surprisal = most;
  }
  return result;
}

} // namespace tailgate
