// The document that the simulations are written to.
#pragma once

#include "fixed_gate.hpp"
#include "floor_rule.hpp"
#include "interval_coverage.hpp"
#include "mean_coverage.hpp"
#include "replicate.hpp"
#include "sequential_runs.hpp"
#include "table.hpp"

#include <cstddef>
#include <string>
#include <tailgate/report/number.hpp>
#include <vector>

namespace simulations {

/// All tables, in the order of the document. `progress(text)` is told what comes next.
template <class Progress>
[[nodiscard]] std::vector<table> all_tables(const effort& by, const Progress& progress) {
  std::vector<table> tables;
  const auto append = [&](std::vector<table> more) {
    tables.insert(tables.end(), more.begin(), more.end());
  };
  progress("coverage: proportions");
  append({proportion_coverage(by), paired_coverage(by), unpaired_coverage(by)});
  progress("coverage: at every look");
  append({uniform_coverage(by)});
  progress("coverage: means");
  append({loss_coverage(by), cluster_coverage(by)});
  progress("gate at a planned size");
  append(fixed_gate(by));
  progress("gate in sequential mode");
  append(sequential_runs(by));
  progress("floor");
  append({floor_rule(by)});
  return tables;
}

/// One item for every row that misses its nominal level somewhere beyond chance.
[[nodiscard]] inline std::string list_of_misses(const std::vector<table>& tables) {
  std::string list;
  for (const table& t : tables)
    for (const row& r : t.rows) {
      std::string cells;
      for (std::size_t i = 0; i < sizes.size(); ++i)
        if (!r.misused && shortfall(r, r.cells[i]) > 0)
          cells += (cells.empty() ? "" : ", ") + std::string("n = ") + std::to_string(sizes[i]) +
                   ": " + tailgate::report::format_fixed(100 * r.cells[i].value.value(), 1);
      if (!cells.empty())
        list += "* " + r.method + " (" + r.scenario + "), nominal " +
                tailgate::report::format_fixed(100 * r.nominal, 0) + ": " + cells + "\n";
    }
  return list.empty() ? "* nowhere\n" : list;
}

inline constexpr const char* guide = R"(# Simulations

How well the intervals and the gate keep what they promise, at n = 30, 100, 300 and 1000 items a
stratum. One command rebuilds the program and this page:

    sh benchmarks/simulations/run.sh

It takes about two minutes on two cores. The page is generated; do not edit it. The random numbers are
counter-based, so that the tables are the same for every number of threads (another mathematical
library can move a last digit).

## How to read the tables

* A cell is a percentage and its Monte Carlo standard error: `94.9 ± 0.1` is within chance of 95. With
  hundreds of cells, a few are two standard errors off by chance.
* In the tables of coverage the mean width of the interval follows. Of two intervals that cover, the
  narrower is better. "none in" is the share of samples for which the interval is undefined; the
  coverage is that of the others.
* `nominal` is what the method aims at, in percent: at least for coverage, at most for errors. `–` means
  that nothing is promised: these rows show power.
* **!** marks a cell on the wrong side of its nominal level by more than three standard errors.
* The tasks: the baseline's accuracy, and how many answers change although nothing is lost on average,
  half of them for the better. A loss comes on top, as further answers that become wrong. The margin is
  3 points for the first task and 5 for the second.

)";

inline constexpr const char* findings = R"(## What they show

### Intervals

* Tango's interval, by which the gate decides, stays within about a point of 95 % in every scenario, and
  lies above it where hardly any answer changes. Newcombe's and Bonett and Price's are never short here;
  at 30 items with few changes they cover more than they claim.
* Wald's interval has no value in up to three quarters of the small samples, those without a changed
  answer. The coverage printed is of the others; counted as misses, the empty ones leave little of it.
* Wilson's coverage swings with n and the proportion and is about three points short at worst.
  Clopper-Pearson and the confidence sequence hold, as proved, and pay in width. A 95 % interval for one
  look that is read at every item misses the truth at some time in about half of the sequences.
* Means of heavy-tailed losses are the worst case. In samples without one of the rare large losses every
  interval is too short and sits too low. The t interval adjusted for skewness, which the metrics use, is
  within three points of 95 % from 100 items on, without a resample; with the heavy tail and 30 items
  nothing holds. The plain t and the bootstrap intervals, BCa among them, need ten times the items.
* Without the pairs Miettinen and Nurminen's interval is right for runs on different items; on the same
  items it covers about 98 %, and from 100 items on it is about a fifth wider than Tango's.
* In clusters the t interval with C - 1 degrees of freedom is at most two points short. The cluster
  bootstrap is too short for few clusters, and its BCa form, where flips are rare, even for a hundred of
  them. Ignoring the clusters covers about 70 %, and more items do not help. The hull of exact_match is
  much wider than it need be until 30 clusters hold a changed answer, as its rule intends.

### The gate at a planned size

* Right/wrong outcomes: false passes are at the nominal 5 % or below. False fails at the margin
  itself reach 6 to 7 % in single cells: Tango's test is approximate, the more so for few flips and far
  out in the tail that Holm reads in a large family. Of candidates that lose nothing almost none fails.
* Losses: with the mild tail both errors are at the level, but for 6 % at 30 items. Rare large losses
  are another matter: with the heavy tail a loss of exactly the margin passes in 17 % of the runs of 30
  items, 9 % of 100 and 7 % from 300 on. The error is in the direction of passing damage: do not let a
  loss metric alone decide on few items.
* Power: a single stratum needs about 1000 items to see twice a margin of 3 to 5 points nine times in
  ten. Holm over 40 strata about halves that. That all of 40 unharmed strata pass needs still more.

### The gate in sequential mode

* No cell is above the nominal 5 %, at whatever look a run is stopped: a single stratum at its margin
  reaches about 2 % by 1000 items. Ville's bound is for ever, and 100 looks do not use it up.
* Tango's test repeated at each look raises a false verdict of either kind in about three runs of ten
  by 1000 items, and the rate still rises. So do clustered items that are fed in as independent ones.
* The price is power at a given size: roughly that of a planned test with half the items. The gain is
  time: a stratum that loses four times its margin fails after about 130 items in the median, and one
  that loses nothing passes after 400 to 600, without a size planned in advance. Families of 10 and 40
  strata make failing slower by e-Holm, and passing slower because the last stratum has to pass.
* Few items decide little: at 30 items a run has rarely stopped, unharmed or damaged.

### The floor

* Without the rule, a candidate that lost everything passes where the baseline's accuracy is below the
  margin, and the more surely the more items there are. With it no such stratum passes.
* The rule reads the observed accuracy. With few items a stratum whose accuracy is near the floor falls
  on either side by chance, so damage there is often called uninformative instead of a fail. It is never
  called a pass.

### Where the nominal level is not held

Every row with a cell marked **!**, except where a method was misused on purpose (clusters ignored, a
test or interval for one look repeated):

)";

/// The whole page.
template <class Progress>
[[nodiscard]] std::string document(const effort& by, const Progress& progress) {
  const auto tables = all_tables(by, progress);
  std::string text = guide;
  text += "## Tables\n\n";
  for (const table& t : tables)
    text += markdown(t);
  return text + findings + list_of_misses(tables);
}

} // namespace simulations
