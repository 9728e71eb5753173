// The four places of a decoder layer that linear layers read from, and who reads there.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace tailgate {

/// Linear layers that share an input are quantized for the same statistics.
enum class linear_input {
  attention,        ///< the normalised state: query, key and value projection
  attention_output, ///< the mixed values: output projection
  mlp,              ///< the normalised state: gate and up projection
  mlp_output        ///< the gated product: down projection
};

/// In the order of the computation.
inline constexpr std::array<linear_input, 4> linear_inputs{linear_input::attention,
    linear_input::attention_output, linear_input::mlp, linear_input::mlp_output};

/// A linear layer of a decoder layer.
struct linear_module {
  std::string_view name; ///< as tensors name it within a decoder layer
  linear_input input;
};

/// In the order of the computation.
inline constexpr std::array<linear_module, 7> linear_modules{
    linear_module{"self_attn.q_proj", linear_input::attention},
    linear_module{"self_attn.k_proj", linear_input::attention},
    linear_module{"self_attn.v_proj", linear_input::attention},
    linear_module{"self_attn.o_proj", linear_input::attention_output},
    linear_module{"mlp.gate_proj", linear_input::mlp},
    linear_module{"mlp.up_proj", linear_input::mlp},
    linear_module{"mlp.down_proj", linear_input::mlp_output}};

/// The places in linear_modules of those that read there: [first, last).
struct module_range {
  std::size_t first, last;
};
[[nodiscard]] constexpr module_range modules_reading(linear_input input) noexcept {
  std::size_t first = 0;
  while (linear_modules[first].input != input)
    ++first;
  std::size_t last = first;
  while (last < linear_modules.size() && linear_modules[last].input == input)
    ++last;
  return {first, last};
}

/// "model.layers.3."
[[nodiscard]] inline std::string decoder_layer_prefix(std::size_t layer) {
  return "model.layers." + std::to_string(layer) + ".";
}

} // namespace tailgate
