// Puts the same prompts to a baseline decoder and its quantized tiers, side by side.
//
// A group's shared prefix is run once a decoder. Its items are then scored in chunks: the
// baseline's logits of a chunk stay in memory while every tier is compared with them, so that a
// divergence from the baseline needs no file of distributions. What is measured, per item and
// decoder:
//
//   loss    mean over scored tokens of -log p(token | all before it), in nats
//   kl      mean over scored positions of KL(baseline || tier), in nats
//   changed number of scored positions whose most probable token is not the baseline's
//   right   greedy decoding from the prompt gives the answer, then the stop
//
// Teacher-forced logits tell greedy decoding up to its first departure from the answer; only from
// there is anything decoded, and only as long as the text may still become the answer. Results do
// not depend on chunks, batches or threads.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/executor.hpp>
#include <tailgate/harness/prompt_set.hpp>
#include <tailgate/kernels/kl_of_logits.hpp>
#include <tailgate/kernels/softmax.hpp>
#include <tailgate/lm/llama_decoder.hpp>
#include <tailgate/lm/token_item.hpp>
#include <vector>

namespace tailgate {

/// What one decoder did with one prompt.
struct prompt_score {
  double loss = 0;           ///< nats per token, 0 or more
  double kl = 0;             ///< nats per token, 0 or more
  std::size_t positions = 0; ///< scored tokens
  std::size_t changed = 0;   ///< of these, where the most probable token is another than before
  bool right = false;
  std::string output; ///< for prompts with an answer: what was decoded, up to where it went wrong
};

class prompt_scorer {
public:
  /// The first decoder is the baseline; all share one vocabulary. The arguments must outlive this.
  prompt_scorer(const prompt_set& set, const tokenizer& coder,
      std::vector<const llama_decoder*> decoders, executor_ref exec = {})
      : set_(set), coder_(coder), decoders_(std::move(decoders)), exec_(exec) {}

  /// Scores a group: result[decoder][item], items as in the group. `advance` is called with the
  /// number of tokens just run, for a progress bar. Throws as llama_decoder::forward, and
  /// argument_error E666 when a decoder's logits are not finite.
  [[nodiscard]] std::vector<std::vector<prompt_score>> score(
      const prefix_group& group, const std::function<void(std::size_t)>& advance = {}) const;

private:
  /// The logits of all scored positions of a chunk, and where each item's begin.
  struct chunk_logits {
    std::vector<float> values;
    std::vector<std::size_t> first_row; ///< one an item, and the end
  };

  [[nodiscard]] std::span<const float> row(const chunk_logits& logits, std::size_t index) const {
    return std::span(logits.values).subspan(index * vocabulary(), vocabulary());
  }
  [[nodiscard]] std::size_t vocabulary() const { return decoders_[0]->config().vocabulary; }

  [[nodiscard]] chunk_logits run_chunk(const llama_decoder& decoder, std::size_t shared,
      std::span<const token_item> items, std::vector<kv_cache>& caches) const;
  void compare(std::span<const token_item> items, const chunk_logits& baseline,
      const chunk_logits& own, std::span<prompt_score> scores) const;
  void decode_answers(const llama_decoder& decoder, std::span<const token_item> items,
      const chunk_logits& own, std::vector<kv_cache>& caches, std::span<prompt_score> scores) const;

  /// One answer that is being decoded.
  struct open_answer {
    std::size_t item;
    std::vector<token_id> tokens; ///< decoded so far
    std::size_t limit;
  };
  /// Whether decoding is over; then the score's output and right are set.
  bool close(const open_answer& answer, const token_item& item, prompt_score& score) const;

