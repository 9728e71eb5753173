// Where a packed integer matrix keeps its codes, scales and zero points.
//
//   W is N x K. A panel holds 32 outputs, as one linear stream of records, a record a group of
//   inputs; panels follow each other. Everything begins at a 64-byte boundary.
//
//   panel p, outputs 32p .. 32p+31:
//     +-----------+-----------+-----+--------------------------------------+
//     | group 0   | group 1   | ... | last group, cut to a multiple of 8 k |
//     +-----------+-----------+-----+--------------------------------------+
//   record:
//     +---------------------+--------------------------+-----------------------------------+
//     | 32 scales, fp16     | 32 zero points, 16 bits  | codes, eight inputs after eight   |
//     | 64 bytes            | 64 bytes, if asymmetric  | 128 (nibbles) or 256 bytes (each) |
//     +---------------------+--------------------------+-----------------------------------+
//   codes of inputs k .. k+7, with quad q = inputs k+4q .. k+4q+3 and [n] = four bytes, one an
//   input:
//     nibbles   | quad 0 in the low halves, quad 1 in the high ones: [0] [1] ... [31] |
//     bytes     | quad 0: [0] [1] ... [31]          | quad 1: [0] [1] ... [31]          |
//
// Sixteen outputs are thus one 512-bit operand of a product of unsigned weights with signed
// activations (vpdpbusd, vpmaddubsw, a tile of AMX, two of NEON's dot products). Codes stay
// unsigned as the scheme has them: 2, 3 and 4 bits in nibbles, 8 in bytes. Places beyond N and K
// hold 0.
//
// A row without groups is cut into groups of 512 inputs with the same scale, so that a group of
// every format is a slice that stays in the first-level cache. A group of the scheme has at most
// 65,536 inputs: the sum of 127 x 255 a product stays within 32 bits.
#pragma once

#include <algorithm>
#include <cstddef>
#include <tailgate/quant/quant_scheme.hpp>

namespace tailgate {

/// Sizes and places in a packed matrix. A value; all its members follow from the first three.
struct packed_layout {
  static constexpr std::size_t panel_outputs = 32;
  static constexpr std::size_t row_segment = 512; ///< the group of a row without groups
  static constexpr std::size_t row_of_scales = 2 * panel_outputs; ///< bytes

  std::size_t outputs = 0; ///< N
  std::size_t inputs = 0;  ///< K
  quant_scheme scheme;

  [[nodiscard]] constexpr bool nibbles() const noexcept { return scheme.bits <= 4; }
  [[nodiscard]] constexpr bool zero_points() const noexcept { return !scheme.symmetric; }
  [[nodiscard]] constexpr std::size_t panels() const noexcept {
    return (outputs + panel_outputs - 1) / panel_outputs;
  }
  /// K rounded up to a multiple of 8: what the codes of a row of activations take.
  [[nodiscard]] constexpr std::size_t depth() const noexcept { return (inputs + 7) / 8 * 8; }
  /// Inputs of every group but the last; a multiple of 8.
  [[nodiscard]] constexpr std::size_t group() const noexcept {
    return scheme.group != 0 ? scheme.group
                             : std::min(row_segment, std::max<std::size_t>(8, depth()));
  }
  [[nodiscard]] constexpr std::size_t groups() const noexcept {
    return (inputs + group() - 1) / group();
  }
  /// Inputs in `groups` groups from `first` on, padding included.
  [[nodiscard]] constexpr std::size_t depth_of(
      std::size_t first, std::size_t count) const noexcept {
    return std::min(depth(), (first + count) * group()) - first * group();
  }
  /// The group of the scheme, which has the scales, that group g belongs to.
  [[nodiscard]] constexpr std::size_t scheme_group(std::size_t g) const noexcept {
    return scheme.group != 0 ? g : 0;
  }

  /// Bytes in front of the codes of a record.
  [[nodiscard]] constexpr std::size_t header_bytes() const noexcept {
    return row_of_scales * (zero_points() ? 2 : 1);
  }
  [[nodiscard]] constexpr std::size_t code_bytes(std::size_t depth) const noexcept {
    return depth * panel_outputs / (nibbles() ? 2 : 1);
  }
  /// Where the record of group g begins in a panel; groups() gives the panel's size.
  [[nodiscard]] constexpr std::size_t record(std::size_t g) const noexcept {
    return g * header_bytes() + code_bytes(std::min(depth(), g * group()));
  }
  [[nodiscard]] constexpr std::size_t panel_bytes() const noexcept { return record(groups()); }
  [[nodiscard]] constexpr std::size_t bytes() const noexcept { return panels() * panel_bytes(); }

  /// Where the code of output j of a panel and input i of a group is among the group's codes.
  [[nodiscard]] constexpr std::size_t code_place(std::size_t j, std::size_t i) const noexcept {
    return i / (nibbles() ? 8 : 4) * 4 * panel_outputs + 4 * j + i % 4;
  }
  /// How far up in its byte that code stands.
  [[nodiscard]] constexpr unsigned code_shift(std::size_t i) const noexcept {
    return nibbles() && i % 8 >= 4 ? 4 : 0;
  }

  friend bool operator==(const packed_layout&, const packed_layout&) = default;
};

} // namespace tailgate
