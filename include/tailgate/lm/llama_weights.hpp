// Access to the tensors of a Llama-family folder, each checked for presence, shape and finiteness.
//
// Tensors are read one at a time from the memory-mapped file, so that building a quantized decoder
// never holds a second copy of the model.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/core/sha256.hpp>
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

  /// SHA-256, as 64 hexadecimal digits, of the configuration and of every tensor's name, type,
  /// shape and bytes in the order of names: the same for one file or many shards, and for any
  /// members of config.json that the decoder does not read. Reads all files once, about 4 s a GB,
  /// at the first call; later calls are free. Thread-safe.
  [[nodiscard]] const std::string& fingerprint() const {
    std::call_once(fingerprinted_, [this] { fingerprint_ = hash(); });
    return fingerprint_;
  }

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
  [[nodiscard]] std::string hash() const {
    byte_writer head;
    head.put(std::string_view("llama_weights 1")); // the version of what is hashed
    head.put(std::string_view(config_.architecture));
    for (const std::size_t count :
        {config_.hidden_size, config_.intermediate_size, config_.layers, config_.heads,
            config_.key_value_heads, config_.head_dimension, config_.vocabulary, config_.positions})
      head.put(std::uint64_t{count});
    head.put(config_.norm_epsilon);
    head.put(config_.rope_theta);
    head.put(std::uint8_t{config_.tied_embeddings});
    head.put(std::uint8_t{config_.attention_bias});
    sha256 sum;
    sum.update(head.bytes());
    for (const std::string& name : files_.names()) {
      const tensor_info& info = files_.info(name);
      byte_writer tensor;
      tensor.put(std::string_view(name));
      tensor.put(std::string_view(to_string(info.dtype)));
      tensor.put(std::uint64_t{info.shape.size()});
      for (const std::size_t extent : info.shape)
        tensor.put(std::uint64_t{extent});
      sum.update(tensor.bytes());
      sum.update(files_.bytes(name));
    }
    return sum.hex();
  }

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
  mutable std::once_flag fingerprinted_;
  mutable std::string fingerprint_;
};

} // namespace tailgate