  const prompt_set& set_;
  const tokenizer& coder_;
  std::vector<const llama_decoder*> decoders_;
  executor_ref exec_;
};

inline std::vector<std::vector<prompt_score>> prompt_scorer::score(
    const prefix_group& group, const std::function<void(std::size_t)>& advance) const {
  const auto report = [&](std::size_t tokens) {
    if (advance)
      advance(tokens);
  };
  std::vector<std::shared_ptr<const kv_cache>> prefixes;
  for (const llama_decoder* decoder : decoders_) {
    auto prefix = std::make_shared<kv_cache>(decoder->config(), group.shared.size());
    const decoder_step step{prefix.get(), group.shared};
    static_cast<void>(decoder->forward(std::span(&step, 1), exec_));
    prefixes.push_back(std::move(prefix));
    report(group.shared.size());
  }

  std::vector<std::vector<prompt_score>> scores(
      decoders_.size(), std::vector<prompt_score>(group.items.size()));
  constexpr std::size_t most_logits = std::size_t{1} << 22; // 16 MiB of fp32 a decoder
  for (std::size_t begin = 0; begin < group.items.size();) {
    std::size_t end = begin, rows = 0, tokens = 0;
    while (end < group.items.size() &&
           (end == begin || (rows + group.items[end].scored()) * vocabulary() <= most_logits)) {
      rows += group.items[end].scored();
      tokens += group.items[end++].tokens.size() - group.shared.size();
    }
    const auto items = std::span(group.items).subspan(begin, end - begin);
    chunk_logits baseline;
    for (std::size_t d = 0; d < decoders_.size(); ++d) {
      std::vector<kv_cache> caches;
      caches.reserve(items.size());
      for (const token_item& item : items) // room for an answer that runs on
        caches.emplace_back(
            decoders_[d]->config(), item.tokens.size() + item.scored() + 8, prefixes[d]);
      chunk_logits own = run_chunk(*decoders_[d], group.shared.size(), items, caches);
      const auto chunk_scores = std::span(scores[d]).subspan(begin, items.size());
      compare(items, d == 0 ? own : baseline, own, chunk_scores);
      decode_answers(*decoders_[d], items, own, caches, chunk_scores);
      if (d == 0)
        baseline = std::move(own);
      report(tokens);
    }
    begin = end;
  }
  return scores;
}

inline prompt_scorer::chunk_logits prompt_scorer::run_chunk(const llama_decoder& decoder,
    std::size_t shared, std::span<const token_item> items, std::vector<kv_cache>& caches) const {
  std::vector<decoder_step> steps;
  for (std::size_t i = 0; i < items.size(); ++i) // the last token is only predicted
    steps.push_back({&caches[i],
        std::span(items[i].tokens).subspan(shared, items[i].tokens.size() - 1 - shared)});
  const auto hidden = decoder.forward(steps, exec_);
  const std::size_t width = decoder.config().hidden_size;
  chunk_logits out;
  std::vector<float> scored;
  std::size_t at = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    out.first_row.push_back(scored.size() / width);
    const std::size_t skipped = items[i].scored_from - 1 - shared;
    const auto rows = std::span(hidden).subspan(
        (at + skipped) * width, (steps[i].tokens.size() - skipped) * width);
    scored.insert(scored.end(), rows.begin(), rows.end());
    at += steps[i].tokens.size();
  }
  const std::size_t rows = scored.size() / width;
  out.first_row.push_back(rows);
  out.values.resize(rows * vocabulary());
  decoder.logits({scored.data(), rows, width},
      matrix_view<float>(out.values.data(), rows, vocabulary()), exec_);
  return out;
}

