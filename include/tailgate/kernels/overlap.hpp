// Whether two views touch the same bytes; kernels refuse to write over what they still read.
#pragma once

#include <functional>
#include <tailgate/core/matrix_view.hpp>
#include <utility>

namespace tailgate {

/// True when the address ranges of the views, gaps included, intersect. Empty views touch nothing.
template <class A, class B>
[[nodiscard]] bool overlap(const matrix_view<A>& a, const matrix_view<B>& b) noexcept {
  if (a.empty() || b.empty())
    return false;
  const auto range = [](const auto& v) {
    const auto* first = reinterpret_cast<const unsigned char*>(v.data());
    const auto* last =
        reinterpret_cast<const unsigned char*>(v.data() + (v.rows() - 1) * v.stride() + v.cols());
    return std::pair{first, last};
  };
  const auto [a0, a1] = range(a);
  const auto [b0, b1] = range(b);
  const std::less<const unsigned char*> before;
  return before(a0, b1) && before(b0, a1);
}

} // namespace tailgate
