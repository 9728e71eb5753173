// Error rates, power and stopping times of the gate that looks while items come in.
#pragma once

#include "fixed_gate.hpp"
#include "replicate.hpp"
#include "scenarios.hpp"
#include "table.hpp"
#include "tally.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <tailgate/harness/sequential_gate.hpp>
#include <tailgate/stats/tango.hpp>
#include <utility>
#include <vector>

namespace simulations {

/// Items of every stratum between two looks.
inline constexpr std::size_t look_every = 10;

/// When runs first failed, and when they first passed.
struct stops {
  stopping_sizes failed;
  stopping_sizes passed;
  stops& operator+=(const stops& other) {
    failed += other.failed;
    passed += other.passed;
    return *this;
  }
};

/// Runs up to the largest size. `verdict_after(n)` draws and looks; a fail is final.
template <class Look>
void run_until_failed(stops& tally, const Look& verdict_after) {
  std::size_t failed = stopping_sizes::never_stopped, passed = stopping_sizes::never_stopped;
  for (std::size_t n = look_every; n <= sizes.back(); n += look_every) {
    const verdict v = verdict_after();
    if (v == verdict::pass)
      passed = std::min(passed, n);
    if (v != verdict::fail)
      continue;
    failed = n;
    break;
  }
  tally.failed.add(failed);
  tally.passed.add(passed);
}

[[nodiscard]] inline tailgate::sequential_options sequential_plan(
    double margin, std::size_t strata) {
  tailgate::sequential_options options;
  options.gate = gate_with(margin);
  for (const auto& stratum : declared(strata))
    options.strata.push_back(stratum.key);
  // As small as it can be: the guarantee has to hold without its help.
  options.minimum_exposure = 1;
  return options;
}

/// Tiers of independent strata, the first of which loses `first`, the others `rest`.
[[nodiscard]] inline stops sequential_stops(const effort& by, std::uint32_t experiment,
    std::size_t replicates, const task& of, std::size_t strata, double first, double rest) {
  const auto options = sequential_plan(of.margin, strata);
  return replicate<stops>(by, experiment, replicates, [&](philox_stream& stream, stops& tally) {
    tailgate::sequential_gate gate(options);
    run_until_failed(tally, [&] {
      for (std::size_t s = 0; s < strata; ++s)
        gate.observe_items(tailgate::exact_match::name, options.strata[s],
            of.losing(s == 0 ? first : rest).draw(stream, look_every));
      return gate.look().decision;
    });
  });
}

/// One stratum of clusters, looked at after each; as units, or as if the items were independent.
[[nodiscard]] inline stops clustered_stops(const effort& by, std::uint32_t experiment,
    std::size_t replicates, const task& of, double loss, bool as_units) {
  static_assert(cluster_size == look_every);
  const auto options = sequential_plan(of.margin, 1);
  return replicate<stops>(by, experiment, replicates, [&](philox_stream& stream, stops& tally) {
    tailgate::sequential_gate gate(options);
    run_until_failed(tally, [&] {
      paired_counts cluster;
      for (const paired_counts& item :
          of.losing(loss).draw_cluster(stream, cluster_size, cluster_correlation))
        cluster += item;
      if (as_units)
        gate.observe_cluster(tailgate::exact_match::name, options.strata[0], cluster);
      else
        gate.observe_items(tailgate::exact_match::name, options.strata[0], cluster);
      return gate.look().decision;
    });
  });
}

/// One stratum, tested by Tango's test at every look as if it were the only one.
[[nodiscard]] inline stops repeated_tango(const effort& by, std::uint32_t experiment,
    std::size_t replicates, const task& of, double loss) {
  return replicate<stops>(by, experiment, replicates, [&](philox_stream& stream, stops& tally) {
    paired_counts counts;
    run_until_failed(tally, [&] {
      counts += of.losing(loss).draw(stream, look_every);
      if (stats::tango_inferiority_p_value(counts, of.margin).value() < alpha)
        return verdict::fail;
      return stats::tango_noninferiority_p_value(counts, of.margin).value() < alpha
                 ? verdict::pass
                 : verdict::inconclusive;
    });
  });
}

[[nodiscard]] inline row stopped_row(
    std::string scenario, std::string what, promise promised, const stopping_sizes& when) {
  row made{std::move(scenario), std::move(what), promised, alpha};
  for (std::size_t i = 0; i < sizes.size(); ++i)
    made.cells[i].value = when.stopped_by(sizes[i]);
  const auto text = [&](double p) {
    const std::size_t size = when.quantile(p);
    return size == stopping_sizes::never_stopped ? "> " + std::to_string(sizes.back())
                                                 : std::to_string(size);
  };
  made.last = text(0.5) + ", " + text(0.9);
  return made;
}

/// The tables of errors and of power. `replicates` shrink with the family.
[[nodiscard]] inline std::vector<table> sequential_runs(const effort& by) {
  const auto replicates = [&](std::size_t strata) {
    return by.replicates(strata == 1 ? 4000 : strata == 10 ? 2000 : 1000);
  };
  const std::string runs = "A look after every " + std::to_string(look_every) +
                           " items of each stratum, from the first on, no minimum exposure; " +
                           std::to_string(replicates(1)) + " runs of one stratum, " +
                           std::to_string(replicates(10)) + " of 10, " +
                           std::to_string(replicates(40)) +
                           " of 40; the columns of a row are the same runs.";
  table errors{"The gate in sequential mode: errors",
      "Percent of runs that ended, at any look up to n items a stratum, in a false verdict (as "
      "above). " +
          runs +
          " Clusters are as above, one look after each. The last rows of each task show what goes "
          "wrong without e-values: Tango's test repeated at every look, and clustered items "
          "counted "
          "as independent ones.",
      "false verdict"};
  table power{"The gate in sequential mode: power and stopping",
      "Percent of runs that ended in the right verdict by n items a stratum, and the number of "
      "items by which half and nine tenths of the runs had. " +
          runs + " Compare with the power at a planned size above.",
      "right verdict", "median, 90 %"};
  std::uint32_t experiment = 700;
  for (const task* of : {&easy_task, &hard_task}) {
    const double m = of->margin;
    const auto runs_of = [&](std::size_t strata, double first, double rest) {
      return sequential_stops(by, experiment++, replicates(strata), *of, strata, first, rest);
    };
    const auto append = [&](table& to, const std::string& what, promise promised,
                            const stopping_sizes& when, bool misused = false) {
      to.rows.push_back(stopped_row(of->name, what, promised, when));
      to.rows.back().misused = misused;
    };
    constexpr auto always = promise::always_at_most;
    for (const std::size_t k : families)
      append(errors, "pass with one stratum at the margin, " + strata_text(k), always,
          runs_of(k, m, 0).passed);
    for (const std::size_t k : families)
      append(errors, "fail with all strata at the margin, " + strata_text(k), always,
          runs_of(k, m, m).failed);
    for (const std::size_t k : families) {
      const stops none = runs_of(k, 0, 0);
      append(errors, "fail without loss, " + strata_text(k), always, none.failed);
      append(power, "pass without loss, " + strata_text(k), promise::none, none.passed);
    }
    for (const std::size_t k : families)
      append(power, "fail at twice the margin, " + strata_text(k), promise::none,
          runs_of(k, 2 * m, 0).failed);
    for (const std::size_t k : families)
      append(power, "fail at four times the margin, " + strata_text(k), promise::none,
          runs_of(k, 4 * m, 0).failed);

    const stops units = clustered_stops(by, experiment++, replicates(1), *of, m, true);
    append(errors, "pass at the margin, clusters", always, units.passed);
    append(errors, "fail at the margin, clusters", always, units.failed);
    const stops ignored = clustered_stops(by, experiment++, replicates(1), *of, m, false);
    append(errors, "pass at the margin, clusters ignored", promise::at_most, ignored.passed, true);
    append(errors, "fail at the margin, clusters ignored", promise::at_most, ignored.failed, true);
    const stops naive = repeated_tango(by, experiment++, replicates(1), *of, m);
    append(errors, "pass at the margin, Tango repeated", promise::at_most, naive.passed, true);
    append(errors, "fail at the margin, Tango repeated", promise::at_most, naive.failed, true);
  }
  return {errors, power};
}

} // namespace simulations
