// Which of the candidates a run uses: a stratified sample, by the power rule with a minimum.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/harness/prompt_set.hpp>
#include <tailgate/sampling/stratified_sampler.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <tailgate/strata/crossing_report.hpp>
#include <utility>
#include <vector>

namespace quality_cliff {

/// Prompts to be run, and how they were drawn where they were.
struct chosen_prompts {
  tailgate::prompt_set set;
  std::optional<tailgate::sampling_design> design; ///< strata as in the set; none: all are used
  std::vector<tailgate::crossing_cell> left_out;   ///< cells that are too small to be of use
};

struct sample_options {
  std::uint64_t seed = 1;
  std::optional<std::size_t> items; ///< in all; without it a quarter more than the minima
};

/// Draws from `pool`, whose natural frequencies are shares of traffic; `minima` are what each
/// stratum must give. Beyond its minimum a stratum gets items by the square root of its traffic:
/// each of its N candidates stands for a share W / N, which is its standard deviation S here, so
/// that (N S)^q is W^q. A stratum that holds fewer than its minimum is given whole, and what it
/// lacks becomes the set's missing_items. Prompts keep the order of the pool.
/// Throws argument_error E303 for fewer items than the minima, and as stratified_sampler.
[[nodiscard]] inline chosen_prompts draw_prompts(tailgate::prompt_set pool,
    const std::vector<std::uint64_t>& minima, const sample_options& options) {
  std::vector<std::uint64_t> held(pool.strata.size());
  for (const tailgate::prompt& prompt : pool.prompts)
    ++held[prompt.stratum];
  tailgate::stats::stable_sum traffic;
  std::uint64_t least = 0;
  for (std::size_t s = 0; s < held.size(); ++s) {
    traffic += pool.strata[s].natural_frequency;
    least += std::min(minima[s], held[s]);
  }
  tailgate::sampling_request request;
  request.seed = options.seed;
  request.allocation.shortfalls = tailgate::on_shortfall::record;
  request.allocation.total = options.items.value_or(least + least / 4);
  request.strata.reserve(held.size());
  for (std::size_t s = 0; s < held.size(); ++s)
    request.strata.push_back({pool.strata[s].key,
        pool.strata[s].natural_frequency / traffic.value() / static_cast<double>(held[s]),
        minima[s], {}, {}});
  tailgate::stratified_sampler<std::size_t> sampler(std::move(request));
  for (std::size_t i = 0; i < pool.prompts.size(); ++i)
    sampler.offer(pool.prompts[i].stratum, pool.prompts[i].id, i);
  auto sample = sampler.draw();
  std::sort(sample.items.begin(), sample.items.end(),
      [](const auto& a, const auto& b) { return a.payload < b.payload; });

  chosen_prompts chosen;
  chosen.set.name = std::move(pool.name);
  chosen.set.strata = std::move(pool.strata);
  chosen.set.axes = std::move(pool.axes);
  chosen.set.prompts.reserve(sample.items.size());
  for (const auto& item : sample.items) {
    chosen.set.prompts.push_back(std::move(pool.prompts[item.payload]));
    chosen.set.prompts.back().inclusion_probability *= item.inclusion_probability;
  }
  if (const auto short_strata = sample.design.shortfalls(); !short_strata.empty()) {
    chosen.set.missing_items.assign(held.size(), 0);
    for (const tailgate::shortfall& s : short_strata)
      chosen.set.missing_items[s.stratum] = s.missing();
  }
  chosen.design = std::move(sample.design);
  return chosen;
}

} // namespace quality_cliff
