// The uniform grid of one group of weights, and how its range is chosen.
//
//   symmetric:   scale = p max|w| / (2^(bits-1) - 1),                zero = 2^(bits-1)
//   asymmetric:  scale = p (max(w,0) - min(w,0)) / (2^bits - 1),     zero = round(-p min(w,0) /
//   scale) code = clamp(round(w / scale) + zero),   w ~ scale * (code - zero)
//
// p = 1 covers every weight. Clipping (p < 1) moves the outermost weights inwards for a finer step.
// The scale is rounded to fp16 first, so that codes fit the scale that is stored; ties round to
// even. Zero is always on the grid. A group of zeros has scale 0.
//
// Reference: R. Krishnamoorthi, arXiv 1806.08342 (range); R. Banner et al., arXiv 1810.05723
// (clipping for the least squared error).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/half.hpp>
#include <tailgate/error.hpp>
#include <tailgate/quant/detail/round_to_even.hpp>
#include <tailgate/quant/quant_scheme.hpp>

namespace tailgate {

/// How much of a group's range the grid covers.
enum class clip_search {
  none,         ///< from minimum to maximum
  squared_error ///< the p in 1, 0.99 ... 0.20 of the least sum of squared errors of the weights
};

/// Smallest and largest weight of a group, 0 included.
struct weight_range {
  float low = 0;
  float high = 0;

  [[nodiscard]] static weight_range of(std::span<const float> group) noexcept {
    weight_range range;
    for (const float w : group)
      range.add(w);
    return range;
  }
  void add(float w) noexcept {
    low = std::min(low, w);
    high = std::max(high, w);
  }
};

/// The grid that a group stores. Regular.
class uniform_grid {
public:
  uniform_grid() = default;

  /// The grid over p = `part` of the range. `place` is for the message.
  /// Throws argument_error E105 when the scale is beyond fp16's 65504.
  uniform_grid(const quant_scheme& scheme, weight_range range, float part, std::string_view place)
      : top_(static_cast<int>(scheme.largest_code())) {
    const int half = 1 << (scheme.bits - 1);
    if (scheme.symmetric) {
      scale_bits_ = fp16_scale(part * std::max(-range.low, range.high), half - 1, place);
      zero_ = half;
      floor_ = 1; // -2^(bits-1) would make the grid lopsided
    } else {
      const float low = part * range.low;
      scale_bits_ = fp16_scale(part * range.high - low, top_, place);
      if (scale_bits_ != 0)
        zero_ = static_cast<int>(
            detail::round_to_even(std::min(-low / scale(), static_cast<float>(top_))));
    }
    scale_ = fp16_to_float(scale_bits_);
  }

  [[nodiscard]] std::uint16_t scale_bits() const noexcept { return scale_bits_; } ///< fp16
  [[nodiscard]] float scale() const noexcept { return fp16_to_float(scale_bits_); }
  [[nodiscard]] unsigned zero_point() const noexcept { return static_cast<unsigned>(zero_); }

  /// The code nearest to the finite weight w.
  [[nodiscard]] unsigned code(float w) const noexcept {
    return static_cast<unsigned>(std::clamp(step(w) + zero_, floor_, top_));
  }
  /// The weight that a code stands for.
  [[nodiscard]] float value(unsigned code) const noexcept {
    return scale_ * static_cast<float>(static_cast<int>(code) - zero_);
  }
  /// value(code(w)).
  [[nodiscard]] float nearest(float w) const noexcept {
    return scale_ * static_cast<float>(std::clamp(step(w), floor_ - zero_, top_ - zero_));
  }

private:
  [[nodiscard]] int step(float w) const noexcept {
    const auto limit = static_cast<float>(2 * top_);
    return scale_ == 0.0f
               ? 0
               : static_cast<int>(detail::round_to_even(std::clamp(w / scale_, -limit, limit)));
  }

  /// The nearest fp16, never 0 for a range that is not 0.
  [[nodiscard]] static std::uint16_t fp16_scale(float range, int steps, std::string_view place) {
    const float exact = std::fabs(range) / static_cast<float>(steps); // a range of -0 is 0
    constexpr std::uint16_t smallest = 1, infinity = 0x7c00;
    const std::uint16_t half = float_to_fp16(exact);
    if (half >= infinity)
      throw argument_error(105, place,
          "a group spans " + std::to_string(range) +
              ", so its scale is beyond fp16's 65504; rescale the layer or use a float format");
    return exact > 0.0f && half == 0 ? smallest : half;
  }

  std::uint16_t scale_bits_ = 0;
  int zero_ = 0;
  int floor_ = 0;
  int top_ = 0;
  float scale_ = 0;
};

/// Calls `error(grid)` for the grids of all p from 1 down to 0.20 and returns the grid of the
/// least; the widest of several equals. Throws E105.
template <class Error>
[[nodiscard]] uniform_grid search_grid(
    const quant_scheme& scheme, weight_range range, std::string_view place, Error&& error) {
  constexpr int steps = 80;
  uniform_grid best(scheme, range, 1.0f, place);
  double least = error(best);
  for (int i = 1; i <= steps && least > 0; ++i) {
    const uniform_grid grid(scheme, range, 1.0f - static_cast<float>(i) / 100, place);
    const double now = error(grid);
    if (now < least) {
      least = now;
      best = grid;
    }
  }
  return best;
}

/// The grid for a group of finite weights. O(n), or O(81 n) with a search. Throws E105.
[[nodiscard]] inline uniform_grid make_grid(const quant_scheme& scheme,
    std::span<const float> group, clip_search clip, std::string_view place) {
  const weight_range range = weight_range::of(group);
  if (clip == clip_search::none)
    return uniform_grid(scheme, range, 1.0f, place);
  return search_grid(scheme, range, place, [&](const uniform_grid& grid) {
    double sum = 0;
    for (const float w : group) {
      const float gap = w - grid.nearest(w);
      sum += double{gap * gap};
    }
    return sum;
  });
}

} // namespace tailgate
