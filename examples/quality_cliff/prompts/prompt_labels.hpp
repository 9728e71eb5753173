// The stratum of a prompt: what the library's axes say of it.
#pragma once

#include "prompt_pool.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <tailgate/lm/token_item.hpp>
#include <tailgate/lm/tokenizer.hpp>
#include <tailgate/strata/crossing_counter.hpp>
#include <tailgate/strata/prompt_view.hpp>
#include <tailgate/strata/stratifier.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <utility>
#include <vector>

namespace quality_cliff {

class prompt_labels {
public:
  /// `coder` must outlive this.
  prompt_labels(tailgate::stratifier by, const tailgate::tokenizer& coder)
      : by_(std::move(by)), coder_(coder) {}

  /// Axes see the text without its prefix, which may hold solved examples, unless the prefix is
  /// what is asked about, and without the stop behind the answer; the length is that of all of it.
  /// Throws what the axes and the tokenizer throw.
  [[nodiscard]] tailgate::stratum_key of(const tailgate::prompt& prompt, const origin& from) const {
    tailgate::prompt_view view;
    const std::string text = from.asks_prefix ? prompt.prefix + prompt.text : prompt.text;
    view.text = text;
    view.answer = prompt.answer;
    if (!from.task.empty())
      view.domain = from.task;
    view.language = from.language;
    tailgate::token_item encoded;
    if (from.by_tokens) {
      tailgate::prompt_set seen;
      seen.prompts = {prompt, prompt};
      view.context_tokens = tailgate::encode_prompt(seen, 0, coder_).tokens.size();
      if (!from.asks_prefix)
        seen.prompts[1].prefix.clear();
      seen.prompts[1].stop.clear();
      encoded = tailgate::encode_prompt(seen, 1, coder_);
      view.tokens = encoded.tokens;
      view.scored_from = encoded.scored_from;
    }
    return by_.key(view);
  }

  /// Puts the strata of a set into the order of the axes and their levels, and declares the axes.
  void order_strata(tailgate::prompt_set& set) const {
    tailgate::crossing_counter counter(by_.scales());
    for (const tailgate::declared_stratum& stratum : set.strata)
      counter.count(stratum.key);
    std::vector<tailgate::declared_stratum> ordered;
    std::vector<std::size_t> place(set.strata.size());
    ordered.reserve(set.strata.size());
    for (const tailgate::crossing_cell& cell : counter.report(1).cells)
      for (std::size_t s = 0; s < set.strata.size(); ++s)
        if (set.strata[s].key == cell.key) {
          place[s] = ordered.size();
          ordered.push_back(set.strata[s]);
        }
    set.strata = std::move(ordered);
    for (tailgate::prompt& prompt : set.prompts)
      prompt.stratum = place[prompt.stratum];
    for (const tailgate::axis& axis : by_.ordered_axes())
      for (const tailgate::declared_stratum& stratum : set.strata)
        if (stratum.key.level_on(axis.name) != nullptr) {
          set.axes.push_back(axis);
          break;
        }
  }

private:
  tailgate::stratifier by_;
  const tailgate::tokenizer& coder_;
};

} // namespace quality_cliff
