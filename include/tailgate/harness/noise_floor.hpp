// A/A comparisons: what the gate says where nothing changed.
//
// Two ways to have nothing changed. A second run of the baseline is judged like any candidate
// (second_run_noise): real, and as many replicates as runs. Or the pairs of a comparison are
// relabelled (relabelled_noise): baseline and candidate are exchanged at random, so that neither
// is better, and judged again, thousands of times.
//
// Which items are exchanged together decides what the replicates can show. Exchanged one by one,
// differences have independent signs whatever made them alike: the tests are then right by
// construction and alikeness cannot show. So whole clusters are exchanged, and then whole groups of
// neighbouring clusters, since items of one source mostly follow each other in a prompt set. A gate
// that takes alike items for independent fails too many of these copies.
//
// Which hypothesis. At a margin m > 0 an unchanged model is m away from failing, and next to no
// copy fails even if the standard errors are half of what they should be. The published rates are
// therefore two: at the gate's margins, the rate that a user meets; and with all margins at 0,
// where the guarantee "at most alpha" has no room left. The gate refuses (gate::require_level) when
// the first exceeds alpha, or the second does and the grouping is the reason. "Exceeds" means that
// the lower end of the Clopper-Pearson interval is above alpha, so that the number of replicates
// does not refuse at random. "The grouping is the reason" is a permutation test: items are dealt
// out to the groups at random, `shuffles` times, and the rate of the true groups has to be larger
// than all of these (Besag and Clifford's sequential p-value). It allows for two things: the score
// test at margin 0 rejects in steps, up to 0.125 for 0.05 with three flips; and given the data,
// group sums of even independent items vary. Gates that are right are thus refused for their
// neighbours in at most 1 / (shuffles + 1) of all cases.
//
// Limits: alike items that neither share a cluster nor stand near each other are not found. Groups
// of a pair of models that truly differ are alike through the difference as far as it differs
// between groups; a second run of the baseline is the better pair, else the mildest candidate.
//
// References: the exchange of labels within pairs is Fisher's randomization test, The Design of
// Experiments (1935), ch. 3; groups of neighbours as in H. R. Kuensch, Annals of Statistics 17
// (1989), doi:10.1214/aos/1176347265; J. Besag, P. Clifford, Biometrika 78 (1991),
// doi:10.1093/biomet/78.2.301.
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tailgate/core/executor.hpp>
#include <tailgate/error.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/detail/relabelling.hpp>
#include <tailgate/harness/gate.hpp>
#include <tailgate/harness/item_values.hpp>
#include <tailgate/metrics/breakdown.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/stats/clopper_pearson.hpp>
#include <vector>

namespace tailgate {

struct noise_floor_options {
  std::uint64_t seed = 0;
  std::size_t replicates = 500; ///< of each kind, within [100, 1e6]
  std::size_t neighbours = 8;   ///< clusters exchanged together in the second pass; 1 leaves it out
  std::size_t shuffles = 19;    ///< at most, when a rate exceeds alpha; within [19, 1000]
};

/// Makes the breakdowns of all gated metrics from the values of their items, at the gate's level.
/// Called from several threads at once.
template <class F>
concept break_down_function = requires(const F& f, std::span<const metric_values> values) {
  { f(values) } -> std::convertible_to<std::vector<breakdown>>;
};

namespace detail {

/// The rows of the gated metrics, in the order of the options.
template <class F>
void for_each_gated_row(const gate& rules, std::span<const breakdown> results, F f) {
  for (const gated_metric& rule : rules.options().metrics)
    for (const breakdown& result : results)
      if (result.metric() == rule.metric)
        for (const paired_summary& row : result.strata())
          f(row);
}

/// Collects the replicates of an A/A comparison.
class noise_tally {
public:
  noise_tally(const gate& rules, std::size_t replicates)
      : rules_(rules), fails_(replicates), without_margin_(replicates), differences_(replicates) {}

