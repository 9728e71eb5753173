// The most likely tokens of a row, and the place of one token among all.
//
// Both order tokens by logit, larger first, and equal ones by index, lower first. NaN is never
// larger than a number. One pass over the row, at the speed of reading it: a block is searched only
// when its maximum enters the list, which happens k ln(n / k) times in a row of random order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/kernels/softmax.hpp>
#include <vector>

namespace tailgate {

/// The indices of the k largest logits, best first; fewer when the row has fewer that are neither
/// masked (-infinity) nor NaN. Rows hold fewer than 2^32 logits. Cost O(n + m log k), m the entries
/// that ever made the list; allocates the result and k entries.
[[nodiscard]] inline std::vector<std::uint32_t> top_k(
    std::span<const float> logits, std::size_t k) {
  struct entry {
    float logit;
    std::uint32_t index;
  };
  const auto better = [](const entry& a, const entry& b) {
    return a.logit > b.logit || (a.logit == b.logit && a.index < b.index);
  };
  std::vector<entry> best; // a heap with the worst entry on top
  best.reserve(std::min(k, logits.size()) + 1);
  float threshold = -std::numeric_limits<float>::infinity();
  constexpr std::size_t block = 256;
  const auto maximum = exponential_operations_for(selected_isa()).maximum;
  for (std::size_t begin = 0; k > 0 && begin < logits.size(); begin += block) {
    const std::size_t n = std::min(block, logits.size() - begin);
    if (!(maximum(logits.data() + begin, n) > threshold))
      continue;
    for (std::size_t i = begin; i < begin + n; ++i) {
      if (!(logits[i] > threshold)) // an equal one comes later, hence behind
        continue;
      best.push_back({logits[i], static_cast<std::uint32_t>(i)});
      std::push_heap(best.begin(), best.end(), better);
      if (best.size() > k) {
        std::pop_heap(best.begin(), best.end(), better);
        best.pop_back();
      }
      if (best.size() == k)
        threshold = best.front().logit;
    }
  }
  std::sort_heap(best.begin(), best.end(), better);
  std::vector<std::uint32_t> indices(best.size());
  std::transform(best.begin(), best.end(), indices.begin(), [](const entry& e) { return e.index; });
  return indices;
}

/// The place of a token among all, from 1: one more than the number of larger logits and of equal
/// ones before it. NaN elsewhere in the row does not count; a NaN target has rank 1, so test the
/// row first. Throws argument_error E163 when the row has no such token. No allocation.
[[nodiscard]] inline std::uint32_t rank_of(std::span<const float> logits, std::size_t target) {
  if (target >= logits.size())
    throw argument_error(163, "rank_of",
        "token " + std::to_string(target) + " of a row of " + std::to_string(logits.size()) +
            " logits; the tokenizer belongs to another model");
  const float own = logits[target];
  // Counters of the width of a float, so that a compiler compares and counts in vector lanes.
  const auto count = [](std::span<const float> part, auto ahead) {
    std::uint32_t lanes[16] = {};
    std::size_t i = 0;
    for (; i + 16 <= part.size(); i += 16)
      for (std::size_t j = 0; j < 16; ++j)
        lanes[j] += ahead(part[i + j]) ? 1u : 0u;
    for (; i < part.size(); ++i)
      lanes[0] += ahead(part[i]) ? 1u : 0u;
    std::uint32_t total = 0;
    for (const std::uint32_t lane : lanes)
      total += lane;
    return total;
  };
  return 1 + count(logits.first(target), [own](float x) { return x >= own; }) +
         count(logits.subspan(target + 1), [own](float x) { return x > own; });
}

} // namespace tailgate
