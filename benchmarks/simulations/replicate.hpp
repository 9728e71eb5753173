// Replicates of a simulation, spread over threads with a result that does not depend on them.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/philox.hpp>
#include <vector>

namespace simulations {

/// The numbers of items (a stratum) of every table.
inline constexpr std::array<std::size_t, 4> sizes{30, 100, 300, 1000};

/// How much to simulate, and where.
struct effort {
  std::uint64_t seed = 20260301;
  double scale = 1; ///< of the numbers of replicates
  tailgate::executor_ref exec{};

  [[nodiscard]] std::size_t replicates(std::size_t full) const {
    return std::max(static_cast<std::size_t>(scale * static_cast<double>(full)), std::size_t{1});
  }
};

/// Calls one(stream, tally) `count` times, each with a stream of its own, and adds up the tallies
/// in a fixed order. `experiment` keeps the streams of different experiments apart.
template <class Tally, class F>
[[nodiscard]] Tally replicate(
    const effort& by, std::uint32_t experiment, std::size_t count, const F& one) {
  constexpr std::size_t piece = 20;
  std::vector<Tally> pieces((count + piece - 1) / piece);
  by.exec.parallel_for(pieces.size(), [&](std::size_t p) {
    for (std::size_t r = p * piece; r < std::min((p + 1) * piece, count); ++r) {
      tailgate::philox_stream stream(by.seed, experiment, r);
      one(stream, pieces[p]);
    }
  });
  Tally total;
  for (const Tally& part : pieces)
    total += part;
  return total;
}

/// An array of tallies that adds up element by element.
template <class Tally, std::size_t N>
struct tallies : std::array<Tally, N> {
  tallies& operator+=(const tallies& other) {
    for (std::size_t i = 0; i < N; ++i)
      (*this)[i] += other[i];
    return *this;
  }
};

} // namespace simulations
