// Top-k agreement: how many of the baseline's k most likely next tokens are among the candidate's,
// as a share of k, averaged over an item's positions:
//
//   |top-k(baseline) and top-k(candidate)| / k
//
// Sampling with top-k draws from these sets, and beam search and speculative decoding keep to them,
// so that it bounds what such a decoder can still write alike. With k = 1 it is 1 - top1_flips.
// Blind to the order within the k and to their probabilities; where the baseline is all but certain
// of one token the others are noise, and a low agreement is none of the candidate's fault.
//
// The baseline agrees with itself by 1; the row's difference is the mean agreement - 1, at most 0.
// A gate reports it and does not judge by it unless a margin is set.
//
// Reference: W. Webber, A. Moffat, J. Zobel, "A similarity measure for indefinite rankings", ACM
// TOIS 28 (2010), doi:10.1145/1852102.1852106, section 3 (agreement of two rankings at depth k).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/error.hpp>
#include <tailgate/metrics/detail/logit_rows.hpp>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/mean_metric.hpp>
#include <tailgate/metrics/detail/paired_items.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// How far the most likely tokens of one item agree.
struct item_topk_agreement {
  std::string id;            ///< unique within a stratum
  std::string cluster;       ///< items with an equal, non-empty name are not independent
  std::size_t positions = 0; ///< at least 1
  std::size_t k = 0;         ///< at least 1; the same for all items of a metric
  std::size_t shared = 0;    ///< tokens in both sets, summed over positions; at most positions * k
};

namespace detail {

struct topk_agreement_traits {
  using observation = item_topk_agreement;
  static constexpr const char* name = "topk_agreement";
  static constexpr const char* unit = "share of the top k";
  static constexpr better direction = better::higher;
  static constexpr std::uint32_t version = 1;

  static value_pair values(const item_topk_agreement& item) {
    if (item.positions == 0 || item.k == 0 || item.shared / item.k > item.positions ||
        (item.shared / item.k == item.positions && item.shared % item.k != 0))
      throw argument_error(380, name,
          "item '" + item.id + "': " + std::to_string(item.shared) + " tokens shared at " +
              std::to_string(item.positions) + " positions with k = " + std::to_string(item.k) +
              "; need 0 <= shared <= positions * k, at least one position and k of at least 1");
    return {1, static_cast<double>(item.shared) / static_cast<double>(item.k) /
                   static_cast<double>(item.positions)};
  }
};

} // namespace detail

class topk_agreement {
public:
  using observation = item_topk_agreement;
  static constexpr const char* name = detail::topk_agreement_traits::name;
  static constexpr std::uint32_t version = detail::topk_agreement_traits::version;

  /// Throws argument_error E360 (empty id), E361 (id seen before), E380 (impossible counts; names
  /// the item), E381 (another k than the items before).
  void observe(const item_topk_agreement& item) {
    require_same_k(item.k);
    mean_.observe(item);
    k_ = item.k;
  }

  /// Throws argument_error E361 when both hold the same item, E381 when their k differ.
  void merge(const topk_agreement& other) {
    require_same_k(other.k_);
    mean_.merge(other.mean_);
    k_ = std::max(k_, other.k_);
  }
  void require_mergeable(const topk_agreement& other) const {
    require_same_k(other.k_);
    mean_.require_mergeable(other.mean_);
  }

  /// Keeps ids in `place`, together with other metrics; only before the first item.
  void share(detail::indexed_stratum place) noexcept { mean_.share(std::move(place)); }

  /// Interval undefined for fewer than two items, one cluster, or equal shares throughout. The unit
  /// names k: "share of the top 5".
  [[nodiscard]] paired_summary summary(stats::confidence_level level) const {
    paired_summary row = mean_.summary(level);
    if (k_ != 0)
      row.unit = "share of the top " + std::to_string(k_);
    return row;
  }

  /// The same bytes for the same items in any order.
  void save(byte_writer& out) const {
    out.put(std::uint64_t{k_});
    mean_.save(out);
  }

  /// Replaces the items by saved ones. Throws format_error E032 (the bytes end early), E373 (not
  /// what save() wrote); nothing changes then.
  void load(byte_reader& in) {
    topk_agreement read;
    read.k_ = static_cast<std::size_t>(in.get<std::uint64_t>());
    read.mean_.load(in);
    const bool empty = read.mean_.summary(stats::default_confidence).items == 0;
    if (empty != (read.k_ == 0))
      throw format_error(373, name,
          "a saved k of " + std::to_string(read.k_) + (empty ? " without" : " with") +
              " items; save the shard again");
    *this = std::move(read);
  }

private:
  void require_same_k(std::size_t k) const {
    if (k != 0 && k_ != 0 && k != k_)
      throw argument_error(381, name,
          "k is " + std::to_string(k_) + " so far and now " + std::to_string(k) +
              "; agreement at different depths has no mean, use one metric for each k");
  }

  std::size_t k_ = 0; ///< 0 while there are no items
  detail::mean_metric<detail::topk_agreement_traits> mean_;
};

static_assert(serializable_metric<topk_agreement>);

/// How many tokens are among the k highest logits of both rows; of equal logits the first come
/// first, as top1 has it. O(vocabulary + k log k) on average, allocates two rows of indices.
/// Throws shape_error E365 for rows of different length, argument_error E369 for a NaN, E382 unless
/// 1 <= k <= vocabulary.
[[nodiscard]] inline std::size_t topk_overlap(
    std::span<const float> baseline, std::span<const float> candidate, std::size_t k) {
  detail::require_one_vocabulary("topk_overlap", baseline, candidate);
  if (k == 0 || k > baseline.size())
    throw argument_error(382, "topk_overlap",
        "k is " + std::to_string(k) + ", the vocabulary has " + std::to_string(baseline.size()) +
            " tokens; need 1 <= k <= vocabulary");
  const auto highest = [k](std::span<const float> logits) {
    detail::require_ordered("topk_overlap", logits);
    std::vector<std::size_t> tokens(logits.size());
    std::iota(tokens.begin(), tokens.end(), std::size_t{0});
    std::nth_element(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(k - 1),
        tokens.end(), [&](std::size_t a, std::size_t b) {
          return logits[a] != logits[b] ? logits[a] > logits[b] : a < b;
        });
    tokens.resize(k);
    std::sort(tokens.begin(), tokens.end());
    return tokens;
  };
  const std::vector<std::size_t> ours = highest(baseline), theirs = highest(candidate);
  std::size_t shared = 0;
  for (auto a = ours.begin(), b = theirs.begin(); a != ours.end() && b != theirs.end();) {
    shared += *a == *b;
    const bool a_first = *a <= *b, b_first = *b <= *a;
    a += a_first;
    b += b_first;
  }
  return shared;
}

} // namespace tailgate
