// Philox4x32-10, a counter-based random generator: block i of a stream is a pure function of the
// key and i, so that the same draw comes out on every platform, thread count and visiting order.
//
// Reference: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy
// as 1, 2, 3", SC'11, doi:10.1145/2063384.2063405. Checked against the authors' known answers.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <tailgate/error.hpp>

namespace tailgate {

using philox_counter = std::array<std::uint32_t, 4>;
using philox_key = std::array<std::uint32_t, 2>;

/// The Philox4x32 bijection with ten rounds: 128 random bits for (counter, key).
[[nodiscard]] constexpr philox_counter philox4x32(philox_counter counter, philox_key key) noexcept {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53u} * counter[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57u} * counter[2];
    counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0],
        static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1],
        static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
  return counter;
}

/// The stream of random numbers that belongs to (seed, stratum, item).
///
/// `seed` is the key; `stratum` and the low and high half of `item` are the upper words of the
/// counter, and the position in the stream is its lowest word, so that streams never overlap: each
/// holds 2^34 numbers of 32 bits. A uniform random bit generator; 16 bytes a block, no allocation.
class philox_stream {
public:
  using result_type = std::uint32_t;

  explicit constexpr philox_stream(
      std::uint64_t seed, std::uint32_t stratum = 0, std::uint64_t item = 0) noexcept
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
        counter_{
            0, stratum, static_cast<std::uint32_t>(item), static_cast<std::uint32_t>(item >> 32)} {}

  static constexpr result_type min() noexcept { return 0; }
  static constexpr result_type max() noexcept { return std::numeric_limits<result_type>::max(); }

  /// The next 32 random bits.
  constexpr result_type operator()() noexcept {
    if (left_ == 0) {
      block_ = philox4x32(counter_, key_);
      ++counter_[0];
      left_ = 4;
    }
    return block_[static_cast<std::size_t>(4 - left_--)];
  }

  /// The next 64 random bits, the first word drawn being the low half.
  constexpr std::uint64_t bits64() noexcept {
    const std::uint64_t low = (*this)();
    return low | (std::uint64_t{(*this)()} << 32);
  }

  /// A double in [0, 1) on the grid of 2^-53.
  constexpr double uniform() noexcept { return static_cast<double>(bits64() >> 11) * 0x1p-53; }

  /// A double in (0, 1): safe for logarithms.
  constexpr double uniform_open() noexcept {
    return (static_cast<double>(bits64() >> 12) + 0.5) * 0x1p-52;
  }

  /// An unbiased integer in [0, bound), by Lemire's multiply and reject
  /// (doi:10.1145/3230636). Throws argument_error E020 for bound 0.
  constexpr std::uint32_t below(std::uint32_t bound) {
    if (bound == 0)
      throw argument_error(20, "philox_stream::below", "bound is 0; it must be at least 1");
    std::uint64_t product = std::uint64_t{(*this)()} * bound;
    if (static_cast<std::uint32_t>(product) < bound) {
      const std::uint32_t threshold = (0u - bound) % bound;
      while (static_cast<std::uint32_t>(product) < threshold)
        product = std::uint64_t{(*this)()} * bound;
    }
    return static_cast<std::uint32_t>(product >> 32);
  }

  /// An unbiased integer in [low, high], for ranges of fewer than 2^32 values.
  /// Throws argument_error E021 when low > high or the range is wider.
  constexpr std::int64_t between(std::int64_t low, std::int64_t high) {
    const std::uint64_t width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    if (low > high || width >= std::numeric_limits<std::uint32_t>::max())
      throw argument_error(
          21, "philox_stream::between", "need low <= high and fewer than 2^32 values");
    return low + static_cast<std::int64_t>(below(static_cast<std::uint32_t>(width + 1)));
  }

private:
  philox_key key_;
  philox_counter counter_;
  philox_counter block_{};
  int left_ = 0;
};

} // namespace tailgate
