// Puts prompts to a decoder and its quantized tiers, side by side, and records what they say.
//
// A group's shared prefix is run once a decoder. Its items are then scored in chunks: the reference
// decoder's logits of a chunk stay in memory while every other is compared with them, so that a
// divergence needs no file of distributions. What is recorded, per item and decoder:
//
//   tokens      for each scored token: -log p(token | all before it) in nats, its rank, and the
//               most likely tokens
//   outside     for texts: the share of letters that the most likely tokens would write outside
//               the text's own scripts
//   divergence  means over the scored tokens of KL(reference || decoder), KL(decoder || reference)
//               and Jensen-Shannon, in nats; absent for the reference itself, or without one
//   right       greedy decoding from the prompt gives the answer, then the stop
//   output      what was decoded, up to where it went wrong
//
// Teacher-forced logits tell greedy decoding up to its first departure from the answer; only from
// there is anything decoded, and only as long as the text may still become the answer. Results do
// not depend on chunks, batches or threads, nor on which decoders are scored together.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/executor.hpp>
#include <tailgate/error.hpp>
#include <tailgate/harness/prompt_set.hpp>
#include <tailgate/harness/run_record.hpp>
#include <tailgate/kernels/divergence_of_logits.hpp>
#include <tailgate/kernels/softmax.hpp>
#include <tailgate/kernels/top_k.hpp>
#include <tailgate/lm/llama_decoder.hpp>
#include <tailgate/lm/token_item.hpp>
#include <tailgate/strata/script_profile.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// What a scorer records beside losses and answers.
struct scoring_options {
  /// The decoder, by its index, from which the others' divergences are taken. None: no divergences,
  /// for a run that is compared with others later.
  std::optional<std::size_t> reference = 0;
  std::size_t top_k = 5; ///< most likely tokens a record keeps of each position
};

class prompt_scorer {
public:
  /// All decoders share one vocabulary. `set`, `coder` and the decoders must outlive this. Throws
  /// argument_error E667 (no decoders, or a reference that is none of them) and shape_error E668
  /// (different vocabularies).
  prompt_scorer(const prompt_set& set, const tokenizer& coder,
      std::vector<const llama_decoder*> decoders, executor_ref exec = {},
      scoring_options options = {});

  /// Scores a group: result[decoder][item], items as in the group; id, stratum, cluster, inclusion
  /// probability and answer are copied from the prompts. `advance` is called with the number of
  /// tokens just run, for a progress bar. Holds 16 MiB of logits for each of two decoders (more
  /// only for an item whose own logits are more), and the group's key-value caches of one.
  /// Throws as llama_decoder::forward, and argument_error E666 when a decoder's logits are not
  /// finite.
  [[nodiscard]] std::vector<std::vector<item_record>> score(
      const prefix_group& group, const std::function<void(std::size_t)>& advance = {}) const;

private:
  /// The logits of all scored positions of a chunk, and where each item's begin.
  struct chunk_logits {
    std::vector<float> values;
    std::vector<logits_row> rows;       ///< of `values`
    std::vector<std::size_t> first_row; ///< one an item, and the end
  };

  [[nodiscard]] std::size_t vocabulary() const { return decoders_[0]->config().vocabulary; }

  [[nodiscard]] chunk_logits run_chunk(const llama_decoder& decoder, std::size_t shared,
      std::span<const token_item> items, std::vector<kv_cache>& caches) const;
  void check(std::span<const token_item> items, const chunk_logits& own) const;
  void record_tokens(std::span<const token_item> items, const chunk_logits& own,
      std::span<item_record> records) const;
  [[nodiscard]] double outside_script(
      const std::string& text, std::span<const token_record> tokens) const;
  void record_divergences(
      const chunk_logits& reference, const chunk_logits& own, std::span<item_record> records) const;
  void decode_answers(const llama_decoder& decoder, std::span<const token_item> items,
      const chunk_logits& own, std::vector<kv_cache>& caches, std::span<item_record> records) const;

  /// One answer that is being decoded.
  struct open_answer {
    std::size_t item;
    std::vector<token_id> tokens; ///< decoded so far
    std::size_t limit;
  };
  /// Whether decoding is over; then the record's output and right are set.
  bool close(const open_answer& answer, const token_item& item, item_record& record) const;

  const prompt_set& set_;
  const tokenizer& coder_;
  std::vector<const llama_decoder*> decoders_;
  executor_ref exec_;
  scoring_options options_;
};

