// Philox4x32-10, a counter-based random generator: block i of a stream is a pure function of the
// key and i, so that the same draw comes out on every platform, thread count and visiting order.
//
// Reference: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy
// as 1, 2, 3", SC'11, doi:10.1145/2063384.2063405. Checked against the authors' known answers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <tailgate/error.hpp>

namespace tailgate {

using philox_counter = std::array<std::uint32_t, 4>;
using philox_key = std::array<std::uint32_t, 2>;

/// The blocks of `lanes` counters in a row, whose lowest words are first[0], first[0] + 1, ...;
/// four words each. The rounds of one block wait for each other, those of several overlap.
template <std::size_t lanes>
constexpr void philox4x32_row(
    philox_counter first, philox_key key, std::span<std::uint32_t, 4 * lanes> words) noexcept {
  std::array<std::uint32_t, lanes> x{}, y{}, z{}, w{};
  for (std::size_t i = 0; i < lanes; ++i) {
    x[i] = first[0] + static_cast<std::uint32_t>(i);
    y[i] = first[1];
    z[i] = first[2];
    w[i] = first[3];
  }
  for (int round = 0; round < 10; ++round) {
    for (std::size_t i = 0; i < lanes; ++i) {
      const std::uint64_t a = std::uint64_t{0xD2511F53u} * x[i];
      const std::uint64_t b = std::uint64_t{0xCD9E8D57u} * z[i];
      x[i] = static_cast<std::uint32_t>(b >> 32) ^ y[i] ^ key[0];
      y[i] = static_cast<std::uint32_t>(b);
      z[i] = static_cast<std::uint32_t>(a >> 32) ^ w[i] ^ key[1];
      w[i] = static_cast<std::uint32_t>(a);
    }
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
  for (std::size_t i = 0; i < lanes; ++i) {
    words[4 * i] = x[i];
    words[4 * i + 1] = y[i];
    words[4 * i + 2] = z[i];
    words[4 * i + 3] = w[i];
  }
}

/// The Philox4x32 bijection with ten rounds: 128 random bits for (counter, key).
[[nodiscard]] constexpr philox_counter philox4x32(philox_counter counter, philox_key key) noexcept {
  philox_counter words{};
  philox4x32_row<1>(counter, key, words);
  return words;
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

  /// The numbers that as many calls would give, more than twice as fast for hundreds of them.
  constexpr void fill(std::span<result_type> words) noexcept {
    std::size_t done = 0;
    while (done < words.size() && left_ != 0)
      words[done++] = (*this)();
    done += bulk<16>(words.subspan(done));
    done += bulk<4>(words.subspan(done));
    while (done < words.size())
      words[done++] = (*this)();
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

  /// The integers that as many calls of below(bound) would give, faster as fill.
  /// Throws argument_error E020 for bound 0.
  constexpr void fill_below(std::span<result_type> draws, std::uint32_t bound) {
    if (bound == 0)
      throw argument_error(20, "philox_stream::fill_below", "bound is 0; it must be at least 1");
    const std::uint32_t threshold = (0u - bound) % bound;
    for (std::size_t kept = 0; kept < draws.size();) {
      const auto rest = draws.subspan(kept);
      fill(rest);
      std::uint32_t rejected = 0; // counted first: mostly none are, and then no draw moves up
      for (const auto word : rest)
        rejected += word * bound < threshold ? 1u : 0u;
      if (rejected == 0) {
        for (auto& word : rest)
          word = static_cast<std::uint32_t>(std::uint64_t{word} * bound >> 32);
        return;
      }
      for (const auto word : rest) {
        draws[kept] = static_cast<std::uint32_t>(std::uint64_t{word} * bound >> 32);
        kept += word * bound < threshold ? 0u : 1u;
      }
    }
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
  /// Fills as many rows of `lanes` blocks as fit and returns how many words that are.
  template <std::size_t lanes>
  constexpr std::size_t bulk(std::span<result_type> words) noexcept {
    const std::size_t rows = words.size() / (4 * lanes);
    fill_rows<lanes>(counter_, key_, words.first(rows * 4 * lanes));
    counter_[0] += static_cast<std::uint32_t>(rows * lanes);
    return rows * 4 * lanes;
  }

  /// Kept out of its callers, in which compilers run out of registers for the lanes.
  template <std::size_t lanes>
  [[gnu::noinline]] static constexpr void fill_rows(
      philox_counter counter, philox_key key, std::span<result_type> words) noexcept {
    for (std::size_t i = 0; i < words.size(); i += 4 * lanes) {
      philox4x32_row<lanes>(counter, key, words.subspan(i).template first<4 * lanes>());
      counter[0] += lanes;
    }
  }

  philox_key key_;
  philox_counter counter_;
  philox_counter block_{};
  int left_ = 0;
};

} // namespace tailgate
