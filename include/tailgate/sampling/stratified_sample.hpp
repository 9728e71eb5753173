// A drawn sample: its design, and the items with all that an estimate needs to know of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/sampling/sampling_design.hpp>
#include <vector>

namespace tailgate {

template <class Payload>
struct drawn_item {
  std::string id;
  std::size_t stratum = 0;          ///< index in the request
  std::uint64_t place = 0;          ///< from 0: in every sample of more items of this stratum
  double size = 1;                  ///< 1 for equal probabilities
  double inclusion_probability = 1; ///< within (0, 1]
  Payload payload{};                ///< what the caller gave with the item

  /// The items of the population that this one stands for.
  [[nodiscard]] double weight() const noexcept { return 1 / inclusion_probability; }
  friend bool operator==(const drawn_item&, const drawn_item&) = default;
};

/// Items stand by stratum, then by place.
template <class Payload>
struct stratified_sample {
  sampling_design design;
  std::vector<drawn_item<Payload>> items;

  /// For stats::horvitz_thompson_total, stats::hajek_mean and stats::priority_total.
  [[nodiscard]] std::vector<double> inclusion_probabilities() const {
    std::vector<double> result;
    result.reserve(items.size());
    for (const auto& item : items)
      result.push_back(item.inclusion_probability);
    return result;
  }

  /// The stratum of every item, for the same.
  [[nodiscard]] std::vector<std::uint64_t> strata() const {
    std::vector<std::uint64_t> result;
    result.reserve(items.size());
    for (const auto& item : items)
      result.push_back(item.stratum);
    return result;
  }

  friend bool operator==(const stratified_sample&, const stratified_sample&) = default;
};

/// Audits the design, then every item against it: that its id and size give a rank below the
/// threshold of its stratum, that ranks rise with the places, that no item of the n is missing, and
/// that its inclusion probability is the design's. Throws incomplete_error E330 as audit(design),
/// E331 naming the item or stratum. One hash an item; needs no look at the population.
template <class Payload>
void audit(const stratified_sample<Payload>& sample) {
  const sampling_design& design = sample.design;
  audit(design);
  const auto fail = [](const std::string& what, const std::string& fault) {
    throw incomplete_error(331, "audit",
        what + " " + fault + "; the sample is not the one that the design draws, draw it again");
  };
  std::size_t next = 0;
  for (std::size_t k = 0; k < design.strata.size(); ++k) {
    const std::uint32_t stream = sampling_stream(design.request.strata[k].key);
    std::uint64_t rank_before = 0;
    for (std::uint64_t place = 0; place < design.strata[k].sampled; ++place, ++next) {
      if (next == sample.items.size() || sample.items[next].stratum != k)
        fail("stratum '" + design.request.strata[k].key.name() + "'",
            "has " + std::to_string(place) + " of " + std::to_string(design.strata[k].sampled) +
                " items");
      const auto& item = sample.items[next];
      const std::string name = "item '" + item.id + "'";
      const std::uint64_t rank = sampling_rank(design.request.select,
          permanent_random_number(design.request.seed, stream, hash_of_id(item.id)), item.size);
      if (item.place != place || rank < rank_before)
        fail(name, "is out of its place " + std::to_string(place));
      if (design.strata[k].threshold && rank > *design.strata[k].threshold)
        fail(name, "is not drawn by this design");
      if (item.inclusion_probability != design.inclusion_probability(k, item.size))
        fail(name, "has inclusion probability " + std::to_string(item.inclusion_probability));
      rank_before = rank;
    }
  }
  if (next != sample.items.size())
    fail("item '" + sample.items[next].id + "'", "is more than the design allocates");
}

} // namespace tailgate
