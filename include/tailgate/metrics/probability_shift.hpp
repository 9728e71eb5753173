// Probability shift: how much probability the candidate takes from or gives to the right token,
//
//   p_candidate(right token) - p_baseline(right token),  token by token, within [-1, 1].
//
// The row holds the mean over items of each item's mean; its distribution the quantiles over all
// tokens and their root mean square, the mean, percentiles and RMS of "delta p" that llama.cpp's
// perplexity tool prints, by stratum and with an interval. A mean shift near 0 with a wide spread
// is noise in both directions; a heavy lower tail is tokens that the candidate lost.
//
// Unlike the loss it is bounded, so that one impossible token cannot carry a stratum, and for the
// same reason it does not see how impossible: a token that falls from 1e-3 to 1e-9 hardly moves it.
// Read next_token_loss beside it.
//
// Reference: ggml-org/llama.cpp, tools/perplexity (token probability statistics).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tailgate/metrics/detail/distribution_metric.hpp>
#include <tailgate/metrics/detail/mean_difference.hpp>
#include <tailgate/metrics/detail/token_values.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <vector>

namespace tailgate {

/// The probabilities that both models give to the right tokens of one item, in the order of the
/// tokens; of one length, at least 1.
struct paired_probabilities {
  std::string id;                ///< unique within a stratum
  std::string cluster;           ///< items with an equal, non-empty name are not independent
  std::vector<double> baseline;  ///< each within [0, 1]
  std::vector<double> candidate; ///< each within [0, 1]
};

namespace detail {

struct probability_shift_traits {
  using observation = paired_probabilities;
  static constexpr const char* name = "probability_shift";
  static constexpr const char* unit = "probability";
  static constexpr better direction = better::higher;
  static constexpr std::uint32_t version = 1;
  static constexpr std::array probabilities{0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99};

  static value_pair values(const paired_probabilities& item) {
    require_tokens(name, item.id, item.baseline.size(), item.candidate.size());
    for_each_value(item, [&](const value_pair& v) {
      require_value(name, item.id, "a probability of the baseline", v.baseline, 1);
      require_value(name, item.id, "a probability of the candidate", v.candidate, 1);
    });
    return {mean_of(item.baseline).value(), mean_of(item.candidate).value()};
  }

  template <class F>
  static void for_each_value(const paired_probabilities& item, F f) {
    for (std::size_t i = 0; i < item.baseline.size(); ++i)
      f(value_pair{item.baseline[i], item.candidate[i]});
  }
};

} // namespace detail

/// The metric "probability_shift". observe() throws argument_error E360 (empty id), E361 (id seen
/// before), E362 (a probability outside [0, 1]), E383 (no tokens, or another number of them on each
/// side); the last two name the item.
using probability_shift = detail::distribution_metric<detail::probability_shift_traits>;

static_assert(serializable_metric<probability_shift>);

} // namespace tailgate
