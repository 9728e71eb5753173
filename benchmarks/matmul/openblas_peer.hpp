// OpenBLAS's fp32 product, where it is installed.
#pragma once

#if TAILGATE_BENCH_HAS_OPENBLAS
#include <cblas.h>
#include <memory>
#include <vector>

#include "contestant.hpp"

namespace benchmarks {

inline contestant openblas_f32(
    const shape& s, const float* x, float* y, double cold_bytes, int threads) {
  openblas_set_num_threads(threads);
  const double bytes = 4.0 * static_cast<double>(s.n * s.k);
  const std::size_t copies = copies_for(bytes, cold_bytes);
  auto w = std::make_shared<std::vector<std::vector<float>>>(
      copies, std::vector<float>(s.n * s.k, 0.5f));
  const int m = static_cast<int>(s.m), n = static_cast<int>(s.n), k = static_cast<int>(s.k);
  return {"OpenBLAS", 32, 0, false, "fp32", openblas_get_corename(), bytes,
      [=](std::size_t copy) {
        const float* matrix = (*w)[copy].data();
        if (m == 1)
          cblas_sgemv(CblasRowMajor, CblasNoTrans, n, k, 1, matrix, k, x, 1, 0, y, 1);
        else
          cblas_sgemm(
              CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, x, k, matrix, k, 0, y, n);
      },
      copies};
}

} // namespace benchmarks
#endif
