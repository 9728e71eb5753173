// The reference decoder: a Llama-family model in one tier's format.
//
//   h = embedding[token]
//   for each layer:  h += attention(rms_norm(h)) Wo;   h += (silu(n Wgate) * n Wup) Wdown, n =
//   rms_norm(h) logits = rms_norm(h) Whead
//
// Grouped-query attention, rotary embedding (half-split), SwiGLU, tied or untied head, optional
// query/key/value bias. A token's hidden state has the same bits however prompts are batched, cut
// into calls or laid on shared prefixes, and for any executor.
// Reference: H. Touvron et al., LLaMA, arXiv 2302.13971; J. Ainslie et al., GQA, arXiv 2305.13245.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/sha256.hpp>
#include <tailgate/kernels/attention.hpp>
#include <tailgate/kernels/exponential.hpp>
#include <tailgate/kernels/rms_norm.hpp>
#include <tailgate/kernels/rotary.hpp>
#include <tailgate/lm/kv_cache.hpp>
#include <tailgate/lm/linear.hpp>
#include <tailgate/lm/linear_input.hpp>
#include <tailgate/lm/llama_weights.hpp>
#include <tailgate/lm/model_activations.hpp>
#include <tailgate/lm/tokenizer.hpp>
#include <tailgate/quant/tier.hpp>
#include <vector>

namespace tailgate {

/// The next tokens of one sequence and the cache that they extend.
struct decoder_step {
  kv_cache* cache;
  std::span<const token_id> tokens;
};

/// Sees what the linear layers of decoder layer `layer` read there: one row a token, in the order
/// of the steps, before they read it.
using input_observer =
    std::function<void(std::size_t layer, linear_input input, matrix_view<const float> x)>;

class llama_decoder {
public:
  /// Reads the layers from `weights`, which the decoder shares, in the given format. Contexts up to
  /// `context` tokens can be run. Throws as llama_weights::tensor and linear_layer.
  llama_decoder(std::shared_ptr<const llama_weights> weights, const layer_format& format,
      std::size_t context, executor_ref exec = {});

  /// The same with the linear layers as `tier` makes them, from the statistics of a calibration
  /// corpus where the tier needs them (null otherwise). `progress` is called after each decoder
  /// layer with the number done. Throws argument_error E662 when statistics are missing or belong
  /// to a model of another shape, and as the tier.
  llama_decoder(std::shared_ptr<const llama_weights> weights, const any_tier& tier,
      const model_activations* activations, std::size_t context, executor_ref exec = {},
      const std::function<void(std::size_t)>& progress = {});

  [[nodiscard]] const llama_config& config() const noexcept { return weights_->config(); }
  [[nodiscard]] std::size_t context() const noexcept { return rotary_.positions(); }

  /// Mean bits a weight over the linear layers, scales and zero points counted; nothing for the
  /// unquantized format.
  [[nodiscard]] std::optional<double> bits_per_weight() const noexcept { return bits_; }

  /// SHA-256, as 64 hexadecimal digits, of the weights' fingerprint, the format that they are
  /// evaluated in, and the calibration statistics where the format depends on them. Costs what
  /// llama_weights::fingerprint costs.
  [[nodiscard]] std::string fingerprint() const {
    byte_writer tier;
    tier.put(std::string_view("llama_decoder 1")); // the version of what is hashed
    tier.put(std::string_view(weights_->fingerprint()));
    tier.put(std::string_view(format_name_));
    if (!calibration_.empty())
      tier.put(std::string_view(calibration_));
    return sha256_hex(tier.bytes());
  }

  /// Runs the steps, which name different caches, and extends the caches. Returns the normalised
  /// last hidden states, one row of hidden_size a token, steps one after the other.
  /// Throws argument_error E660 (a token beyond the vocabulary) or E661 (a cache or the context is
  /// too short); then no cache has changed. `observe` may be empty and is called by one thread.
  [[nodiscard]] std::vector<float> forward(std::span<const decoder_step> steps,
      executor_ref exec = {}, const input_observer& observe = {}) const;

