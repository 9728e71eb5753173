#pragma once

#include <string_view>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/quant/uniform_grid.hpp>
#include <vector>

namespace tailgate::detail {

/// One grid for all rows. The rows are copied into one group, so that there is one search.
[[nodiscard]] inline uniform_grid tensor_grid(matrix_view<const float> w,
    const quant_scheme& scheme, clip_search clip, std::string_view place) {
  std::vector<float> all;
  all.reserve(w.rows() * w.cols());
  for (std::size_t n = 0; n < w.rows(); ++n)
    all.insert(all.end(), w.row(n).begin(), w.row(n).end());
  return make_grid(scheme, all, clip, place);
}

} // namespace tailgate::detail
