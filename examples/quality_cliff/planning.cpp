#include "planning.hpp"

#include "judging.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <tailgate/harness/gate.hpp>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>
#include <tailgate/sampling/plan.hpp>
#include <tailgate/stats/tango_power.hpp>
#include <vector>

namespace quality_cliff {

using namespace tailgate;

namespace {

// What is assumed of answers: of a tier that is fine, and of one that is damaged.
constexpr stats::discordance harmless{0.02, 0.01}, damaged{0.27, 0.02};

/// The prompts of one stratum.
struct stratum_size {
  std::size_t prompts = 0;
  std::uint64_t independent = 0; ///< as many independent prompts are worth the same
  bool answered = false;
};

std::vector<stratum_size> sizes_of(const command_line& options, const prompt_set& set) {
  std::vector<stratum_size> sizes(set.strata.size());
  std::vector<std::map<std::string, double>> clusters(set.strata.size());
  for (const prompt& item : set.prompts) {
    stratum_size& size = sizes[item.stratum];
    ++size.prompts;
    size.answered = item.answer.has_value();
    if (!item.cluster.empty())
      ++clusters[item.stratum][item.cluster];
  }
  const double correlation = clusters_of(options).value;
  for (std::size_t s = 0; s < sizes.size(); ++s) {
    double squares = 0, clustered = 0;
    for (const auto& [name, n] : clusters[s]) {
      squares += n * n;
      clustered += n;
    }
    const double n = static_cast<double>(sizes[s].prompts);
    const double mates = clustered > 0 ? squares / clustered - 1 : 0;
    sizes[s].independent = static_cast<std::uint64_t>(n / (1 + mates * correlation));
  }
  return sizes;
}

struct run_plan {
  verdict_plan verdicts;           ///< of the strata with answers
  std::vector<std::size_t> strata; ///< which those are
  std::uint64_t to_fail = 0;       ///< pairs that show the damage
};

run_plan plan_run(const command_line& options, const prompt_set& set,
    const std::vector<stratum_size>& sizes, std::size_t tiers) {
  // A gate says what is wrong with its own numbers.
  (void)gate({.alpha = options.alpha, .metrics = {{exact_match::name, options.margin, {}}}});
  run_plan made;
  std::vector<planned_stratum> planned;
  for (std::size_t s = 0; s < sizes.size(); ++s)
    if (sizes[s].answered) {
      made.strata.push_back(s);
      planned.push_back({set.strata[s].key, harmless, options.margin, sizes[s].independent});
    }
  if (planned.empty())
    return made;
  plan_options how;
  how.alpha = options.alpha;
  how.family = sizes.size() * tiers;
  made.verdicts = plan(planned, how);
  planned.resize(1);
  planned.front().expected = damaged;
  made.to_fail = plan(planned, how).strata.front().pairs.value_or(0);
  return made;
}

} // namespace

std::string plan_summary(
    const command_line& options, const chosen_prompts& prompts, std::size_t tiers) {
  const prompt_set& set = prompts.set;
  const std::vector<stratum_size> sizes = sizes_of(options, set);
  const run_plan made = plan_run(options, set, sizes, tiers);
  const auto points = [](double x) { return report::format_fixed(100 * x, 0); };
  std::string out = "Plan: " + std::to_string(set.prompts.size()) + " prompts";
  if (prompts.design) {
    std::uint64_t candidates = 0;
    for (const stratum_design& s : prompts.design->strata)
      candidates += s.population;
    out += " of " + std::to_string(candidates);
  }
  out += " in " + std::to_string(sizes.size()) + " strata, " + std::to_string(tiers) +
         (tiers == 1 ? " tier" : " tiers") + ".\n";
  if (!made.strata.empty()) {
    const stratum_plan& first = made.verdicts.strata.front();
    out += "  A pass of exact match, margin " + points(options.margin) + " points, takes " +
           (first.pairs ? std::to_string(first.pairs.value()) : std::string("any number of")) +
           " independent pairs a stratum at power 80 % if " + points(harmless.lost) +
           " % of\n  the answers are lost and " + points(harmless.gained) + " % gained; a fail " +
           (made.to_fail > 0 ? std::to_string(made.to_fail) + " if " + points(damaged.lost) +
                                   " % are lost and " + points(damaged.gained) + " % gained"
                             : std::string("is not to be had")) +
           ".\n";
    const auto weak = std::count_if(made.strata.begin(), made.strata.end(),
        [&](std::size_t s) { return sizes[s].independent < first.pairs.value_or(0); });
    out += "  Of " + std::to_string(made.strata.size()) + " strata with answers " +
           std::to_string(weak) +
           " have fewer than a pass takes. Losses are not planned: how much "
           "they vary\n  is not known before.\n";
  }
  for (const crossing_cell& cell : prompts.left_out)
    out += "  Left out, too few to be of use: " + std::to_string(cell.count) + " candidates of " +
           report::printable(cell.key.name()) + "\n";
  for (std::size_t s = 0; s < set.missing_items.size(); ++s)
    if (set.missing_items[s] > 0)
      out += "  Missing: " + std::to_string(set.missing_items[s]) + " of " +
             std::to_string(sizes[s].prompts + set.missing_items[s]) + " prompts of " +
             report::printable(set.strata[s].key.name()) + ", which cannot pass\n";
  return out;
}

std::string plan_table(
    const command_line& options, const chosen_prompts& prompts, std::size_t tiers) {
  const prompt_set& set = prompts.set;
  const std::vector<stratum_size> sizes = sizes_of(options, set);
  (void)plan_run(options, set, sizes, tiers); // refuses what no gate takes
  double traffic = 0;
  for (const declared_stratum& stratum : set.strata)
    traffic += stratum.natural_frequency;
  const auto cell = [](const std::string& text, std::size_t width) {
    return std::string(width - std::min(width, text.size()), ' ') + text;
  };
  std::string out = "candidates  prompts  missing   weight  power  stratum\n";
  for (std::size_t s = 0; s < sizes.size(); ++s) {
    std::string power = "-";
    if (sizes[s].answered)
      power = report::format_fixed(
                  100 * stats::tango_power(sizes[s].independent, harmless, options.margin,
                            options.alpha, stats::margin_verdict::no_worse),
                  0) +
              "%";
    out += cell(std::to_string(
                    prompts.design ? prompts.design->strata[s].population : sizes[s].prompts),
               10) +
           cell(std::to_string(sizes[s].prompts), 9) +
           cell(std::to_string(set.missing_items.empty() ? 0 : set.missing_items[s]), 9) +
           cell(report::format_percent(set.strata[s].natural_frequency / traffic), 9) +
           cell(power, 7) + "  " + report::printable(set.strata[s].key.name()) + "\n";
  }
  return out;
}

} // namespace quality_cliff
