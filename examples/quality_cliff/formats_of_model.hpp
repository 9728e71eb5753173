// One model in several formats, ready to score prompts side by side.
#pragma once

#include "command_line.hpp"
#include "prompt_sample.hpp"
#include "sentencepiece_tokenizer.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tailgate/core/executor.hpp>
#include <tailgate/harness/prompt_set.hpp>
#include <tailgate/harness/run_record.hpp>
#include <tailgate/lm/llama_decoder.hpp>
#include <tailgate/lm/llama_weights.hpp>
#include <tailgate/lm/token_item.hpp>
#include <vector>

namespace quality_cliff {

inline constexpr const char* baseline_name = "fp32";

class formats_of_model {
public:
  /// Loads the model and makes each of `formats` (baseline_name or tiers) of it. `prompts` must
  /// outlive this. Throws tailgate::error for faults of the model folder, and argument_error E805
  /// for a prompt that is too long for the model.
  formats_of_model(const command_line& options, const chosen_prompts& chosen,
      const std::vector<std::string>& formats, tailgate::executor_ref exec);

  [[nodiscard]] const tailgate::run_design& design() const noexcept { return design_; }
  [[nodiscard]] std::size_t vocabulary() const noexcept { return weights_->config().vocabulary; }
  [[nodiscard]] std::size_t size() const noexcept { return decoders_.size(); }

  /// Everything of a format's run but its items.
  [[nodiscard]] tailgate::run_record header(std::size_t format) const;

  /// The records of some prompts in one format; `places` has the prompts' positions in the set.
  using receiver = std::function<void(std::size_t format,
      std::vector<tailgate::item_record> records, const std::vector<tailgate::token_item>& places)>;

  /// Scores the prompts for whose position `wanted` is true, showing progress on stderr.
  /// Divergences are taken from the baseline where it is among the formats.
  void score(const std::function<bool(std::size_t prompt)>& wanted, const receiver& receive) const;

private:
  const command_line& options_;
  const chosen_prompts& chosen_;
  const tailgate::prompt_set& prompts_;
  std::vector<std::string> formats_;
  tailgate::executor_ref exec_;
  std::shared_ptr<tailgate::llama_weights> weights_;
  sentencepiece_tokenizer coder_;
  tailgate::run_design design_;
  std::vector<tailgate::prefix_group> groups_;
  std::vector<tailgate::llama_decoder> decoders_;
  std::optional<std::size_t> reference_;
};

} // namespace quality_cliff
