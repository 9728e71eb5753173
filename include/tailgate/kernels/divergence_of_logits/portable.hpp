// Terms of the divergences on xsimd, and in double for the reference.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <tailgate/kernels/divergence_of_logits/constants.hpp>
#include <tailgate/kernels/simd.hpp>

namespace tailgate::divergence_rooms {

inline void add_terms_reference(const row_pair& rows, term_sums& sums) noexcept {
  for (std::size_t i = 0; i < rows.n; ++i) {
    const double x = double{rows.x[i]}, y = double{rows.y[i]};
    const std::size_t lane = i % exponential_rooms::lane_count;
    if (std::isinf(x) && std::isinf(y))
      continue; // masked in both
    const double d = x - y + rows.offset, s = std::fabs(d);
    const double larger = d < 0 ? std::exp(y - double{rows.y_top}) * double{rows.y_scale}
                                : std::exp(x - double{rows.x_top}) * double{rows.x_scale};
    const double w = std::exp(-s), h = -std::expm1(-s);
    const double from_larger = std::isinf(s) ? s : larger * (s - h);
    const double from_smaller = std::isinf(s) ? larger : larger * (h - s * w);
    sums.forward[lane] += d < 0 ? from_smaller : from_larger;
    sums.reverse[lane] += d < 0 ? from_larger : from_smaller;
    const double shared = std::isinf(s) ? 0 : w * s;
    sums.jensen_shannon[lane] += larger / 2 * (-(1 + w) * std::log1p(-h / 2) - shared);
  }
}

/// The factors of P for s = log P - log Q: KL from P to Q, from Q to P, and Jensen-Shannon.
template <class Batch>
struct factors {
  Batch down, up, middle;
};

/// `exponential` of a batch: 0 below the range of normal results.
template <class Batch>
[[nodiscard]] Batch bounded_exponential(Batch x) noexcept {
  const Batch lowest(exponential_rooms::lowest);
  return select(x < lowest, Batch(0.0f), exp(max(x, lowest)));
}

template <class Batch>
[[nodiscard]] factors<Batch> factors_of(Batch s) noexcept {
  namespace exps = exponential_rooms;
  const Batch one(1.0f);
  const auto horner = [](Batch x, auto... coefficients) {
    Batch sum(0.0f);
    ((sum = fma(sum, x, Batch(coefficients))), ...);
    return sum;
  };
  const Batch square = s * s;
  const Batch c =
      horner(Batch(0.0f) - s, exps::c6, exps::c5, exps::c4, exps::c3, exps::c2, exps::c1);
  const auto near = s < Batch(near_limit);

  const Batch w = bounded_exponential(Batch(0.0f) - s), h = one - w;
  // Infinite for a masked token, whose w = 0 then leaves nothing to multiply.
  const Batch bounded = select(s < Batch(exps::highest), s, Batch(exps::highest));
  const Batch middle =
      (one + w) * (h * horner(h, v7, v6, v5, v4, v3, v2, v1, v0)) - Batch(0.5f) * w * bounded;
  return {select(near, square * c, (w - one) + s),
      select(near, square * (one - c * (one + s)), h - bounded * w),
      select(near, square * horner(s, t4, t3, t2, t1, t0), middle)};
}

/// Adds the terms of sixteen elements to fp32 lanes.
template <class Arch>
void add_block(const row_pair& rows, const float* x16, const float* y16, float* forward,
    float* reverse, float* middle) noexcept {
  using batch = simd::batch<float, Arch>;
  const batch zero(0.0f), infinity(std::numeric_limits<float>::infinity());
  const auto accumulate = [](float* lanes, batch terms) {
    (batch::load_unaligned(lanes) + terms).store_unaligned(lanes);
  };
  for (std::size_t i = 0; i < exponential_rooms::lane_count; i += batch::size) {
    const batch x = batch::load_unaligned(x16 + i), y = batch::load_unaligned(y16 + i);
    // x - y = difference + error exactly (Knuth's TwoSum), so that a common offset of the rows,
    // which changes no probability, costs no digits. Tokens masked in both differ by 0.
    const batch difference = select(x == y, zero, x - y);
    const batch minus_y = difference - x;
    const batch error = (x - (difference - minus_y)) - (y + minus_y);
    const batch d = (difference + batch(rows.offset_high)) +
                    (select(error == error, error, zero) + batch(rows.offset_low));
    const auto below = d < zero;
    const batch s = select(below, zero - d, d);
    const batch shifted = select(below, y - batch(rows.y_top), x - batch(rows.x_top));
    batch larger =
        bounded_exponential(shifted) * select(below, batch(rows.y_scale), batch(rows.x_scale));
    larger = select(s == infinity, max(larger, batch(smallest)), larger);
    const auto f = factors_of(s);
    accumulate(forward + i, larger * select(below, f.up, f.down));
    accumulate(reverse + i, larger * select(below, f.down, f.up));
    accumulate(middle + i, larger * f.middle);
  }
}

template <class Arch>
void add_terms_portable(const row_pair& rows, term_sums& sums) noexcept {
  constexpr std::size_t width = exponential_rooms::lane_count;
  for (std::size_t i = 0; i < rows.n;) {
    const std::size_t end = std::min<std::size_t>(rows.n, i + exponential_rooms::stretch);
    float forward[width] = {}, reverse[width] = {}, middle[width] = {};
    for (; i + width <= end; i += width)
      add_block<Arch>(rows, rows.x + i, rows.y + i, forward, reverse, middle);
    if (i < end) { // the row's tail
      float x[width], y[width];
      std::fill_n(x, width, -std::numeric_limits<float>::infinity());
      std::fill_n(y, width, -std::numeric_limits<float>::infinity());
      std::copy(rows.x + i, rows.x + end, x);
      std::copy(rows.y + i, rows.y + end, y);
      add_block<Arch>(rows, x, y, forward, reverse, middle);
      i = end;
    }
    for (std::size_t j = 0; j < width; ++j) {
      sums.forward[j] += double{forward[j]};
      sums.reverse[j] += double{reverse[j]};
      sums.jensen_shannon[j] += double{middle[j]};
    }
  }
}

} // namespace tailgate::divergence_rooms
