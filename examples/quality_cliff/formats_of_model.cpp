#include "formats_of_model.hpp"

#include "progress_bar.hpp"

#include <algorithm>
#include <tailgate/cpu/isa.hpp>
#include <tailgate/error.hpp>
#include <tailgate/harness/prompts_digest.hpp>
#include <tailgate/lm/prompt_scorer.hpp>
#include <tailgate/report/number.hpp>
#include <tailgate/sampling/sampling_design.hpp>
#include <tailgate/version.hpp>
#include <utility>

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

/// "5004 of 33120, power 0.5, design 1a2b3c4d"
std::string sample_name(const sampling_design& design) {
  std::uint64_t candidates = 0, sampled = 0;
  for (const stratum_design& s : design.strata) {
    candidates += s.population;
    sampled += s.sampled;
  }
  const allocation_options& how = design.request.allocation;
  return std::to_string(sampled) + " of " + std::to_string(candidates) + " candidates, " +
         to_string(how.rule) + ' ' + report::format_fixed(how.exponent, 1) + ", design " +
         digest(design).substr(0, 8);
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

} // namespace

formats_of_model::formats_of_model(const command_line& options, const chosen_prompts& chosen,
    const std::vector<std::string>& formats, executor_ref exec)
    : options_(options), chosen_(chosen), prompts_(chosen.set), formats_(formats), exec_(exec),
      weights_(std::make_shared<llama_weights>(options.model)), coder_(options.model),
      design_(make_run_design(prompts_, coder_.fingerprint())),
      groups_(encode_prompts(prompts_, coder_)) {
  const std::size_t context = context_needed(groups_, prompts_, weights_->config());
  const auto activations =
      options.int8_activations ? activation_format::int8 : activation_format::fp32;
  decoders_.reserve(formats.size());
  for (std::size_t d = 0; d < formats.size(); ++d) {
    const bool baseline = formats[d] == baseline_name;
    if (baseline)
      reference_ = d;
    decoders_.emplace_back(weights_,
        baseline ? layer_format{} : layer_format{parse_quant_scheme(formats[d]), activations},
        context, exec);
  }
}

run_record formats_of_model::header(std::size_t format) const {
  run_record run;
  run.design = design_;
  run.model = model_name(options_) + " " + formats_[format];
  run.model_fingerprint = decoders_[format].fingerprint();
  run.bits_per_weight = decoders_[format].bits_per_weight().value_or(32);
  if (reference_ && *reference_ != format)
    run.divergence_reference = decoders_[*reference_].fingerprint();
  run.settings = {{"format", formats_[format]},
      {"activations",
          options_.int8_activations && formats_[format] != baseline_name ? "int8" : "fp32"}};
  if (chosen_.design)
    run.settings.emplace_back("sample", sample_name(*chosen_.design));
  for (const crossing_cell& cell : chosen_.left_out)
    run.settings.emplace_back(
        "left out", std::to_string(cell.count) + " candidates of " + cell.key.name());
  run.environment = {{"tailgate", TAILGATE_VERSION_STRING},
      {"instruction set", to_string(selected_isa())},
      {"threads", std::to_string(exec_.concurrency())}};
  return run;
}

void formats_of_model::score(
    const std::function<bool(std::size_t)>& wanted, const receiver& receive) const {
  std::vector<prefix_group> groups = groups_;
  for (prefix_group& group : groups)
    std::erase_if(group.items, [&](const token_item& item) { return !wanted(item.prompt); });
  std::erase_if(groups, [](const prefix_group& group) { return group.items.empty(); });
  std::vector<const llama_decoder*> pointers;
  pointers.reserve(decoders_.size());
  for (const llama_decoder& decoder : decoders_)
    pointers.push_back(&decoder);
  progress_bar bar(tokens_of(groups) * decoders_.size());
  scoring_options scoring;
  scoring.reference = reference_;
  const prompt_scorer scorer(prompts_, coder_, pointers, exec_, scoring);
  for (const prefix_group& group : groups) {
    auto part = scorer.score(group, [&](std::size_t n) { bar.advance(n); });
    for (std::size_t d = 0; d < decoders_.size(); ++d)
      receive(d, std::move(part[d]), group.items);
  }
}

} // namespace quality_cliff
