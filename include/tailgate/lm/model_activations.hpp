// What the linear layers of a model read on a calibration corpus: statistics for each of the four
// inputs of each decoder layer.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <tailgate/calibration/activation_statistics.hpp>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/core/sha256.hpp>
#include <tailgate/lm/linear_input.hpp>
#include <tailgate/lm/llama_config.hpp>
#include <vector>

namespace tailgate {

class model_activations {
public:
  /// No tokens yet, for a model of that shape. Allocates 8 (3 H^2 + I^2) bytes a layer for a hidden
  /// size of H and an intermediate size of I.
  explicit model_activations(const llama_config& config) {
    parts_.reserve(config.layers * linear_inputs.size());
    for (std::size_t layer = 0; layer < config.layers; ++layer)
      for (const linear_input input : linear_inputs)
        parts_.emplace_back(width(config, input),
            decoder_layer_prefix(layer) +
                std::string(linear_modules[modules_reading(input).first].name));
  }

  /// Whether a model has these layers and inputs.
  [[nodiscard]] bool fits(const llama_config& config) const noexcept {
    if (parts_.size() != config.layers * linear_inputs.size())
      return false;
    for (const linear_input input : linear_inputs)
      if (at(0, input).inputs() != width(config, input))
        return false;
    return true;
  }

  /// The statistics of one input; layer < the model's layers.
  [[nodiscard]] const activation_statistics& at(
      std::size_t layer, linear_input input) const noexcept {
    return parts_[place(layer, input)];
  }

  /// Adds one row a token. Throws as activation_statistics::add.
  void add(std::size_t layer, linear_input input, matrix_view<const float> x, executor_ref exec) {
    parts_[place(layer, input)].add(x, exec);
  }

  /// Adds the statistics of other tokens. Throws shape_error E663 for a model of another
  /// number of layers and E400 for one of another width.
  void merge(const model_activations& other) {
    if (other.parts_.size() != parts_.size())
      throw shape_error(663, "model_activations",
          "statistics of " + std::to_string(other.parts_.size() / linear_inputs.size()) +
              " layers merged into those of " +
              std::to_string(parts_.size() / linear_inputs.size()) + "; both need one model");
    for (std::size_t i = 0; i < parts_.size(); ++i)
      parts_[i].merge(other.parts_[i]);
  }

  /// Tokens that every layer has read.
  [[nodiscard]] std::size_t tokens() const noexcept {
    return parts_.empty() ? 0 : parts_.front().tokens();
  }

  /// SHA-256, as 64 hexadecimal digits, of all statistics: equal ones give equal quantized weights.
  /// The same on all machines of one byte order.
  /// Throws incomplete_error E402 when there are no tokens.
  [[nodiscard]] std::string fingerprint() const {
    sha256 sum;
    sum.update("model_activations 1"); // the version of what is hashed
    for (const activation_statistics& part : parts_) {
      const activation_means means = part.means();
      sum.update(std::to_string(means.tokens) + "x" + std::to_string(part.inputs()));
      for (const auto* values :
          {&means.mean_magnitude, &means.largest_magnitude, &means.second_moment})
        sum.update(std::as_bytes(std::span(*values)));
    }
    return sum.hex();
  }

private:
  [[nodiscard]] static std::size_t width(const llama_config& config, linear_input input) noexcept {
    switch (input) {
    case linear_input::attention:
    case linear_input::mlp:
      return config.hidden_size;
    case linear_input::attention_output:
      return config.heads * config.head_dimension;
    case linear_input::mlp_output:
      break;
    }
    return config.intermediate_size;
  }
  [[nodiscard]] static std::size_t place(std::size_t layer, linear_input input) noexcept {
    return layer * linear_inputs.size() + static_cast<std::size_t>(input);
  }

  std::vector<activation_statistics> parts_;
};

} // namespace tailgate