  /// Logits of `hidden` (M x hidden_size, as forward returns them): M x vocabulary.
  void logits(
      matrix_view<const float> hidden, matrix_view<float> out, executor_ref exec = {}) const {
    matmul_f32(hidden, weights_->head(), {}, out, exec);
  }

private:
  struct layer {
    std::vector<float> attention_norm, mlp_norm;
    linear_layer query, key, value, output, gate, up, down;
  };
  struct row {
    std::size_t step;
    std::size_t position;
    token_id token;
  };
  /// Buffers of one block of rows.
  struct workspace {
    explicit workspace(std::size_t rows, const llama_config& c)
        : normal(rows * c.hidden_size), query(rows * c.heads * c.head_dimension),
          key(rows * c.key_value_heads * c.head_dimension), value(key.size()), mixed(query.size()),
          delta(normal.size()), gate(rows * c.intermediate_size), up(gate.size()) {}
    std::vector<float> normal, query, key, value, mixed, delta, gate, up;
  };

  /// Reads the layers. For each input, begin(decoder layer, input); then make(layer_to_quantize&,
  /// bias) for each linear layer that reads it, with the weights of all of them at hand.
  template <class Begin, class Make>
  void build(Begin&& begin, Make&& make);

  void check(std::span<const decoder_step> steps) const;
  void run_block(std::span<const decoder_step> steps, std::span<const row> rows,
      matrix_view<float> hidden, executor_ref exec, const input_observer& observe) const;
  void attend_block(std::size_t index, std::span<const decoder_step> steps,
      std::span<const row> rows, workspace& work, executor_ref exec) const;

  /// Calls f(first, last) for stretches of rows, in parallel.
  template <class F>
  static void for_rows(std::size_t rows, executor_ref exec, F&& f) {
    constexpr std::size_t stretch = 32;
    exec.parallel_for((rows + stretch - 1) / stretch,
        [&](std::size_t i) { f(i * stretch, std::min(rows, (i + 1) * stretch)); });
  }