inline void prompt_scorer::compare(std::span<const token_item> items, const chunk_logits& baseline,
    const chunk_logits& own, std::span<prompt_score> scores) const {
  exec_.parallel_for(items.size(), [&](std::size_t i) {
    const token_item& item = items[i];
    const auto scored = static_cast<double>(item.scored());
    kl_scratch scratch;
    for (std::size_t t = 0; t < item.scored(); ++t) {
      const auto mine = row(own, own.first_row[i] + t);
      const auto truth = row(baseline, own.first_row[i] + t);
      const auto target = static_cast<std::size_t>(item.tokens[item.scored_from + t]);
      double loss = log_sum_exp(mine, scratch.q) - double{mine[target]};
      if (loss < 0) // by rounding, where one token is nearly certain
        loss = 0;
      const double kl = &own == &baseline ? 0.0 : std::max(0.0, kl_of_logits(truth, mine, scratch));
      if (!std::isfinite(loss) || !std::isfinite(kl))
        throw argument_error(666, "prompt '" + set_.prompts[item.prompt].id + "'",
            "the logits after " + std::to_string(item.scored_from + t) +
                " tokens are not finite; the tier's weights overflow the activations");
      scores[i].loss += loss / scored;
      scores[i].kl += kl / scored;
      ++scores[i].positions;
      scores[i].changed += argmax(mine) != argmax(truth);
    }
  });
}

inline bool prompt_scorer::close(
    const open_answer& answer, const token_item& item, prompt_score& score) const {
  const std::string& stop = set_.prompts[item.prompt].stop;
  const bool ended = !answer.tokens.empty() && coder_.end_of_sequence() == answer.tokens.back();
  std::string text = coder_.decode(std::span(answer.tokens).first(answer.tokens.size() - ended));
  // The expected tokens are decoded too, so that what a tokenizer does to spaces is on both sides.
  std::string expected = coder_.decode(std::span(item.tokens).subspan(item.scored_from));
  const std::size_t cut = stop.empty() ? std::string::npos : text.find(stop);
  const bool finished = ended || cut != std::string::npos;
  if (!finished && answer.tokens.size() < answer.limit) {
    // A character whose bytes are not all there yet decodes to U+FFFD.
    std::string_view begun = text;
    while (begun.ends_with("\xef\xbf\xbd"))
      begun.remove_suffix(3);
    if (expected.starts_with(begun))
      return false;
  }
  expected.erase(expected.size() - std::min(expected.size(), stop.size()));
  text.erase(std::min(cut, text.size()));
  score.right = finished && text == expected;
  score.output = text.substr(std::min(text.find_first_not_of(' '), text.size()));
  return true;
}

inline void prompt_scorer::decode_answers(const llama_decoder& decoder,
    std::span<const token_item> items, const chunk_logits& own, std::vector<kv_cache>& caches,
    std::span<prompt_score> scores) const {
  std::vector<open_answer> open;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const token_item& item = items[i];
    if (!set_.prompts[item.prompt].answer)
      continue;
    open_answer answer{i, {}, 2 * item.scored() + 8};
    for (std::size_t t = 0; t < item.scored(); ++t) {
      answer.tokens.push_back(static_cast<token_id>(argmax(row(own, own.first_row[i] + t))));
      if (answer.tokens.back() != item.tokens[item.scored_from + t])
        break;
    }
    if (!close(answer, item, scores[i])) {
      caches[i].set_length(item.scored_from + answer.tokens.size() - 1);
      open.push_back(std::move(answer));
    }
  }
  const std::size_t width = decoder.config().hidden_size;
  std::vector<float> logits;
  while (!open.empty()) {
    std::vector<decoder_step> steps;
    steps.reserve(open.size());
    for (const open_answer& answer : open)
      steps.push_back({&caches[answer.item], std::span(answer.tokens).last(1)});
    const auto hidden = decoder.forward(steps, exec_);
    logits.resize(open.size() * vocabulary());
    decoder.logits({hidden.data(), open.size(), width},
        matrix_view<float>(logits.data(), open.size(), vocabulary()), exec_);
    for (std::size_t i = 0; i < open.size(); ++i)
      open[i].tokens.push_back(
          static_cast<token_id>(argmax(std::span(logits).subspan(i * vocabulary(), vocabulary()))));
    std::erase_if(open, [&](const open_answer& answer) {
      return close(answer, items[answer.item], scores[answer.item]);
    });
  }
}

} // namespace tailgate
