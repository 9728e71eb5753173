// Access to the tensors of a Llama-family folder, each checked for presence, shape and finiteness.
//
// Tensors are read one at a time from the memory-mapped file, so that building a quantized decoder
// never holds a second copy of the model.
#pragma once

#include <cmath>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <tailgate/io/safetensors_set.hpp>
#include <tailgate/kernels/panels.hpp>
#include <tailgate/lm/llama_config.hpp>
#include <vector>

namespace tailgate {

/// The files of a model folder with the parts that every tier shares: embedding and output head.
class llama_weights {
public:
  /// Opens the folder. Throws as read_llama_config, safetensors_set and tensor().
  explicit llama_weights(const std::filesystem::path& folder)
      : config_(read_llama_config(folder)), files_(folder),
        embedding_(tensor("model.embed_tokens.weight", config_.vocabulary, config_.hidden_size)),
        head_(packed_head()) {}

  [[nodiscard]] const llama_config& config() const noexcept { return config_; }
  [[nodiscard]] const safetensors_set& files() const noexcept { return files_; }

  /// vocabulary x hidden, as fp32.
  [[nodiscard]] matrix_view<const float> embedding() const {
    return {embedding_.data(), config_.vocabulary, config_.hidden_size};
  }
  [[nodiscard]] const packed_f32& head() const noexcept { return head_; }

  /// The rows x cols values of a tensor (a vector has rows = 1). Throws format_error E655
  /// (missing), E656 (another shape), E657 (a NaN or infinite value), each with the file or folder
  /// and name.
  [[nodiscard]] std::vector<float> tensor(
      const std::string& name, std::size_t rows, std::size_t cols) const {
    if (!files_.contains(name))
      throw format_error(655, files_.files().front().source(),
          "tensor '" + name + "' is missing; config.json of " + config_.architecture +
              " asks for it, so the folder is incomplete or belongs to another architecture");
    const std::string source = files_.file_of(name).source();
    const auto& shape = files_.info(name).shape;
    const bool vector = rows == 1 && shape.size() == 1 && shape[0] == cols;
    if (!vector && !(shape.size() == 2 && shape[0] == rows && shape[1] == cols)) {
      std::string found;
      for (const auto extent : shape)
        found += (found.empty() ? "" : "x") + std::to_string(extent);
      throw format_error(656, source,
          "tensor '" + name + "' is " + (found.empty() ? "a scalar" : found) +
              "; config.json asks for " + (rows == 1 ? "" : std::to_string(rows) + "x") +
              std::to_string(cols) + ", take both from one model");
    }
    std::vector<float> values = files_.read_f32(name);
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!std::isfinite(values[i]))
        throw format_error(657, source,
            "tensor '" + name + "' holds " + std::to_string(values[i]) + " at [" +
                std::to_string(i / cols) + ", " + std::to_string(i % cols) +
                "]; the model is damaged, export it again");
    return values;
  }

private:
  [[nodiscard]] packed_f32 packed_head() const {
    if (config_.tied_embeddings)
      return packed_f32(embedding());
    const auto head = tensor("lm_head.weight", config_.vocabulary, config_.hidden_size);
    return packed_f32({head.data(), config_.vocabulary, config_.hidden_size});
  }

  llama_config config_;
  safetensors_set files_;
  std::vector<float> embedding_;
  packed_f32 head_;
};

} // namespace tailgate
