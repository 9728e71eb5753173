// Activations as 8-bit integers, quantized on the fly with one scale a row.
//
//   scale = max|x| / 127,   code = round(x / scale) in -127 .. 127,   x ~ scale * code
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <tailgate/core/matrix_view.hpp>
#include <vector>

namespace tailgate {

/// M x K codes and M scales. A row with a NaN or Inf has scale NaN and codes 0, so that the fault
/// reaches every output of that row and no other; a row of zeros has scale 0.
struct quantized_rows {
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::vector<std::int8_t> codes;
  std::vector<float> scales;
};

/// Quantizes rows symmetrically; ties round to even. Each row depends on itself alone.
[[nodiscard]] inline quantized_rows quantize_rows(matrix_view<const float> x) {
  quantized_rows out{x.rows(), x.cols(), std::vector<std::int8_t>(x.rows() * x.cols()),
      std::vector<float>(x.rows())};
  for (std::size_t m = 0; m < x.rows(); ++m) {
    const auto row = x.row(m);
    float largest = 0;
    bool finite = true;
    for (const float v : row) {
      largest = std::max(largest, std::fabs(v));
      finite = finite && std::isfinite(v);
    }
    if (!finite) {
      out.scales[m] = std::numeric_limits<float>::quiet_NaN();
      continue;
    }
    const float scale = largest / 127.0f;
    out.scales[m] = scale;
    if (scale == 0.0f) // also when a subnormal row underflows
      continue;
    for (std::size_t k = 0; k < row.size(); ++k)
      out.codes[m * x.cols() + k] =
          static_cast<std::int8_t>(std::clamp(std::nearbyint(row[k] / scale), -127.0f, 127.0f));
  }
  return out;
}

} // namespace tailgate
