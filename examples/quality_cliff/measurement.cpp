#include "measurement.hpp"

#include "progress_bar.hpp"
#include "prompts/default_prompts.hpp"
#include "sentencepiece_tokenizer.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <tailgate/cpu/isa.hpp>
#include <tailgate/harness/paired_run.hpp>
#include <tailgate/harness/prompts_digest.hpp>
#include <tailgate/io/prompt_jsonl.hpp>
#include <tailgate/io/run_journal.hpp>
#include <tailgate/lm/prompt_scorer.hpp>
#include <tailgate/version.hpp>

namespace quality_cliff {

using namespace tailgate;

namespace {

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

std::string model_name(const command_line& options) {
  const auto folder = options.model.has_filename() ? options.model : options.model.parent_path();
  return folder.filename().string();
}

/// The run of each decoder while it is measured, in memory or in a journal.
class recorder {
public:
  recorder(run_record header, const std::filesystem::path& file, const prompt_set& prompts)
      : run_(std::move(header)), order_(prompts.prompts.size()) {
    if (!file.empty())
      journal_ = std::make_unique<run_journal>(file, run_, prompt_ids(prompts));
  }

  [[nodiscard]] bool contains(const std::string& id) const {
    return journal_ != nullptr && journal_->contains(id);
  }

  /// Adds the items of one group, which stand at `places` in the prompt set.
  void add(std::vector<item_record> items, const std::vector<token_item>& places) {
    std::vector<item_record> fresh;
    fresh.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
      if (!journal_)
        order_[places[i].prompt] = std::move(items[i]);
      else if (!journal_->contains(items[i].id))
        fresh.push_back(std::move(items[i]));
    if (!fresh.empty())
      journal_->append(fresh);
  }

