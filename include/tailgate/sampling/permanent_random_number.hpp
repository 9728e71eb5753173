// The permanent random number of an item: 64 bits that depend on the seed, the stratum and the
// item's id, and on nothing else.
//
//   number = Philox4x32-10 with key seed and counter (0, hash of the stratum, hash of the id)
//
// A sample is the items with the smallest numbers, so that it is the same for every order of the
// input, every split into shards, every thread count and platform, and a larger sample contains the
// smaller one. Two designs with one seed draw alike; take another seed for an independent sample.
//
// Ids are hashed to 64 bits by SipHash-2-4. That any two of ten million ids meet has probability
// 3e-6; they would then be ordered by id.
//
// References: E. Ohlsson, "Coordination of samples using permanent random numbers", in Business
// Survey Methods (1995), doi:10.1002/9781118150504.ch9; Philox and SipHash: see their headers.
#pragma once

#include <cstdint>
#include <string_view>
#include <tailgate/core/philox.hpp>
#include <tailgate/core/siphash.hpp>
#include <tailgate/strata/stratum_key.hpp>

namespace tailgate {

/// The hash that stands for an id in Philox' counter. The key is that of the published vectors.
[[nodiscard]] constexpr std::uint64_t hash_of_id(std::string_view id) noexcept {
  return siphash_2_4(id, {0x0706050403020100, 0x0f0e0d0c0b0a0908});
}

/// The stream of a stratum: from its name and not from its position among others, so that declaring
/// one more stratum leaves the samples of the others as they were.
[[nodiscard]] inline std::uint32_t sampling_stream(const stratum_key& stratum) {
  return static_cast<std::uint32_t>(hash_of_id(stratum.name()));
}

/// Uniform over all 64-bit integers.
[[nodiscard]] constexpr std::uint64_t permanent_random_number(
    std::uint64_t seed, std::uint32_t stream, std::uint64_t id_hash) noexcept {
  return philox_stream(seed, stream, id_hash).bits64();
}

} // namespace tailgate
