// One way to compute Y = X W^T, with its weights made, ready to be timed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace benchmarks {

struct shape {
  std::size_t m, n, k;
};

/// `run(copy)` multiplies once with one of `copies` equal matrices.
struct contestant {
  std::string op;    ///< "tailgate", "oneDNN", "OpenBLAS"
  unsigned bits;     ///< of a weight; 32: fp32
  std::size_t group; ///< 0: one scale an output
  bool zero_points;
  std::string activations; ///< "group", "row" or "fp32"
  std::string isa;
  double weight_bytes; ///< read by one call
  std::function<void(std::size_t copy)> run;
  std::size_t copies = 1;
};

/// How many copies of a matrix keep it from being found in a cache.
inline std::size_t copies_for(double weight_bytes, double cold_bytes) {
  return cold_bytes <= weight_bytes ? 1 : static_cast<std::size_t>(cold_bytes / weight_bytes) + 1;
}

} // namespace benchmarks
