// Runs calibration prompts through a decoder and gathers what its linear layers read.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/lm/llama_decoder.hpp>
#include <tailgate/lm/model_activations.hpp>
#include <tailgate/lm/tokenizer.hpp>

namespace tailgate {

/// Runs one sequence through `model`, which should be unquantized, and adds what its layers read to
/// `into`. The bits of `into` do not depend on the executor. Throws as llama_decoder::forward and
/// activation_statistics::add; after the latter `into` may hold part of the sequence.
/// Cost: a forward pass, and half a multiplication for each pair of inputs of a layer and token.
inline void gather_activations(const llama_decoder& model, std::span<const token_id> tokens,
    model_activations& into, executor_ref exec = {}) {
  kv_cache cache(model.config(), tokens.size());
  const decoder_step step{&cache, tokens};
  static_cast<void>(model.forward(std::span(&step, 1), exec,
      [&](std::size_t layer, linear_input input, matrix_view<const float> x) {
        into.add(layer, input, x, exec);
      }));
}

} // namespace tailgate
