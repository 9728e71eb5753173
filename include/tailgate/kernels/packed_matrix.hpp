// Integer weights packed once for multiplication; packed_matrix/layout.hpp draws the layout.
//
// Packing costs one pass over the codes and, with groups of 32, 4.5 bits a weight of int4 and 8.5
// of int8 (5 and 9 with zero points), N rounded up to 32 and K to 8. It pays as soon as a matrix is
// used more than a few times. A whole model never exists twice: the constructor that takes a
// producer asks for 32 outputs at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/half.hpp>
#include <tailgate/error.hpp>
#include <tailgate/kernels/aligned_array.hpp>
#include <tailgate/kernels/packed_matrix/layout.hpp>
#include <tailgate/quant/quantized_matrix.hpp>
#include <utility>

namespace tailgate {

/// A packed N x K matrix of codes, scales and zero points, exactly those of its source. Immutable;
/// copies share the memory.
class packed_matrix {
public:
  packed_matrix() = default;

  /// Packs `w`, which may go afterwards. Any scheme, N and K.
  /// Throws argument_error E158 for a scale that is infinite or NaN.
  explicit packed_matrix(const quantized_matrix& w, executor_ref exec = {})
      : layout_{w.outputs(), w.inputs(), w.scheme()} {
    fill(exec, [&](std::size_t first, std::size_t count, std::uint8_t* panel) {
      pack(w, first, count, first, panel);
    });
  }

  /// Packs a matrix that is made in pieces: `produce(first, count)` returns the quantized_matrix of
  /// outputs first ... first + count - 1, of all inputs, in the given scheme; count is 32 but for
  /// the last call. Calls may run at once when `exec` runs them so.
  /// Throws what check_scheme and `produce` throw, shape_error E159 when a piece is another shape
  /// or scheme, and E158.
  template <class Produce>
  packed_matrix(std::size_t outputs, std::size_t inputs, quant_scheme scheme, Produce&& produce,
      executor_ref exec = {})
      : layout_{outputs, inputs, (check_scheme(scheme), scheme)} {
    fill(exec, [&](std::size_t first, std::size_t count, std::uint8_t* panel) {
      const quantized_matrix piece = produce(first, count);
      if (piece.outputs() != count || piece.inputs() != inputs || piece.scheme() != scheme)
        throw shape_error(159, "packed_matrix",
            "a piece is " + std::to_string(piece.outputs()) + "x" + std::to_string(piece.inputs()) +
                " of " + piece.scheme().name() + "; it must be " + std::to_string(count) + "x" +
                std::to_string(inputs) + " of " + scheme.name());
      pack(piece, 0, count, first, panel);
    });
  }

  /// Takes memory that holds layout.bytes() bytes in the layout, at a 64-byte boundary.
  packed_matrix(const packed_layout& layout, std::shared_ptr<const std::uint8_t> memory) noexcept
      : layout_(layout), memory_(std::move(memory)) {}

  [[nodiscard]] std::size_t outputs() const noexcept { return layout_.outputs; } ///< N
  [[nodiscard]] std::size_t inputs() const noexcept { return layout_.inputs; }   ///< K
  [[nodiscard]] const quant_scheme& scheme() const noexcept { return layout_.scheme; }
  [[nodiscard]] const packed_layout& layout() const noexcept { return layout_; }
  [[nodiscard]] const std::uint8_t* data() const noexcept { return memory_.get(); }

  [[nodiscard]] unsigned code(std::size_t n, std::size_t k) const noexcept {
    const std::size_t i = k % layout_.group(), j = n % packed_layout::panel_outputs;
    const std::uint8_t* codes = record(n, k / layout_.group()) + layout_.header_bytes();
    return static_cast<unsigned>(codes[layout_.code_place(j, i)]) >> layout_.code_shift(i) &
           (layout_.nibbles() ? 0xfu : 0xffu);
  }
  /// The scale of output n in group g of layout().groups().
  [[nodiscard]] float scale(std::size_t n, std::size_t g) const noexcept {
    return fp16_to_float(header_value(n, g, 0));
  }
  [[nodiscard]] unsigned zero_point(std::size_t n, std::size_t g) const noexcept {
    return layout_.zero_points() ? header_value(n, g, packed_layout::row_of_scales)
                                 : 1u << (scheme().bits - 1);
  }

private:
  static_assert(std::endian::native == std::endian::little, "the layout is little-endian");

  [[nodiscard]] const std::uint8_t* record(std::size_t n, std::size_t g) const noexcept {
    return data() + n / packed_layout::panel_outputs * layout_.panel_bytes() + layout_.record(g);
  }
  [[nodiscard]] std::uint16_t header_value(
      std::size_t n, std::size_t g, std::size_t offset) const noexcept {
    std::uint16_t value = 0;
    std::memcpy(&value, record(n, g) + offset + 2 * (n % packed_layout::panel_outputs), 2);
    return value;
  }

  template <class Pack>
  void fill(executor_ref exec, const Pack& pack_panel) {
    constexpr std::size_t width = packed_layout::panel_outputs;
    const auto owner = std::make_shared<aligned_array<std::uint8_t>>(layout_.bytes());
    memory_ = std::shared_ptr<const std::uint8_t>(owner, owner->data());
    exec.parallel_for(layout_.panels(), [&](std::size_t p) {
      pack_panel(p * width, std::min(width, layout_.outputs - p * width),
          owner->data() + p * layout_.panel_bytes());
    });
  }

  /// Packs outputs first ... first + count - 1 of `w` to a panel that holds zeros; `name` is what
  /// an error calls the first.
  void pack(const quantized_matrix& w, std::size_t first, std::size_t count, std::size_t name,
      std::uint8_t* panel) const {
    for (std::size_t j = 0; j < count; ++j)
      for (std::size_t g = 0; g < layout_.groups(); ++g) {
        std::uint8_t* place = panel + layout_.record(g);
        const std::size_t from = layout_.scheme_group(g);
        const std::uint16_t scale = float_to_fp16(w.scale(first + j, from)); // exact: it was fp16
        if ((scale & 0x7c00u) == 0x7c00u)
          throw argument_error(158, "packed_matrix",
              "the scale of output " + std::to_string(name + j) + ", group " +
                  std::to_string(from) + " is infinite or NaN; every scale must be finite");
        std::memcpy(place + 2 * j, &scale, 2);
        if (layout_.zero_points()) {
          const auto zero = static_cast<std::uint16_t>(w.zero_point(first + j, from));
          std::memcpy(place + packed_layout::row_of_scales + 2 * j, &zero, 2);
        }
        place += layout_.header_bytes();
        const std::size_t begin = g * layout_.group();
        const std::size_t length = std::min(layout_.inputs - begin, layout_.group());
        for (std::size_t i = 0; i < length; ++i) {
          std::uint8_t& byte = place[layout_.code_place(j, i)];
          byte = static_cast<std::uint8_t>(
              byte | w.code(first + j, begin + i) << layout_.code_shift(i));
        }
      }
  }

  packed_layout layout_;
  std::shared_ptr<const std::uint8_t> memory_;
};

} // namespace tailgate
