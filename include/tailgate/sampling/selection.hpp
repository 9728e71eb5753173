// How a stratum's items compete for the sample: with equal chances, or by a measure of size.
//
// Every item gets a rank from its permanent random number, with u = number / 2^64 in (0, 1) and its
// size x; the n items of smallest rank are the sample:
//
//   equal_probability      rank u      simple random sampling without replacement: every item has
//                                      inclusion probability n / N, exactly
//   proportional_to_size   rank u / x  priority sampling: given the ranks of all other items, an
//                                      item is drawn with probability min(1, x t) exactly, where
//                                      t is the rank of the first item that was not drawn
//
// Of the ways to draw by size, priority sampling is the one whose probabilities are known exactly
// in one pass: Efraimidis and Spirakis' reservoir has none in closed form, and Pareto or sequential
// Poisson sampling needs the total of all sizes before it starts and reaches its target
// probabilities only approximately. With the probabilities above the Horvitz-Thompson estimator is
// unbiased; its variance is in stats/priority_total.hpp, not in the formula for designs of fixed
// probabilities.
//
// A stratum whose verdict is a test over counts of its items, as the gate's is, has to be drawn
// with equal probabilities: among items drawn by size the large ones are counted too often.
//
// References: N. Duffield, C. Lund, M. Thorup, "Priority sampling for estimation of arbitrary
// subset sums", J. ACM 54 (2007), doi:10.1145/1314690.1314696; P. S. Efraimidis, P. G. Spirakis,
// Information Processing Letters 97 (2006), doi:10.1016/j.ipl.2005.11.003; B. Rosen, J.
// Statistical Planning and Inference 62 (1997), doi:10.1016/S0378-3758(96)00186-3.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>

namespace tailgate {

enum class selection { equal_probability, proportional_to_size };

[[nodiscard]] constexpr const char* to_string(selection how) noexcept {
  return how == selection::equal_probability ? "equal_probability" : "proportional_to_size";
}

/// Throws argument_error E313 unless the size lies within [1e-200, 1e200], where ranks are exact,
/// or when items of equal chances are given one other than 1.
inline void check_size(selection how, double size, std::string_view id) {
  if (!(size >= 1e-200 && size <= 1e200))
    throw argument_error(313, "stratified_sampler",
        "item '" + std::string(id) + "' has size " + std::to_string(size) +
            "; a size lies within [1e-200, 1e200], leave items of size 0 out of the population");
  if (how == selection::equal_probability && size != 1)
    throw argument_error(313, "stratified_sampler",
        "item '" + std::string(id) + "' has size " + std::to_string(size) +
            ", and the request selects with equal probability; ask for "
            "selection::proportional_to_size");
}

/// The rank as an integer of the same order: of equal chances the number itself, by size the bits
/// of the positive double u / x.
[[nodiscard]] inline std::uint64_t sampling_rank(
    selection how, std::uint64_t number, double size) noexcept {
  if (how == selection::equal_probability)
    return number;
  return std::bit_cast<std::uint64_t>((static_cast<double>(number) + 0.5) * 0x1p-64 / size);
}

/// What the ranks are drawn from: `population` items of which `sampled` were drawn; `threshold` is
/// the rank of the first one not drawn, absent when all were. Within (0, 1].
[[nodiscard]] inline double inclusion_probability(selection how, std::uint64_t population,
    std::uint64_t sampled, std::optional<std::uint64_t> threshold, double size) noexcept {
  if (!threshold)
    return 1;
  if (how == selection::equal_probability)
    return static_cast<double>(sampled) / static_cast<double>(population);
  return std::min(1.0, size * std::bit_cast<double>(*threshold));
}

} // namespace tailgate
