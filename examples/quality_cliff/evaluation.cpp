#include "evaluation.hpp"

#include "progress_bar.hpp"
#include "prompts/default_prompts.hpp"
#include "sentencepiece_tokenizer.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <tailgate/cpu/isa.hpp>
#include <tailgate/harness/gate.hpp>
#include <tailgate/io/prompt_jsonl.hpp>
#include <tailgate/lm/prompt_scorer.hpp>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/kl_divergence.hpp>
#include <tailgate/metrics/next_token_loss.hpp>
#include <tailgate/metrics/stratified.hpp>
#include <tailgate/metrics/top1_flips.hpp>
#include <tailgate/report/number.hpp>
#include <tailgate/version.hpp>
#include <vector>

namespace quality_cliff {

using namespace tailgate;

namespace {

constexpr const char* baseline_name = "fp32";

// Look-ups in one list are lost and gained nearly independently. Over 16 cells (4 tiers, 4 lengths)
// of 20 lists with 5 queries the design effect was 1.08 in the mean, at most 1.21 with 95 %
// confidence, which is a correlation of 0.05. Prompts from files are not known so well.
constexpr intracluster_correlation same_list{0.05}, unknown{1};

/// Records of all prompts by decoder; the first decoder is the baseline.
using score_table = std::vector<std::vector<item_record>>;

/// The formats to judge, in the order given, without the baseline.
std::vector<quant_scheme> parse_tiers(const command_line& options) {
  std::vector<quant_scheme> tiers;
  for (const std::string& name : options.tiers) {
    if (name == baseline_name)
      continue;
    tiers.push_back(parse_quant_scheme(name));
    if (std::count(tiers.begin(), tiers.end(), tiers.back()) != 1)
      throw argument_error(801, "--tiers", "'" + name + "' is named twice");
  }
  if (tiers.empty())
    throw argument_error(802, "--tiers",
        "there is nothing to judge; name at least one format beside fp32, for example int4-g128");
  const auto named = [&](const quant_scheme& tier) { return tier.name() == *options.gate; };
  if (options.gate && std::none_of(tiers.begin(), tiers.end(), named))
    throw argument_error(803, "--gate",
        "'" + *options.gate + "' is not among the tiers; add it to --tiers or name one of them");
  return tiers;
}

/// Strata whose prompts all have an answer, or all have none, as `answered` says.
class population {
public:
  population(const prompt_set& prompts, bool answered) {
    std::vector<std::size_t> with(prompts.strata.size()), all(prompts.strata.size());
    for (const prompt& item : prompts.prompts) {
      ++all[item.stratum];
      with[item.stratum] += item.answer.has_value();
    }
    for (std::size_t s = 0; s < all.size(); ++s) {
      if (with[s] != 0 && with[s] != all[s])
        throw argument_error(804, "prompts",
            "stratum '" + prompts.strata[s].key.name() + "' has " + std::to_string(with[s]) +
                " prompts with an answer and " + std::to_string(all[s] - with[s]) +
                " without; give them strata of their own, since they are scored differently");
      if ((with[s] != 0) == answered)
        declared_.push_back(prompts.strata[s]);
    }
  }
  [[nodiscard]] const std::vector<declared_stratum>& strata() const { return declared_; }

private:
  std::vector<declared_stratum> declared_;
};

std::string cluster_of(const prompt_set& prompts, const prompt& item) {
  // Clusters are named within a stratum.
  return item.cluster.empty() ? "" : prompts.strata[item.stratum].key.name() + "/" + item.cluster;
}

/// Nats per token.
double mean_loss(const item_record& item) {
  double sum = 0;
  for (const token_record& token : item.tokens)
    sum += token.loss;
  return sum / static_cast<double>(item.tokens.size());
}

/// The number of positions whose most probable token is not the baseline's.
std::size_t changed_positions(const item_record& baseline, const item_record& tier) {
  std::size_t changed = 0;
  for (std::size_t t = 0; t < tier.tokens.size(); ++t)
    changed += tier.tokens[t].top.front() != baseline.tokens[t].top.front();
  return changed;
}

/// The breakdowns of one tier: exact match, loss, divergence and flips.
std::vector<breakdown> break_down(const prompt_set& prompts, const population& answered,
    const population& plain, const std::vector<item_record>& baseline,
    const std::vector<item_record>& tier, intracluster_correlation clusters,
    stats::confidence_level level) {
  std::vector<breakdown> results;
  const auto collect = [&]<class Metric>(const Metric& empty,
                           const std::vector<declared_stratum>& strata, auto&& observation) {
    if (strata.empty())
      return;
    std::set<stratum_key> declared;
    for (const declared_stratum& s : strata)
      declared.insert(s.key);
    stratified<Metric> metric(strata, empty);
    for (std::size_t i = 0; i < prompts.prompts.size(); ++i) {
      const prompt& item = prompts.prompts[i];
      if (declared.contains(prompts.strata[item.stratum].key))
        metric.observe(prompts.strata[item.stratum].key,
            observation(item.id, cluster_of(prompts, item), baseline[i], tier[i]));
    }
    results.push_back(metric.result(level));
  };
  collect(exact_match(clusters), answered.strata(),
      [](const std::string& id, const std::string& cluster, const item_record& b,
          const item_record& t) {
        return paired_outcome{id, cluster, b.right, t.right};
      });
  collect(next_token_loss(), plain.strata(),
      [](const std::string& id, const std::string& cluster, const item_record& b,
          const item_record& t) {
        return paired_loss{id, cluster, mean_loss(b), mean_loss(t)};
      });
  collect(tailgate::kl_divergence(), prompts.strata,
      [](const std::string& id, const std::string& cluster, const item_record&,
          const item_record& t) {
        return item_divergence{id, cluster, t.divergence->forward};
      });
  collect(top1_flips(), prompts.strata,
      [](const std::string& id, const std::string& cluster, const item_record& b,
          const item_record& t) {
        return item_top1_flips{id, cluster, t.tokens.size(), changed_positions(b, t)};
      });
  return results;
}

std::vector<std::pair<std::string, std::string>> describe(
    const command_line& options, const prompt_set& prompts) {
  return {{"prompts", prompts.name}, {"items", std::to_string(prompts.prompts.size())},
      {"margin, exact match", report::format_fixed(options.margin, 3)},
      {"margin, loss", report::format_fixed(options.loss_margin, 3)},
      {"activations", options.int8_activations ? "int8" : "fp32"}};
}

/// Runs all groups through all decoders and puts the scores in the prompts' order.
score_table score_all(const prompt_set& prompts, const std::vector<prefix_group>& groups,
    const tokenizer& coder, const std::vector<llama_decoder>& decoders, executor_ref exec) {
  std::vector<const llama_decoder*> pointers;
  pointers.reserve(decoders.size());
  for (const llama_decoder& decoder : decoders)
    pointers.push_back(&decoder);
  std::size_t tokens = 0;
  for (const prefix_group& group : groups) {
    tokens += group.shared.size();
    for (const token_item& item : group.items)
      tokens += item.tokens.size() - group.shared.size();
  }
  progress_bar bar(tokens * decoders.size());
  const prompt_scorer scorer(prompts, coder, pointers, exec);
  score_table scores(decoders.size(), std::vector<item_record>(prompts.prompts.size()));
  for (const prefix_group& group : groups) {
    auto part = scorer.score(group, [&](std::size_t n) { bar.advance(n); });
    for (std::size_t d = 0; d < decoders.size(); ++d)
      for (std::size_t i = 0; i < group.items.size(); ++i)
        scores[d][group.items[i].prompt] = std::move(part[d][i]);
  }
  return scores;
}

/// The longest sequence that scoring may need, an answer that runs on included.
std::size_t context_needed(const std::vector<prefix_group>& groups, const prompt_set& prompts,
    const llama_config& config) {
  std::size_t longest = 0;
  for (const prefix_group& group : groups)
    for (const token_item& item : group.items) {
      const std::size_t length = item.tokens.size() + item.scored() + 8;
      if (length > config.positions)
        throw argument_error(805, "prompt '" + prompts.prompts[item.prompt].id + "'",
            "it needs a context of " + std::to_string(length) + " tokens, the model was made for " +
                std::to_string(config.positions) + "; shorten it or leave it out");
      longest = std::max(longest, length);
    }
  return longest;
}

} // namespace

prompt_set choose_prompts(const command_line& options) {
  if (!options.prompts.empty())
    return read_prompts_jsonl(options.prompts);
  default_prompt_options wanted;
  wanted.seed = options.seed;
  wanted.per_stratum = options.per_stratum;
  wanted.lookup_records = options.lookup_records;
  wanted.sentences = std::filesystem::path(QUALITY_CLIFF_DATA) / "sentences.jsonl";
  return default_prompts(wanted);
}

comparison evaluate(const command_line& options, const prompt_set& prompts, executor_ref exec) {
  const std::vector<quant_scheme> tiers = parse_tiers(options);
  const population answered(prompts, true), plain(prompts, false);
  gate_options rules;
  rules.alpha = options.alpha;
  if (!answered.strata().empty())
    rules.metrics.push_back({exact_match::name, options.margin, {}});
  if (!plain.strata().empty())
    rules.metrics.push_back({next_token_loss::name, options.loss_margin, {}});
  const gate judge(rules);

  const auto weights = std::make_shared<llama_weights>(options.model);
  const sentencepiece_tokenizer coder(options.model);
  const auto groups = encode_prompts(prompts, coder);
  const std::size_t context = context_needed(groups, prompts, weights->config());
  std::vector<llama_decoder> decoders;
  decoders.emplace_back(weights, layer_format{}, context, exec);
  const auto activations =
      options.int8_activations ? activation_format::int8 : activation_format::fp32;
  for (const quant_scheme& tier : tiers)
    decoders.emplace_back(weights, layer_format{tier, activations}, context, exec);

  const score_table scores = score_all(prompts, groups, coder, decoders, exec);

  comparison result;
  const auto folder = options.model.has_filename() ? options.model : options.model.parent_path();
  result.title = folder.filename().string();
  result.baseline = baseline_name;
  result.seed = options.seed;
  result.alpha = options.alpha;
  result.settings = describe(options, prompts);
  result.environment = {{"tailgate", TAILGATE_VERSION_STRING},
      {"instruction set", to_string(selected_isa())},
      {"threads", std::to_string(exec.concurrency())}};
  for (std::size_t t = 0; t < tiers.size(); ++t)
    result.tiers.push_back(judge.judge(tiers[t].name(), *decoders[t + 1].bits_per_weight(),
        break_down(prompts, answered, plain, scores[0], scores[t + 1],
            options.prompts.empty() ? same_list : unknown, judge.confidence_level())));
  return result;
}

} // namespace quality_cliff
