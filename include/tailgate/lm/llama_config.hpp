// The shape of a Llama-family decoder, read from a Hugging Face `config.json`.
//
// Known architectures: LlamaForCausalLM, MistralForCausalLM (without a sliding window) and
// Qwen2ForCausalLM (whose query, key and value projections carry a bias).
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/io/json_file.hpp>

namespace tailgate {

/// Dimensions and constants of the decoder. All counts are at least 1.
struct llama_config {
  std::string architecture;
  std::size_t hidden_size = 0;
  std::size_t intermediate_size = 0;
  std::size_t layers = 0;
  std::size_t heads = 0;
  std::size_t key_value_heads = 0; ///< divides heads (grouped-query attention)
  std::size_t head_dimension = 0;  ///< even
  std::size_t vocabulary = 0;
  std::size_t positions = 0; ///< longest context the model was made for
  double norm_epsilon = 1e-6;
  double rope_theta = 10000;
  bool tied_embeddings = false; ///< the output head is the input embedding
  bool attention_bias = false;  ///< query, key and value projections have a bias
};

namespace detail {

/// Reads members of config.json with their range; every fault names the file and the key.
class config_reader {
public:
  config_reader(const nlohmann::json& json, std::string file)
      : json_(json), file_(std::move(file)) {}

  [[nodiscard]] std::size_t count(
      const char* key, std::size_t most, std::size_t fallback = 0) const {
    const auto found = json_.find(key);
    if (found == json_.end() || found->is_null()) {
      if (fallback != 0)
        return fallback;
      throw fault(key, "is missing; it must be a whole number from 1 to " + std::to_string(most));
    }
    if (!found->is_number_integer() || found->get<std::int64_t>() < 1 ||
        found->get<std::uint64_t>() > most)
      throw fault(key,
          "is " + found->dump() + "; it must be a whole number from 1 to " + std::to_string(most));
    return found->get<std::size_t>();
  }

  [[nodiscard]] double positive(const char* key, double fallback) const {
    const auto found = json_.find(key);
    if (found == json_.end() || found->is_null())
      return fallback;
    if (!found->is_number() || !(found->get<double>() > 0) || !std::isfinite(found->get<double>()))
      throw fault(key, "is " + found->dump() + "; it must be a positive number");
    return found->get<double>();
  }

  [[nodiscard]] bool flag(const char* key, bool fallback) const {
    const auto found = json_.find(key);
    if (found == json_.end() || found->is_null())
      return fallback;
    if (!found->is_boolean())
      throw fault(key, "is " + found->dump() + "; it must be true or false");
    return found->get<bool>();
  }

  [[nodiscard]] format_error fault(const char* key, const std::string& text) const {
    return {650, file_, std::string("\"") + key + "\" " + text};
  }

  [[nodiscard]] const nlohmann::json& json() const noexcept { return json_; }
  [[nodiscard]] const std::string& file() const noexcept { return file_; }

private:
  const nlohmann::json& json_;
  std::string file_;
};

/// The one architecture named in the file. Throws format_error E651 when it is not known here.
[[nodiscard]] inline std::string known_architecture(const config_reader& reader) {
  constexpr std::array<std::string_view, 3> known{
      "LlamaForCausalLM", "MistralForCausalLM", "Qwen2ForCausalLM"};
  const auto found = reader.json().find("architectures");
  std::string named = "nothing";
  if (found != reader.json().end() && found->is_array() && found->size() == 1 &&
      (*found)[0].is_string()) {
    named = (*found)[0].get<std::string>();
    for (const std::string_view name : known)
      if (named == name)
        return named;
  }
  throw format_error(651, reader.file(),
      "\"architectures\" names " + named +
          "; the decoder here runs LlamaForCausalLM, MistralForCausalLM and Qwen2ForCausalLM");
}

} // namespace detail

/// The configuration in a parsed `config.json`; `file` is for messages.
/// Throws format_error E650 (a member missing, of the wrong type or out of range), E651 (an
/// architecture not known here) or E652 (a variant that would be computed wrongly).
[[nodiscard]] inline llama_config parse_llama_config(
    const nlohmann::json& json, const std::string& file) {
  const detail::config_reader read(json, file);
  if (!json.is_object())
    throw format_error(650, file, "the file must hold one JSON object");
  llama_config config;
  config.architecture = detail::known_architecture(read);
  config.hidden_size = read.count("hidden_size", 1u << 17);
  config.intermediate_size = read.count("intermediate_size", 1u << 20);
  config.layers = read.count("num_hidden_layers", 1024);
  config.heads = read.count("num_attention_heads", 1024);
  config.key_value_heads = read.count("num_key_value_heads", 1024, config.heads);
  config.head_dimension =
      read.count("head_dim", 4096, std::max<std::size_t>(1, config.hidden_size / config.heads));
  config.vocabulary = read.count("vocab_size", 1u << 24);
  config.positions = read.count("max_position_embeddings", 1u << 24);
  config.norm_epsilon = read.positive("rms_norm_eps", 1e-6);
  config.rope_theta = read.positive("rope_theta", 10000);
  config.tied_embeddings = read.flag("tie_word_embeddings", false);
  config.attention_bias = read.flag("attention_bias", config.architecture == "Qwen2ForCausalLM");

  if (config.heads % config.key_value_heads != 0)
    throw read.fault("num_key_value_heads", "is " + std::to_string(config.key_value_heads) +
                                                "; it must divide the " +
                                                std::to_string(config.heads) + " attention heads");
  if (config.head_dimension % 2 != 0)
    throw read.fault("head_dim",
        "is " + std::to_string(config.head_dimension) + "; rotary embedding needs an even number");
  const auto variant = [&](const char* key, const std::string& text) {
    return format_error(652, file, std::string("\"") + key + "\" " + text);
  };
  if (json.value("hidden_act", nlohmann::json("silu")) != "silu")
    throw variant(
        "hidden_act", "is " + json["hidden_act"].dump() + "; only \"silu\" is known here");
  if (const auto scaling = json.find("rope_scaling"); scaling != json.end() && !scaling->is_null())
    throw variant("rope_scaling", "is set; rotary scaling is not known here");
  const bool windowed =
      read.flag("use_sliding_window", config.architecture == "MistralForCausalLM");
  if (const auto window = json.find("sliding_window");
      windowed && window != json.end() && !window->is_null())
    throw variant("sliding_window", "is set; only full attention is known here");
  return config;
}

/// Reads `folder/config.json`. Throws as parse_llama_config and read_json_file.
[[nodiscard]] inline llama_config read_llama_config(const std::filesystem::path& folder) {
  const auto path = folder / "config.json";
  return parse_llama_config(read_json_file(path), path.string());
}

} // namespace tailgate
