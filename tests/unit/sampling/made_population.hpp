// A population with ids for tests of the sampler, and requests over it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <tailgate/sampling/stratified_sampler.hpp>
#include <utility>
#include <vector>

inline tailgate::stratum_key task(const std::string& name) {
  return {{"task", name}};
}

/// Strata "task=a", "task=b", ... with `total` items to share, without a minimum.
inline tailgate::sampling_request request_of(
    std::size_t strata, std::uint64_t total, std::uint64_t seed = 1) {
  tailgate::sampling_request request;
  request.seed = seed;
  request.allocation.total = total;
  request.allocation.minimum = 0;
  for (std::size_t k = 0; k < strata; ++k)
    request.strata.push_back({task(std::string(1, static_cast<char>('a' + k)))});
  return request;
}

/// sizes[k] items of stratum k, whose ids and payloads are numbers from 0 over all strata; the size
/// of an item drawn by size is 1 + number % 10.
struct made_population {
  std::vector<std::size_t> sizes;

  /// Calls f(stratum, number) for all items, in order.
  template <class F>
  void each(const F& f) const {
    std::uint64_t number = 0;
    for (std::size_t k = 0; k < sizes.size(); ++k)
      for (std::size_t i = 0; i < sizes[k]; ++i)
        f(k, number++);
  }

  static std::string id(std::uint64_t number) { return "item-" + std::to_string(number); }

  static double size(tailgate::selection how, std::uint64_t number) {
    return how == tailgate::selection::equal_probability ? 1 : 1 + static_cast<double>(number % 10);
  }

  /// Offers the items whose number leaves `rest` when divided by `shards`.
  void offer(
      tailgate::stratified_sampler<>& sampler, std::size_t shards = 1, std::size_t rest = 0) const {
    each([&](std::size_t k, std::uint64_t number) {
      if (number % shards == rest)
        sampler.offer(k, id(number), number, size(sampler.request().select, number));
    });
  }

  [[nodiscard]] tailgate::stratified_sample<std::uint64_t> draw(
      const tailgate::sampling_request& request) const {
    tailgate::stratified_sampler<> sampler(request);
    offer(sampler);
    return sampler.draw();
  }
};
