// The codes of Q5_0 and Q5_1: four bits in halves of bytes, the fifth bits together in 32 bits.
//
//   bytes 0-3: bit i is the highest bit of code i, little-endian
//   byte 4 + i: the low four bits of code i in the low half, of code i + 16 in the high half
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace tailgate::gguf::detail {

/// Sets code i, 0 .. 31, over bytes that are 0.
inline void put_q5(std::span<std::uint8_t, 20> at, std::size_t i, unsigned code) noexcept {
  auto& high = at[i / 8];
  auto& low = at[4 + i % 16];
  high = static_cast<std::uint8_t>(high | (code >> 4) << (i % 8));
  low = static_cast<std::uint8_t>(low | (code & 15u) << (i / 16 * 4));
}

[[nodiscard]] inline unsigned get_q5(std::span<const std::uint8_t, 20> at, std::size_t i) noexcept {
  const unsigned high = at[i / 8], low = at[4 + i % 16];
  return (high >> (i % 8) & 1u) << 4 | (low >> (i / 16 * 4) & 15u);
}

} // namespace tailgate::gguf::detail