  /// Safe for different replicates at once.
  void judge(std::size_t replicate, const std::vector<breakdown>& results) {
    fails_[replicate] = rules_.fails(results) ? 1 : 0;
    without_margin_[replicate] = rules_.fails(results, 0) ? 1 : 0;
    for_each_gated_row(rules_, results, [&](const paired_summary& row) {
      differences_[replicate].push_back(row.difference ? std::abs(row.difference.value()) : 0);
    });
  }

  [[nodiscard]] noise_floor result(std::span<const breakdown> any) const {
    noise_floor noise;
    noise.replicates = fails_.size();
    noise.false_fails = count(fails_);
    noise.false_fail_rate = rate(noise.false_fails, noise.replicates);
    noise.fails_without_margin = count(without_margin_);
    noise.fail_rate_without_margin = rate(noise.fails_without_margin, noise.replicates);
    for_each_gated_row(rules_, any, [&](const paired_summary& row) {
      noise.strata.push_back({row.stratum, row.metric, quantile(noise.strata.size())});
    });
    return noise;
  }

  [[nodiscard]] static std::size_t count(const std::vector<char>& flags) {
    return static_cast<std::size_t>(std::count(flags.begin(), flags.end(), char{1}));
  }

  [[nodiscard]] static interval rate(std::size_t fails, std::size_t replicates) {
    return stats::clopper_pearson_interval(fails, replicates).value();
  }

private:
  /// The smallest difference that 95 % of the replicates do not exceed.
  [[nodiscard]] double quantile(std::size_t row) const {
    std::vector<double> sorted(differences_.size());
    std::transform(differences_.begin(), differences_.end(), sorted.begin(),
        [&](const std::vector<double>& rows) { return rows[row]; });
    const std::size_t rank = (95 * sorted.size() + 99) / 100 - 1;
    std::nth_element(
        sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(rank), sorted.end());
    return sorted[rank];
  }

  const gate& rules_;
  std::vector<char> fails_, without_margin_;
  std::vector<std::vector<double>> differences_; ///< by replicate and gated row
};

/// Re-judges relabelled copies of one comparison.
template <break_down_function BreakDown>
class relabelled_judge {
public:
  relabelled_judge(const gate& rules, std::span<const metric_values> values,
      const BreakDown& break_down, const noise_floor_options& options, executor_ref exec)
      : rules_(rules), values_(values), break_down_(break_down), options_(options), exec_(exec),
        labels_(values, options.seed) {}

  [[nodiscard]] noise_floor run() const {
    constexpr std::size_t least_groups = 12; // fewer leave the rate to a handful of group sums
    noise_tally tally(rules_, options_.replicates);
    for_each_copy(labels_.clusters(), clusters_pass,
        [&](std::size_t r, const std::vector<breakdown>& results) { tally.judge(r, results); });
    noise_floor noise = tally.result(break_down_(values_));
    noise.source = "relabelled pairs";
    noise.cluster_p_value =
        grouping_p_value(labels_.clusters(), noise.fails_without_margin, first_shuffle);
    const item_groups groups = labels_.neighbours(options_.neighbours, least_groups);
    if (groups.count == labels_.clusters().count)
      return noise;
    noise.neighbours = options_.neighbours;
    noise.fails_of_neighbours = fails(groups, neighbours_pass);
    noise.fail_rate_of_neighbours =
        noise_tally::rate(noise.fails_of_neighbours, options_.replicates);
    noise.neighbour_p_value = grouping_p_value(groups, noise.fails_of_neighbours,
        first_shuffle + static_cast<std::uint32_t>(options_.shuffles));
    return noise;
  }

private:
  static constexpr std::uint32_t clusters_pass = 0, neighbours_pass = 1, first_shuffle = 2;

  template <class Visit>
  void for_each_copy(const item_groups& groups, std::uint32_t pass, Visit visit) const {
    constexpr std::size_t piece = 16; // one copy of the items serves as many replicates
    exec_.parallel_for((options_.replicates + piece - 1) / piece, [&](std::size_t p) {
      std::vector<metric_values> copy(values_.begin(), values_.end());
      for (std::size_t r = p * piece; r < std::min((p + 1) * piece, options_.replicates); ++r) {
        labels_.relabel(values_, copy, groups, pass, r);
        visit(r, break_down_(copy));
      }
    });
  }