  std::shared_ptr<const llama_weights> weights_;
  std::string format_name_;
  std::string calibration_; // the fingerprint of the statistics; empty without calibration
  std::vector<layer> layers_;
  std::vector<float> final_norm_;
  rotary_table rotary_;
  std::optional<double> bits_;
};

inline llama_decoder::llama_decoder(std::shared_ptr<const llama_weights> weights,
    const layer_format& format, std::size_t context, executor_ref exec)
    : weights_(std::move(weights)), format_name_(format.name()),
      rotary_(config().head_dimension, std::min(context, config().positions), config().rope_theta) {
  build([](std::size_t, linear_input) {},
      [&](const layer_to_quantize& made, std::vector<float> bias) {
        return linear_layer(made.weights, std::move(bias), format, exec);
      });
  if (!format.weights)
    bits_.reset();
}

inline llama_decoder::llama_decoder(std::shared_ptr<const llama_weights> weights,
    const any_tier& tier, const model_activations* activations, std::size_t context,
    executor_ref exec, const std::function<void(std::size_t)>& progress)
    : weights_(std::move(weights)), format_name_(tier.name()),
      rotary_(config().head_dimension, std::min(context, config().positions), config().rope_theta) {
  if (tier.needs_calibration()) {
    if (activations == nullptr || !activations->fits(config()))
      throw argument_error(662, "llama_decoder",
          tier.name() +
              (activations == nullptr ? " needs calibration and got no activation statistics"
                                      : " got activation statistics of a model of another shape") +
              "; gather them on this model");
    calibration_ = activations->fingerprint();
  }
  activation_means means;
  layer_activations seen;
  build(
      [&](std::size_t index, linear_input input) {
        if (progress && input == linear_inputs.front() && index != 0)
          progress(index);
        if (!tier.needs_calibration())
          return;
        means = activations->at(index, input).means();
        seen = means.view();
      },
      [&](layer_to_quantize& made, std::vector<float> bias) {
        if (tier.needs_calibration())
          made.activations = &seen;
        return linear_layer(tier.quantize(made, exec), std::move(bias));
      });
  if (progress)
    progress(config().layers);
}

template <class Begin, class Make>
void llama_decoder::build(Begin&& begin, Make&& make) {
  const llama_config& c = config();
  const std::size_t query = c.heads * c.head_dimension, key = c.key_value_heads * c.head_dimension;
  // In the order of linear_modules.
  constexpr std::array members{&layer::query, &layer::key, &layer::value, &layer::output,
      &layer::gate, &layer::up, &layer::down};
  const std::array<std::size_t, 7> outputs{
      query, key, key, c.hidden_size, c.intermediate_size, c.intermediate_size, c.hidden_size};
  const std::array<std::size_t, 4> inputs{c.hidden_size, query, c.hidden_size, c.intermediate_size};
  double bits = 0, count = 0;
  layers_.resize(c.layers);
  for (std::size_t i = 0; i < c.layers; ++i) {
    const std::string base = decoder_layer_prefix(i);
    layer& made = layers_[i];
    made.attention_norm = weights_->tensor(base + "input_layernorm.weight", 1, c.hidden_size);
    made.mlp_norm = weights_->tensor(base + "post_attention_layernorm.weight", 1, c.hidden_size);
    for (const linear_input input : linear_inputs) {
      begin(i, input);
      const std::size_t width = inputs[static_cast<std::size_t>(input)];
      const auto [first, last] = modules_reading(input);
      std::vector<std::vector<float>> values(last - first);
      std::vector<matrix_view<const float>> views(last - first);
      for (std::size_t m = first; m < last; ++m) {
        const std::string name = base + std::string(linear_modules[m].name) + ".weight";
        values[m - first] = weights_->tensor(name, outputs[m], width);
        views[m - first] = {values[m - first].data(), outputs[m], width};
      }
      for (std::size_t m = first; m < last; ++m) {
        layer_to_quantize one{
            base + std::string(linear_modules[m].name), views[m - first], nullptr, views};
        const bool biased = c.attention_bias && input == linear_input::attention;
        linear_layer& linear = made.*members[m];
        linear = make(one,
            biased ? weights_->tensor(one.name + ".bias", 1, outputs[m]) : std::vector<float>{});
        const auto size = static_cast<double>(outputs[m]) * static_cast<double>(width);
        bits += linear.bits_per_weight().value_or(0) * size;
        count += size;
      }
    }
  }
  final_norm_ = weights_->tensor("model.norm.weight", 1, c.hidden_size);
  bits_ = bits / count;
}

inline void llama_decoder::check(std::span<const decoder_step> steps) const {
  for (const decoder_step& step : steps) {
    for (const token_id token : step.tokens)
      if (token < 0 || static_cast<std::size_t>(token) >= config().vocabulary)
        throw argument_error(660, "llama_decoder",
            "token " + std::to_string(token) + " is not in the vocabulary of " +
                std::to_string(config().vocabulary) + "; the tokenizer belongs to another model");
    const std::size_t end = step.cache->length() + step.tokens.size();
    if (end > step.cache->capacity() || end > context())
      throw argument_error(661, "llama_decoder",
          "a sequence of " + std::to_string(end) + " tokens; its cache holds " +
              std::to_string(step.cache->capacity()) + " and the decoder was made for " +
              std::to_string(context()) + " of the model's " + std::to_string(config().positions) +
              "; shorten the prompt or build both for more");
  }
}

inline std::vector<float> llama_decoder::forward(
    std::span<const decoder_step> steps, executor_ref exec, const input_observer& observe) const {
  check(steps);
  const std::size_t hidden_size = config().hidden_size;
  std::vector<row> rows;
  for (std::size_t s = 0; s < steps.size(); ++s)
    for (std::size_t t = 0; t < steps[s].tokens.size(); ++t)
      rows.push_back({s, steps[s].cache->length() + t, steps[s].tokens[t]});

  std::vector<float> hidden(rows.size() * hidden_size);
  constexpr std::size_t block = 384; // rows whose buffers stay in the second-level cache
  for (std::size_t begin = 0; begin < rows.size(); begin += block) {
    const std::size_t n = std::min(block, rows.size() - begin);
    run_block(steps, std::span(rows).subspan(begin, n),
        matrix_view<float>(hidden.data() + begin * hidden_size, n, hidden_size), exec, observe);
  }
  for (const decoder_step& step : steps)
    step.cache->set_length(step.cache->length() + step.tokens.size());
  return hidden;
}

inline void llama_decoder::run_block(std::span<const decoder_step> steps, std::span<const row> rows,
    matrix_view<float> hidden, executor_ref exec, const input_observer& observe) const {
  const llama_config& c = config();
  const std::size_t n = rows.size();
  workspace work(n, c);
  const auto view = [n](std::vector<float>& v) {
    return matrix_view<float>(v.data(), n, v.size() / n);
  };
  const auto normalise = [&](const std::vector<float>& weight, matrix_view<float> out) {
    for_rows(n, exec, [&](std::size_t first, std::size_t last) {
      rms_norm(hidden.rows_from(first, last - first), weight, static_cast<float>(c.norm_epsilon),
          out.rows_from(first, last - first));
    });
  };
  const auto show = [&](std::size_t l, linear_input input, std::vector<float>& x) {
    if (observe)
      observe(l, input, view(x));
  };
  const auto add_delta = [&] {
    for (std::size_t i = 0; i < n * c.hidden_size; ++i)
      hidden.data()[i] += work.delta[i];
  };
  for (std::size_t i = 0; i < n; ++i) {
    const auto source = weights_->embedding().row(static_cast<std::size_t>(rows[i].token));
    std::copy(source.begin(), source.end(), hidden.row(i).begin());
  }
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const layer& now = layers_[l];
    normalise(now.attention_norm, view(work.normal));
    show(l, linear_input::attention, work.normal);
    now.query.apply(view(work.normal), view(work.query), exec);
    now.key.apply(view(work.normal), view(work.key), exec);
    now.value.apply(view(work.normal), view(work.value), exec);
    attend_block(l, steps, rows, work, exec);
    show(l, linear_input::attention_output, work.mixed);
    now.output.apply(view(work.mixed), view(work.delta), exec);
    add_delta();

    normalise(now.mlp_norm, view(work.normal));
    show(l, linear_input::mlp, work.normal);
    now.gate.apply(view(work.normal), view(work.gate), exec);
    now.up.apply(view(work.normal), view(work.up), exec);
    const auto operations = exponential_operations_for(selected_isa());
    for_rows(n, exec, [&](std::size_t first, std::size_t last) {
      const std::size_t at = first * c.intermediate_size;
      operations.silu_gate(work.gate.data() + at, work.up.data() + at,
          (last - first) * c.intermediate_size, work.gate.data() + at);
    });
    show(l, linear_input::mlp_output, work.gate);
    now.down.apply(view(work.gate), view(work.delta), exec);
    add_delta();
  }
  normalise(final_norm_, hidden);
}

