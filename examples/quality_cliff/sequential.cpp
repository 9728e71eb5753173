#include "sequential.hpp"

#include "formats_of_model.hpp"
#include "planning.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <tailgate/core/philox.hpp>
#include <tailgate/error.hpp>
#include <tailgate/harness/sequential_gate.hpp>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/report/escape.hpp>
#include <tailgate/report/number.hpp>
#include <tailgate/stats/paired_counts.hpp>
#include <utility>

namespace quality_cliff {

using namespace tailgate;

namespace {

constexpr std::size_t units_a_round = 10;

/// Prompts that count as one observation: a cluster, or a prompt without one.
using unit = std::vector<std::size_t>;

/// The units of every stratum whose prompts all have answers, in a random order.
std::vector<std::vector<unit>> shuffled_units(const prompt_set& prompts, std::uint64_t seed) {
  std::vector<std::vector<unit>> units(prompts.strata.size());
  std::vector<bool> plain(prompts.strata.size());
  std::map<std::pair<std::size_t, std::string>, std::size_t> clusters;
  for (std::size_t i = 0; i < prompts.prompts.size(); ++i) {
    const prompt& item = prompts.prompts[i];
    plain[item.stratum] = plain[item.stratum] || !item.answer;
    auto& own = units[item.stratum];
    const auto [at, fresh] = item.cluster.empty()
                                 ? std::pair(clusters.end(), true)
                                 : clusters.try_emplace({item.stratum, item.cluster}, own.size());
    if (fresh)
      own.push_back({i});
    else
      own[at->second].push_back(i);
  }
  for (std::size_t s = 0; s < units.size(); ++s) {
    if (plain[s])
      units[s].clear();
    philox_stream stream(seed, static_cast<std::uint32_t>(s), 0x5E9);
    for (std::size_t i = units[s].size(); i > 1; --i)
      std::swap(units[s][i - 1], units[s][stream.below(static_cast<std::uint32_t>(i))]);
  }
  return units;
}

std::vector<sequential_gate> gates_for(const command_line& options, const prompt_set& prompts,
    const std::vector<std::vector<unit>>& units, std::size_t tiers) {
  sequential_options rules;
  rules.gate.alpha = options.alpha / static_cast<double>(tiers);
  rules.gate.metrics = {{exact_match::name, options.margin, {}}};
  for (std::size_t s = 0; s < units.size(); ++s)
    if (!units[s].empty())
      rules.strata.push_back(prompts.strata[s].key);
  if (rules.strata.empty())
    throw argument_error(808, "--sequential",
        "no stratum has only prompts with answers; losses cannot be judged while they are "
        "measured, "
        "leave the option out");
  return std::vector<sequential_gate>(tiers, sequential_gate(rules));
}

/// Lets every gate see the units of one round.
void observe(std::vector<sequential_gate>& gates, const prompt_set& prompts,
    const std::vector<unit>& round, const std::vector<std::vector<bool>>& right) {
  for (const unit& u : round) {
    const stratum_key& stratum = prompts.strata[prompts.prompts[u.front()].stratum].key;
    for (std::size_t t = 0; t < gates.size(); ++t) {
      stats::paired_counts counts;
      for (const std::size_t i : u)
        counts.add(right[0][i], right[t + 1][i]);
      gates[t].observe_cluster(exact_match::name, stratum, counts);
    }
  }
}

} // namespace

sequential_result judge_in_rounds(const command_line& options, const chosen_prompts& chosen,
    const std::vector<std::string>& tiers, executor_ref exec) {
  const prompt_set& prompts = chosen.set;
  const auto units = shuffled_units(prompts, options.seed);
  std::vector<sequential_gate> gates = gates_for(options, prompts, units, tiers.size());
  std::vector<std::string> formats = tiers;
  formats.insert(formats.begin(), baseline_name);
  const formats_of_model models(options, chosen, formats, exec);
  std::fputs(plan_summary(options, chosen, tiers.size()).c_str(), stdout);
  std::fflush(stdout);

  sequential_result result;
  for (const std::string& tier : tiers)
    result.tiers.push_back({tier, {}});
  for (const auto& own : units)
    for (const unit& u : own)
      result.available += u.size();
  std::vector<std::vector<bool>> right(
      formats.size(), std::vector<bool>(prompts.prompts.size(), false));
  std::vector<std::size_t> next(units.size());
  std::vector<bool> wanted(units.size(), true);
  for (;;) {
    std::vector<unit> round;
    std::vector<bool> in_round(prompts.prompts.size(), false);
    for (std::size_t s = 0; s < units.size(); ++s)
      for (std::size_t n = 0; wanted[s] && n < units_a_round && next[s] < units[s].size(); ++n) {
        round.push_back(units[s][next[s]++]);
        for (const std::size_t i : round.back()) {
          in_round[i] = true;
          ++result.measured;
        }
      }
    if (round.empty())
      return result;
    models.score([&](std::size_t i) { return in_round[i]; },
        [&](std::size_t d, const std::vector<item_record>& records,
            const std::vector<token_item>& places) {
          for (std::size_t i = 0; i < records.size(); ++i)
            right[d][places[i].prompt] = records[i].right;
        });
    observe(gates, prompts, round, right);
    ++result.rounds;
    std::fill(wanted.begin(), wanted.end(), false);
    for (std::size_t t = 0; t < gates.size(); ++t) {
      result.tiers[t].state = gates[t].look();
      for (const stratum_key& key : result.tiers[t].state.draw_more)
        for (std::size_t s = 0; s < units.size(); ++s)
          if (prompts.strata[s].key == key)
            wanted[s] = true;
    }
  }
}

std::string sequential_report(const sequential_result& result, double alpha) {
  const auto cell = [](const std::string& text, std::size_t width) {
    return std::string(width - std::min(width, text.size()), ' ') + text;
  };
  const auto e_value = [](double e) {
    return e > 1e6 ? std::string(">1e6") : report::format_fixed(e, 2);
  };
  const std::size_t tiers = result.tiers.size();
  std::string out =
      std::to_string(result.measured) + " of " + std::to_string(result.available) +
      " prompts measured in " + std::to_string(result.rounds) +
      " rounds; exact match judged while it was measured.\nAlpha " + report::format_level(alpha) +
      " over " + std::to_string(tiers) + (tiers == 1 ? " tier" : " tiers") +
      ": a stratum fails once e damage reaches " +
      report::format_fixed(static_cast<double>(tiers) / alpha, 0) +
      ", and passes once e pass does,\nhowever often one looked; below 50 units nothing is claimed "
      "of it.\n";
  for (const sequential_tier& tier : result.tiers) {
    out += "\n" + tier.name + ": " + to_string(tier.state.decision) +
           "\n  pairs  units   lost  gained  e damage  e pass  verdict        stratum\n";
    for (const sequential_stratum& s : tier.state.strata) {
      std::string verdict = to_string(s.decision);
      verdict.resize(13, ' ');
      out += cell(std::to_string(s.counts.total()), 7) + cell(std::to_string(s.exposure), 7) +
             cell(std::to_string(s.counts.lost), 7) + cell(std::to_string(s.counts.gained), 8) +
             cell(e_value(s.adjusted_damage), 10) +
             cell(e_value(std::exp(s.peak_non_inferiority)), 8) + "  " + verdict + "  " +
             report::printable(s.stratum.name()) + (s.note.empty() ? "" : ": " + s.note) + "\n";
    }
    if (!tier.state.draw_more.empty())
      out += "  " + std::to_string(tier.state.draw_more.size()) +
             " strata stay open: they need more prompts than there are\n";
  }
  return out;
}

} // namespace quality_cliff