  [[nodiscard]] run_record finish() {
    if (journal_)
      return journal_->finish();
    run_.items = std::move(order_);
    return std::move(run_);
  }

private:
  run_record run_;
  std::vector<item_record> order_;
  std::unique_ptr<run_journal> journal_;
};

/// Leaves out the items that every recorder has.
std::vector<prefix_group> to_be_measured(std::vector<prefix_group> groups,
    const prompt_set& prompts, const std::vector<recorder>& recorders) {
  for (prefix_group& group : groups)
    std::erase_if(group.items, [&](const token_item& item) {
      return std::all_of(recorders.begin(), recorders.end(),
          [&](const recorder& r) { return r.contains(prompts.prompts[item.prompt].id); });
    });
  std::erase_if(groups, [](const prefix_group& group) { return group.items.empty(); });
  return groups;
}

std::size_t tokens_of(const std::vector<prefix_group>& groups) {
  std::size_t tokens = 0;
  for (const prefix_group& group : groups) {
    tokens += group.shared.size();
    for (const token_item& item : group.items)
      tokens += item.tokens.size() - group.shared.size();
  }
  return tokens;
}

/// Everything of a run but its items.
run_record header_of(const command_line& options, const std::string& format,
    const llama_decoder& decoder, const run_design& design, executor_ref exec) {
  run_record run;
  run.design = design;
  run.model = model_name(options) + " " + format;
  run.model_fingerprint = decoder.fingerprint();
  run.bits_per_weight = decoder.bits_per_weight().value_or(32);
  run.settings = {{"format", format},
      {"activations", options.int8_activations && format != baseline_name ? "int8" : "fp32"}};
  run.environment = {{"tailgate", TAILGATE_VERSION_STRING},
      {"instruction set", to_string(selected_isa())},
      {"threads", std::to_string(exec.concurrency())}};
  return run;
}

} // namespace

prompt_set choose_prompts(const command_line& options) {
  if (!options.prompts.empty()) {
    prompt_set set = read_prompts_jsonl(options.prompts);
    for (const std::string& name : options.ordered_axes)
      set.axes.push_back({name, axis_kind::ordinal});
    for (const std::string& name : options.context_axes)
      set.axes.push_back({name, axis_kind::context_length});
    return set;
  }
  default_prompt_options wanted;
  wanted.seed = options.seed;
  wanted.per_stratum = options.per_stratum;
  wanted.lookup_records = options.lookup_records;
  wanted.sentences = std::filesystem::path(QUALITY_CLIFF_DATA) / "sentences.jsonl";
  return default_prompts(wanted);
}

std::vector<std::string> choose_tiers(const command_line& options) {
  std::vector<std::string> tiers;
  for (const std::string& name : options.tiers) {
    if (name == baseline_name)
      continue;
    tiers.push_back(parse_quant_scheme(name).name());
    if (std::count(tiers.begin(), tiers.end(), tiers.back()) != 1)
      throw argument_error(801, "--tiers", "'" + name + "' is named twice");
  }
  if (tiers.empty())
    throw argument_error(802, "--tiers",
        "there is nothing to judge; name at least one format beside fp32, for example int4-g128");
  if (options.gate && std::find(tiers.begin(), tiers.end(), *options.gate) == tiers.end())
    throw argument_error(803, "--gate",
        "'" + *options.gate + "' is not among the tiers; add it to --tiers or name one of them");
  return tiers;
}

std::string format_of(const run_record& run) {
  for (const auto& [name, value] : run.settings)
    if (name == "format")
      return value;
  return run.model;
}

measurement measure(const command_line& options, const prompt_set& prompts,
    const std::vector<std::string>& formats, const std::vector<std::filesystem::path>& files,
    const run_record* saved, executor_ref exec) {
  const auto weights = std::make_shared<llama_weights>(options.model);
  const sentencepiece_tokenizer coder(options.model);
  const run_design design = make_run_design(prompts, coder.fingerprint());
  if (saved) {
    run_record planned;
    planned.design = design;
    check_comparable(*saved, planned);
  }
  auto groups = encode_prompts(prompts, coder);
  const std::size_t context = context_needed(groups, prompts, weights->config());
  const auto activations =
      options.int8_activations ? activation_format::int8 : activation_format::fp32;

  std::vector<llama_decoder> decoders;
  decoders.reserve(formats.size());
  std::vector<recorder> recorders;
  recorders.reserve(formats.size());
  scoring_options scoring;
  scoring.reference.reset();
  for (std::size_t d = 0; d < formats.size(); ++d) {
    if (formats[d] == baseline_name) {
      decoders.emplace_back(weights, layer_format{}, context, exec);
      scoring.reference = d;
    } else {
      decoders.emplace_back(
          weights, layer_format{parse_quant_scheme(formats[d]), activations}, context, exec);
    }
  }
  for (std::size_t d = 0; d < formats.size(); ++d) {
    run_record header = header_of(options, formats[d], decoders[d], design, exec);
    if (scoring.reference && *scoring.reference != d)
      header.divergence_reference = decoders[*scoring.reference].fingerprint();
    recorders.emplace_back(std::move(header), files[d], prompts);
  }
  groups = to_be_measured(std::move(groups), prompts, recorders);

  std::vector<const llama_decoder*> pointers;
  pointers.reserve(decoders.size());
  for (const llama_decoder& decoder : decoders)
    pointers.push_back(&decoder);
  progress_bar bar(tokens_of(groups) * decoders.size());
  const prompt_scorer scorer(prompts, coder, pointers, exec, scoring);
  for (const prefix_group& group : groups) {
    auto part = scorer.score(group, [&](std::size_t n) { bar.advance(n); });
    for (std::size_t d = 0; d < decoders.size(); ++d)
      recorders[d].add(std::move(part[d]), group.items);
  }
  measurement result;
  result.vocabulary = weights->config().vocabulary;
  result.runs.reserve(recorders.size());
  for (recorder& r : recorders)
    result.runs.push_back(r.finish());
  return result;
}

} // namespace quality_cliff
