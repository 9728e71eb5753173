// Divergences between two rows of logits over the same vocabulary, in nats and in one pass.
//
//   forward KL(p || q) = sum p log(p / q)      reverse KL(q || p)
//   Jensen-Shannon     = (KL(p || m) + KL(q || m)) / 2,  m = (p + q) / 2,  within [0, ln 2]
//
// Summed as they stand, terms of both signs cancel: an int8 tier's divergence of 1e-6 nats drowns
// in rounding. Since sum p = sum q = 1, p - q may be added to each term of a KL. With P the larger
// and Q the smaller probability of a token, s = log P - log Q >= 0 and w = exp(-s) = Q / P,
//
//   KL from P to Q:  P (w - 1 + s)             KL from Q to P:  P (1 - w - s w)
//   Jensen-Shannon:  P ((1 + w) log(2 / (1 + w)) - w s) / 2
//
// where no term is negative, so that no sum cancels. Within a term, s below 0.34 takes forms that
// do not cancel either (divergence_of_logits/constants.hpp). An error e common to all s, such as
// that of a normalising constant, enters as e^2 / 2 only. References: S. Kullback, R. A. Leibler,
// doi:10.1214/aoms/1177729694; J. Lin, doi:10.1109/18.61115.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/kernels/divergence_of_logits/avx2.hpp>
#include <tailgate/kernels/divergence_of_logits/avx512.hpp>
#include <tailgate/kernels/divergence_of_logits/portable.hpp>
#include <tailgate/kernels/softmax.hpp>

namespace tailgate {

/// In nats, none below 0.
struct row_divergence {
  double forward = 0;        ///< KL(p || q)
  double reverse = 0;        ///< KL(q || p)
  double jensen_shannon = 0; ///< within [0, ln 2]
};

/// The divergences of softmax(q) from softmax(p).
///
/// Error at most 2^-16 of the value plus 2^-40 on every level; the same bits for AVX2 and AVX-512.
/// A token masked (-infinity) in both rows contributes nothing. One masked in q only makes
/// `forward` +infinity, in p only `reverse`; Jensen-Shannon stays finite. Rows that are no
/// distributions (see logits_row) have three NaN. No allocation.
/// Throws shape_error E160 when the rows differ in length or are empty.
template <class Arch = simd::default_arch>
[[nodiscard]] row_divergence divergence_of_logits(
    const logits_row& p, const logits_row& q, isa level = selected_isa()) {
  if (p.logits.size() != q.logits.size() || p.logits.empty())
    throw shape_error(160, "divergence_of_logits",
        "rows have " + std::to_string(p.logits.size()) + " and " + std::to_string(q.logits.size()) +
            " logits; both models need one vocabulary, and it must not be empty");
  if (!p.is_distribution() || !q.is_distribution()) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    return {nan, nan, nan};
  }
  namespace rooms = divergence_rooms;
  const rooms::row_pair rows(p.logits.data(), p.top, p.log_sum_exp, q.logits.data(), q.top,
      q.log_sum_exp, p.logits.size());
  rooms::term_sums sums;
  switch (level) {
#if TAILGATE_X86
  case isa::avx512_vnni:
  case isa::avx512:
    rooms::avx512::add_terms(rows, sums);
    break;
  case isa::avx2:
    rooms::avx2::add_terms(rows, sums);
    break;
#else
  case isa::avx512_vnni:
  case isa::avx512:
  case isa::avx2:
#endif
  case isa::portable:
    rooms::add_terms_portable<Arch>(rows, sums);
    break;
  case isa::reference:
    rooms::add_terms_reference(rows, sums);
    break;
  }
  return {lane_sum(sums.forward), lane_sum(sums.reverse),
      std::min(lane_sum(sums.jensen_shannon), std::numbers::ln2)};
}

} // namespace tailgate