inline void llama_decoder::attend_block(std::size_t index, std::span<const decoder_step> steps,
    std::span<const row> rows, workspace& work, executor_ref exec) const {
  const llama_config& c = config();
  const std::size_t d = c.head_dimension, group = c.heads / c.key_value_heads;
  const float scale = 1.0f / std::sqrt(static_cast<float>(d));
  for_rows(rows.size(), exec, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      for (std::size_t head = 0; head < c.heads; ++head) {
        const auto query = std::span(work.query).subspan((i * c.heads + head) * d, d);
        rotary_.rotate(query, rows[i].position);
        for (float& q : query)
          q *= scale;
      }
      for (std::size_t head = 0; head < c.key_value_heads; ++head) {
        const std::size_t at = (i * c.key_value_heads + head) * d;
        const auto key = std::span(work.key).subspan(at, d);
        rotary_.rotate(key, rows[i].position);
        steps[rows[i].step].cache->store(
            index, head, rows[i].position, key, std::span(work.value).subspan(at, d));
      }
    }
  });

  struct tile {
    std::size_t first, count;
  };
  std::vector<tile> tiles; // consecutive rows of one sequence
  for (std::size_t i = 0; i < rows.size();) {
    std::size_t n = 1;
    while (n < attention_query_tile && i + n < rows.size() && rows[i + n].step == rows[i].step)
      ++n;
    tiles.push_back({i, n});
    i += n;
  }
  exec.parallel_for(tiles.size() * c.key_value_heads, [&](std::size_t piece) {
    const tile& t = tiles[piece / c.key_value_heads];
    const std::size_t head = piece % c.key_value_heads;
    const row& top = rows[t.first];
    std::vector<attention_segment> segments;
    steps[top.step].cache->segments(index, head, top.position + t.count, segments);
    attention_scratch scratch;
    for (std::size_t q = head * group; q < (head + 1) * group; ++q) {
      const std::size_t at = (t.first * c.heads + q) * d;
      attend({work.query.data() + at, t.count, d, c.heads * d}, top.position, segments,
          matrix_view<float>(work.mixed.data() + at, t.count, d, c.heads * d), scratch);
    }
  });
}

} // namespace tailgate