inline prompt_scorer::prompt_scorer(const prompt_set& set, const tokenizer& coder,
    std::vector<const llama_decoder*> decoders, executor_ref exec, scoring_options options)
    : set_(set), coder_(coder), decoders_(std::move(decoders)), exec_(exec), options_(options) {
  if (decoders_.empty() || options_.reference.value_or(0) >= decoders_.size())
    throw argument_error(667, "prompt_scorer",
        "the reference is decoder " + std::to_string(options_.reference.value_or(0)) + " of " +
            std::to_string(decoders_.size()) + "; name one by its index, or none");
  for (const llama_decoder* decoder : decoders_)
    if (decoder->config().vocabulary != vocabulary())
      throw shape_error(668, "prompt_scorer",
          "vocabularies of " + std::to_string(vocabulary()) + " and " +
              std::to_string(decoder->config().vocabulary) +
              " tokens; score decoders of one tokenizer together");
}

inline std::vector<std::vector<item_record>> prompt_scorer::score(
    const prefix_group& group, const std::function<void(std::size_t)>& advance) const {
  const auto report = [&](std::size_t tokens) {
    if (advance)
      advance(tokens);
  };
  std::vector<std::shared_ptr<const kv_cache>> prefixes;
  prefixes.reserve(decoders_.size());
  for (const llama_decoder* decoder : decoders_) {
    auto prefix = std::make_shared<kv_cache>(decoder->config(), group.shared.size());
    const decoder_step step{prefix.get(), group.shared};
    static_cast<void>(decoder->forward(std::span(&step, 1), exec_));
    prefixes.push_back(std::move(prefix));
    report(group.shared.size());
  }
  std::vector<item_record> asked;
  asked.reserve(group.items.size());
  for (const token_item& item : group.items) {
    const prompt& source = set_.prompts[item.prompt];
    item_record& made = asked.emplace_back();
    made.id = source.id;
    made.stratum = source.stratum;
    made.inclusion_probability = source.inclusion_probability;
    made.cluster = source.cluster;
    made.expected = source.answer;
  }
  std::vector<std::vector<item_record>> records(decoders_.size(), asked);
  // The reference goes first, the others are compared with its logits.
  std::vector<std::size_t> order(decoders_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto first = order.begin() + static_cast<std::ptrdiff_t>(options_.reference.value_or(0));
  std::rotate(order.begin(), first, first + 1);

  constexpr std::size_t most_logits = std::size_t{1} << 22; // 16 MiB of fp32 a decoder
  for (std::size_t begin = 0; begin < group.items.size();) {
    std::size_t end = begin, rows = 0, tokens = 0;
    while (end < group.items.size() &&
           (end == begin || (rows + group.items[end].scored()) * vocabulary() <= most_logits)) {
      rows += group.items[end].scored();
      tokens += group.items[end++].tokens.size() - group.shared.size();
    }
    const auto items = std::span(group.items).subspan(begin, end - begin);
    chunk_logits reference;
    for (const std::size_t d : order) {
      std::vector<kv_cache> caches;
      caches.reserve(items.size());
      for (const token_item& item : items) // room for an answer that runs on
        caches.emplace_back(
            decoders_[d]->config(), item.tokens.size() + item.scored() + 8, prefixes[d]);
      chunk_logits own = run_chunk(*decoders_[d], group.shared.size(), items, caches);
      const auto chunk_records = std::span(records[d]).subspan(begin, items.size());
      check(items, own);
      record_tokens(items, own, chunk_records);
      if (options_.reference && d != *options_.reference)
        record_divergences(reference, own, chunk_records);
      decode_answers(*decoders_[d], items, own, caches, chunk_records);
      if (d == options_.reference)
        reference = std::move(own);
      report(tokens);
    }
    begin = end;
  }
  return records;
}

inline prompt_scorer::chunk_logits prompt_scorer::run_chunk(const llama_decoder& decoder,
    std::size_t shared, std::span<const token_item> items, std::vector<kv_cache>& caches) const {
  std::vector<decoder_step> steps;
  steps.reserve(items.size());
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
  out.first_row.push_back(rows);
  out.values.resize(rows * vocabulary());
  decoder.logits({scored.data(), rows, width},
      matrix_view<float>(out.values.data(), rows, vocabulary()), exec_);
  out.rows.resize(rows);
  exec_.parallel_for(rows, [&](std::size_t r) {
    out.rows[r] = normalised_row(std::span(out.values).subspan(r * vocabulary(), vocabulary()));
  });
  return out;
}

inline void prompt_scorer::check(std::span<const token_item> items, const chunk_logits& own) const {
  std::vector<char> finite(own.rows.size());
  exec_.parallel_for(own.rows.size(), [&](std::size_t r) {
    const std::span<const float> logits = own.rows[r].logits;
    constexpr float least = std::numeric_limits<float>::lowest();
    // Counted instead of searched: without an early end it is a loop over vectors.
    const auto unbounded =
        std::count_if(logits.begin(), logits.end(), [](float x) { return x < least; });
    finite[r] = own.rows[r].is_distribution() && unbounded == 0 ? 1 : 0;
  });
  for (std::size_t i = 0; i < items.size(); ++i)
    for (std::size_t t = 0; t < items[i].scored(); ++t)
      if (!finite[own.first_row[i] + t])
        throw argument_error(666, "prompt '" + set_.prompts[items[i].prompt].id + "'",
            "the logits after " + std::to_string(items[i].scored_from + t) +
                " tokens are not finite; the tier's weights overflow the activations");
}

inline void prompt_scorer::record_tokens(std::span<const token_item> items, const chunk_logits& own,
    std::span<item_record> records) const {
  exec_.parallel_for(items.size(), [&](std::size_t i) {
    const token_item& item = items[i];
    records[i].tokens.resize(item.scored());
    for (std::size_t t = 0; t < item.scored(); ++t) {
      const logits_row& row = own.rows[own.first_row[i] + t];
      const auto target = static_cast<std::size_t>(item.tokens[item.scored_from + t]);
      token_record& made = records[i].tokens[t];
      // Rounding can leave it below 0 where one token is nearly certain.
      made.loss = std::max(0.0, -row.log_probability(target));
      made.rank = rank_of(row.logits, target);
      made.top = top_k(row.logits, options_.top_k);
    }
    if (const prompt& source = set_.prompts[item.prompt]; !source.answer && options_.top_k > 0)
      records[i].outside_script = outside_script(source.text, records[i].tokens);
  });
}

inline double prompt_scorer::outside_script(
    const std::string& text, std::span<const token_record> tokens) const {
  std::vector<token_id> likely;
  likely.reserve(tokens.size());
  for (const token_record& token : tokens)
    likely.push_back(static_cast<token_id>(token.top.front()));
  return script_profile(coder_.decode(likely)).share_outside(script_profile(text)).value_or(0);
}

inline void prompt_scorer::record_divergences(
    const chunk_logits& reference, const chunk_logits& own, std::span<item_record> records) const {
  exec_.parallel_for(records.size(), [&](std::size_t i) {
    const auto scored = static_cast<double>(own.first_row[i + 1] - own.first_row[i]);
    divergence_record mean;
    for (std::size_t r = own.first_row[i]; r < own.first_row[i + 1]; ++r) {
      const row_divergence at = divergence_of_logits(reference.rows[r], own.rows[r]);
      mean.forward += at.forward / scored;
      mean.reverse += at.reverse / scored;
      mean.jensen_shannon += at.jensen_shannon / scored;
    }
    records[i].divergence = mean;
  });
}

inline bool prompt_scorer::close(
    const open_answer& answer, const token_item& item, item_record& record) const {
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
  record.right = finished && text == expected;
  record.output = text.substr(std::min(text.find_first_not_of(' '), text.size()));
  return true;
}

inline void prompt_scorer::decode_answers(const llama_decoder& decoder,
    std::span<const token_item> items, const chunk_logits& own, std::vector<kv_cache>& caches,
    std::span<item_record> records) const {
  std::vector<open_answer> open;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const token_item& item = items[i];
    if (!set_.prompts[item.prompt].answer)
      continue;
    open_answer answer{i, {}, 2 * item.scored() + 8};
    for (std::size_t t = 0; t < item.scored(); ++t) {
      answer.tokens.push_back(static_cast<token_id>(argmax(own.rows[own.first_row[i] + t].logits)));
      if (answer.tokens.back() != item.tokens[item.scored_from + t])
        break;
    }
    if (!close(answer, item, records[i])) {
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
      return close(answer, items[answer.item], records[answer.item]);
    });
  }
}

} // namespace tailgate