  [[nodiscard]] std::size_t fails(const item_groups& groups, std::uint32_t pass) const {
    std::vector<char> failed(options_.replicates);
    for_each_copy(groups, pass, [&](std::size_t r, const std::vector<breakdown>& results) {
      failed[r] = rules_.fails(results, 0) ? 1 : 0;
    });
    return noise_tally::count(failed);
  }

  /// Besag and Clifford's p-value with one exceedance; not measured while the rate is within alpha.
  [[nodiscard]] estimate<double> grouping_p_value(
      const item_groups& groups, std::size_t observed, std::uint32_t first_pass) const {
    if (!(noise_tally::rate(observed, options_.replicates).lower > rules_.options().alpha))
      return undefined_reason::not_measured;
    for (std::uint32_t k = 0; k < options_.shuffles; ++k)
      if (fails(labels_.shuffled(groups, first_pass + k), first_pass + k) >= observed)
        return 1.0 / (k + 1.0);
    return 1.0 / (static_cast<double>(options_.shuffles) + 1);
  }

  const gate& rules_;
  std::span<const metric_values> values_;
  const BreakDown& break_down_;
  const noise_floor_options& options_;
  executor_ref exec_;
  relabelling labels_;
};

inline void check_options(const noise_floor_options& options) {
  const auto refuse = [](const std::string& what) {
    throw argument_error(465, "relabelled_noise", what);
  };
  if (options.replicates < 100 || options.replicates > relabelling::most_replicates)
    refuse(std::to_string(options.replicates) + " replicates; ask for 100 to 1000000");
  if (options.neighbours == 0)
    refuse("0 neighbours; 1 exchanges single clusters");
  if (options.shuffles < 19 || options.shuffles > 1000)
    refuse(std::to_string(options.shuffles) +
           " shuffles; ask for 19 to 1000, since fewer cannot show anything at the 5 % level");
}

} // namespace detail

/// Judges relabelled copies of the paired `values`, which hold every gated metric; `break_down`
/// makes the breakdowns from them as the comparison itself does, clusters included. The order of
/// the items is that of the prompts: neighbours are read from it.
///
/// Throws argument_error E465 (options out of range), E466 (no items, an id twice in a metric, an
/// item whose cluster differs between metrics), and what break_down and gate::judge throw.
/// Deterministic in the seed and the same for every executor. Cost: 2 R break-downs, in the
/// suspicious case up to (2 + 2 shuffles) R; one copy of the values a running piece.
template <break_down_function BreakDown>
[[nodiscard]] noise_floor relabelled_noise(const gate& rules, std::span<const metric_values> values,
    const BreakDown& break_down, const noise_floor_options& options = {}, executor_ref exec = {}) {
  detail::check_options(options);
  return detail::relabelled_judge<BreakDown>(rules, values, break_down, options, exec).run();
}

/// Judges further runs of the baseline as candidates; `runs` has the breakdowns of each against the
/// first run. With few runs the interval of the rate is wide, and the noise of a stratum is the
/// largest that was seen. Throws argument_error E466 for no run, and what gate::judge throws.
[[nodiscard]] inline noise_floor second_run_noise(
    const gate& rules, std::span<const std::vector<breakdown>> runs) {
  if (runs.empty())
    throw argument_error(
        466, "second_run_noise", "there is no second run; run the baseline once more");
  detail::noise_tally tally(rules, runs.size());
  for (std::size_t r = 0; r < runs.size(); ++r)
    tally.judge(r, runs[r]);
  noise_floor noise = tally.result(runs.front());
  noise.source = runs.size() == 1 ? "a second run of the baseline" : "further runs of the baseline";
  return noise;
}

} // namespace tailgate
