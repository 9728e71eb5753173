#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/error.hpp>

namespace tailgate::detail {

/// Throws argument_error E104, with the place in the matrix, for a NaN or infinite weight.
inline void require_finite(matrix_view<const float> w, std::string_view place) {
  for (std::size_t n = 0; n < w.rows(); ++n)
    for (std::size_t k = 0; k < w.cols(); ++k)
      if (!std::isfinite(w(n, k)))
        throw argument_error(104, place,
            "weight [" + std::to_string(n) + ", " + std::to_string(k) + "] is " +
                std::to_string(w(n, k)) + "; every weight must be finite");
}

} // namespace tailgate::detail
