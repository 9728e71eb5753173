#include "judging.hpp"

#include "measurement.hpp"

#include <algorithm>
#include <cmath>
#include <tailgate/cpu/isa.hpp>
#include <tailgate/harness/baseline_check.hpp>
#include <tailgate/harness/gate.hpp>
#include <tailgate/harness/noise_floor.hpp>
#include <tailgate/harness/remarks.hpp>
#include <tailgate/harness/run_comparison.hpp>
#include <tailgate/harness/run_values.hpp>
#include <tailgate/report/number.hpp>
#include <tailgate/version.hpp>

namespace quality_cliff {

using namespace tailgate;

namespace {

// Look-ups in one list are lost and gained nearly independently: in nine cells (3 tiers, 3 lengths)
// of 19 lists with 16 queries no design effect was above 1.74, which is a correlation of 0.05.
// Prompts from files are not known so well.
constexpr intracluster_correlation same_list{0.05}, unknown{1};

/// The metrics that decide, of those that the run carries: exact match where prompts have an
/// answer, loss where they are texts.
gate_options rules_for(const command_line& options, const run_record& baseline) {
  const auto any = [&](bool answered) {
    return std::any_of(baseline.items.begin(), baseline.items.end(),
        [&](const item_record& item) { return item.expected.has_value() == answered; });
  };
  gate_options rules;
  rules.alpha = options.alpha;
  if (any(true))
    rules.metrics.push_back({exact_match::name, options.margin, {}});
  if (any(false))
    rules.metrics.push_back({next_token_loss::name, options.loss_margin, {}});
  return rules;
}

/// Looks at the baseline by itself. What the margin lets pass is not odd.
std::vector<baseline_flag> flags_of(const command_line& options, const run_record& baseline,
    const std::vector<metric_values>& values, std::optional<std::size_t> vocabulary) {
  baseline_check_options checks;
  checks.alpha = options.alpha;
  for (const metric_values& of : values) {
    const bool loss = of.metric == next_token_loss::name;
    baseline_rule rule{of.metric, loss ? better::lower : better::higher,
        loss ? options.loss_margin : options.margin};
    if (loss)
      rule.vocabulary = vocabulary;
    checks.metrics.push_back(rule);
  }
  return check_baseline(values, baseline.design.strata, baseline.design.axes, checks);
}

std::vector<std::pair<std::string, std::string>> describe(
    const command_line& options, const run_record& baseline, const run_record& candidate) {
  std::vector<std::pair<std::string, std::string>> settings = {
      {"prompts", baseline.design.prompt_set}, {"items", std::to_string(baseline.items.size())},
      {"margin, exact match", report::format_fixed(options.margin, 3)},
      {"margin, loss", report::format_fixed(options.loss_margin, 3)}};
  for (const auto& [name, value] : candidate.settings)
    if (name == "activations" || name == "sample" || name == "left out")
      settings.emplace_back(name, value);
  return settings;
}

} // namespace

intracluster_correlation clusters_of(const command_line& options) {
  return options.prompts.empty() ? same_list : unknown;
}

comparison judge_runs(const command_line& options, const run_record& baseline,
    const std::vector<run_record>& candidates, std::optional<std::size_t> vocabulary,
    executor_ref exec) {
  const gate judge(rules_for(options, baseline));
  const comparison_options how{judge.confidence_level(), clusters_of(options)};

  comparison result;
  result.title = baseline.model.substr(0, baseline.model.rfind(' '));
  result.baseline = format_of(baseline);
  result.seed = options.seed;
  result.alpha = options.alpha;
  result.settings = describe(options, baseline, candidates.front());
  result.environment = {{"tailgate", TAILGATE_VERSION_STRING},
      {"instruction set", to_string(selected_isa())},
      {"threads", std::to_string(exec.concurrency())}};
  if (options.baseline)
    for (const auto& [name, value] : baseline.environment)
      result.environment.emplace_back("baseline, " + name, value);

  std::vector<candidate> judged;
  judged.reserve(candidates.size());
  const run_record* mildest = &candidates.front();
  bool divergent = true;
  for (const run_record& run : candidates) {
    const paired_run pairs = pair_runs(baseline, run);
    judged.push_back({format_of(run), run.bits_per_weight, compare_runs(pairs, how)});
    for (const std::string& sentence : describe_missing(pairs))
      result.remarks.push_back(format_of(run) + ": " + sentence);
    divergent = divergent && run.divergence_reference == baseline.model_fingerprint;
    if (run.bits_per_weight > mildest->bits_per_weight)
      mildest = &run;
  }
  if (!divergent)
    result.remarks.push_back("Divergences need both models at once and were not measured against "
                             "the saved baseline.");

  const paired_run pairs = pair_runs(baseline, *mildest);
  std::vector<std::string> gated;
  for (const gated_metric& metric : judge.options().metrics)
    gated.push_back(metric.metric);
  const std::vector<metric_values> values = paired_values(pairs, gated);
  result.baseline_flags = flags_of(options, baseline, values, vocabulary);
  noise_floor_options noise;
  noise.seed = options.seed;
  result.noise = relabelled_noise(judge, values, value_break_down(pairs, how), noise, exec);
  result.tiers = judge.judge(std::move(judged), *result.noise);
  const auto more = remarks_on(result.tiers);
  result.remarks.insert(result.remarks.end(), more.begin(), more.end());
  return result;
}

} // namespace quality_cliff
