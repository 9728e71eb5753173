#include "../io/safetensors_bytes.hpp"
#include "../io/temp_folder.hpp"

#include <doctest/doctest.h>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <tailgate/lm/llama_decoder.hpp>
#include <tailgate/lm/llama_weights.hpp>

namespace {

constexpr const char* config =
    R"({"architectures": ["LlamaForCausalLM"], "hidden_size": 2, "intermediate_size": 2,
        "num_hidden_layers": 1, "num_attention_heads": 1, "vocab_size": 2,
        "max_position_embeddings": 8, "tie_word_embeddings": true)";
const std::string embedding = R"("model.embed_tokens.weight": {"dtype": "F16", "shape": [2, 2], )";
const std::string norm = R"("norm": {"dtype": "F16", "shape": [2], )";
constexpr std::string_view data = "abcdefghABCD"; // finite as fp16

/// The fingerprint of a folder with that config.json and, in one file, those two tensors.
std::string fingerprint(
    const std::string& json, std::string_view bytes = data, const std::string& second = norm) {
  const temp_folder folder;
  folder.file("config.json", json);
  folder.file(
      "model.safetensors", safetensors_bytes("{" + embedding + R"("data_offsets": [0, 8]}, )" +
                                                 second + R"("data_offsets": [8, 12]}})",
                               bytes));
  return tailgate::llama_weights(folder.path()).fingerprint();
}

std::string sharded_fingerprint() {
  const temp_folder folder;
  folder.file("config.json", std::string(config) + "}");
  folder.file("a.safetensors",
      safetensors_bytes("{" + norm + R"("data_offsets": [0, 4]}})", data.substr(8)));
  folder.file("b.safetensors",
      safetensors_bytes("{" + embedding + R"("data_offsets": [0, 8]}})", data.substr(0, 8)));
  folder.file("model.safetensors.index.json",
      R"({"weight_map": {"norm": "a.safetensors", "model.embed_tokens.weight": "b.safetensors"}})");
  return tailgate::llama_weights(folder.path()).fingerprint();
}

} // namespace

TEST_CASE("a fingerprint tells models apart by what is evaluated, not by how it is stored") {
  const std::string whole = std::string(config) + "}";
  const std::string first = fingerprint(whole);
  CHECK(first.size() == 64);
  CHECK(first == fingerprint(whole));
  CHECK(first == fingerprint(std::string(config) + R"(, "transformers_version": "4.0"})"));
  CHECK(first == fingerprint(std::string(config) + R"(, "rope_theta": 10000})")); // the default
  CHECK(first == sharded_fingerprint());

  const std::set<std::string> different{first,
      fingerprint(std::string(config) + R"(, "rope_theta": 20000})"),
      fingerprint(std::string(config) + R"(, "attention_bias": true})"),
      fingerprint(whole, "abcdefghABCE"), fingerprint(whole, "abcdefgiABCD"),
      fingerprint(whole, data, R"("norms": {"dtype": "F16", "shape": [2], )"),
      fingerprint(whole, data, R"("norm": {"dtype": "BF16", "shape": [2], )"),
      fingerprint(whole, data, R"("norm": {"dtype": "F16", "shape": [1, 2], )")};
  CHECK(different.size() == 8);
}

TEST_CASE("a tier's fingerprint is that of its weights and format") {
  const auto weights = std::make_shared<tailgate::llama_weights>(
      std::string(TAILGATE_SOURCE_DIR) + "/examples/data/cliff-7m");
  const auto of = [&](const tailgate::layer_format& format) {
    return tailgate::llama_decoder(weights, format, 8).fingerprint();
  };
  using tailgate::activation_format;
  using tailgate::parse_quant_scheme;
  const std::string stored = of({});
  CHECK(stored.size() == 64);
  CHECK(stored == of({}));
  CHECK(stored == of({{}, activation_format::int8})); // nothing is quantized, so nothing differs
  const std::set<std::string> different{weights->fingerprint(), stored,
      of({parse_quant_scheme("int8")}), of({parse_quant_scheme("int4-g128")}),
      of({parse_quant_scheme("int4-g128-sym")}),
      of({parse_quant_scheme("int4-g128"), activation_format::int8})};
  CHECK(different.size() == 6);
}
