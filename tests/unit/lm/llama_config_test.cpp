#include "../io/thrown.hpp"

#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <string>
#include <tailgate/io/json_file.hpp>
#include <tailgate/lm/llama_config.hpp>

namespace {

using nlohmann::json;

/// Only the members that have no default, with `changes` laid over them.
json config(const json& changes = json::object()) {
  json made{{"architectures", json::array({"LlamaForCausalLM"})}, {"hidden_size", 64},
      {"intermediate_size", 96}, {"num_hidden_layers", 2}, {"num_attention_heads", 4},
      {"vocab_size", 100}, {"max_position_embeddings", 32}};
  made.update(changes);
  return made;
}

tailgate::llama_config parse(const json& source) {
  return tailgate::parse_llama_config(source, "m/config.json");
}

/// The fault of a config.json; the message has to name the file.
thrown fault(const json& source) {
  const auto found = thrown_by<tailgate::format_error>([&] { (void)parse(source); });
  CHECK(found.says("m/config.json"));
  return found;
}

} // namespace

TEST_CASE("members that a config.json may leave out have Llama's defaults") {
  const auto made = parse(config());
  CHECK(made.architecture == "LlamaForCausalLM");
  CHECK(made.hidden_size == 64);
  CHECK(made.intermediate_size == 96);
  CHECK(made.layers == 2);
  CHECK(made.heads == 4);
  CHECK(made.vocabulary == 100);
  CHECK(made.positions == 32);
  CHECK(made.key_value_heads == 4); // multi-head attention: as many as heads
  CHECK(made.head_dimension == 16); // hidden size / heads
  CHECK(made.norm_epsilon == 1e-6);
  CHECK(made.rope_theta == 10000);
  CHECK_FALSE(made.tied_embeddings);
  CHECK_FALSE(made.attention_bias);
  CHECK(parse(config({{"num_key_value_heads", nullptr}, {"head_dim", nullptr}})).key_value_heads ==
        4);
}

TEST_CASE("stated members take the place of defaults") {
  const auto made = parse(config({{"num_key_value_heads", 2}, {"head_dim", 32},
      {"rms_norm_eps", 1e-5}, {"rope_theta", 1000000}, {"tie_word_embeddings", true},
      {"attention_bias", true}, {"hidden_act", "silu"}, {"rope_scaling", nullptr}}));
  CHECK(made.key_value_heads == 2);
  CHECK(made.head_dimension == 32);
  CHECK(made.norm_epsilon == 1e-5);
  CHECK(made.rope_theta == 1000000);
  CHECK(made.tied_embeddings);
  CHECK(made.attention_bias);
}

TEST_CASE("Qwen2 has a bias unless the file says otherwise") {
  CHECK(parse(config({{"architectures", json::array({"Qwen2ForCausalLM"})}})).attention_bias);
  CHECK_FALSE(parse(
      config({{"architectures", json::array({"Qwen2ForCausalLM"})}, {"attention_bias", false}}))
                  .attention_bias);
}

TEST_CASE("E650: a member is missing, of the wrong type or out of range") {
  for (const char* key : {"hidden_size", "intermediate_size", "num_hidden_layers",
           "num_attention_heads", "vocab_size", "max_position_embeddings"}) {
    CAPTURE(key);
    json without = config();
    without.erase(key);
    const auto missing = fault(without);
    CHECK(missing.number == 650);
    CHECK(missing.says(key));
    CHECK(missing.says("is missing"));
    for (const json& wrong : {json(0), json(-1), json(2.5), json("64"), json(true),
             json(json::array({64})), json(1u << 30), json(std::int64_t{1} << 40),
             json(std::numeric_limits<std::uint64_t>::max())}) {
      CAPTURE(wrong.dump());
      const auto found = fault(config({{key, wrong}}));
      CHECK(found.number == 650);
      CHECK(found.says(key));
      CHECK(found.says(wrong.dump().c_str()));
    }
  }
  for (const char* key : {"rms_norm_eps", "rope_theta"})
    for (const json& wrong : {json(0), json(-1e-6), json("1e-6"), json(false)})
      CHECK(fault(config({{key, wrong}})).number == 650);
  for (const char* key : {"tie_word_embeddings", "attention_bias"})
    for (const json& wrong : {json(1), json("true")})
      CHECK(fault(config({{key, wrong}})).number == 650);
  CHECK(fault(json::array({config()})).number == 650);
}

TEST_CASE("E650: members that do not fit each other") {
  const auto heads = fault(config({{"num_key_value_heads", 3}}));
  CHECK(heads.number == 650);
  CHECK(heads.says("num_key_value_heads"));
  CHECK(fault(config({{"num_key_value_heads", 8}})).number == 650);
  const auto stated = fault(config({{"head_dim", 15}}));
  CHECK(stated.number == 650);
  CHECK(stated.says("head_dim"));
  CHECK(fault(config({{"hidden_size", 60}})).number == 650); // 60 / 4 heads = 15
}

TEST_CASE("E651: an architecture not known here") {
  for (const json& named :
      {json::array({"GPT2LMHeadModel"}), json::array({"LlamaForCausalLM", "GPT2LMHeadModel"}),
          json::array(), json("LlamaForCausalLM"), json::array({7}), json()}) {
    CAPTURE(named.dump());
    CHECK(fault(config({{"architectures", named}})).number == 651);
  }
  CHECK(
      fault(config({{"architectures", json::array({"GPT2LMHeadModel"})}})).says("GPT2LMHeadModel"));
  json without = config();
  without.erase("architectures");
  CHECK(fault(without).number == 651);
}

TEST_CASE("E652: variants that would be computed wrongly") {
  const auto activation = fault(config({{"hidden_act", "gelu"}}));
  CHECK(activation.number == 652);
  CHECK(activation.says("gelu"));
  CHECK(fault(config({{"rope_scaling", {{"type", "linear"}, {"factor", 2.0}}}})).number == 652);
}

TEST_CASE("a sliding window counts only where the architecture uses it") {
  const json mistral = json::array({"MistralForCausalLM"});
  const json qwen = json::array({"Qwen2ForCausalLM"});
  const auto windowed = fault(config({{"architectures", mistral}, {"sliding_window", 4096}}));
  CHECK(windowed.number == 652);
  CHECK(windowed.says("sliding_window"));
  CHECK(fault(config({{"architectures", qwen}, {"sliding_window", 4096},
                  {"use_sliding_window", true}}))
            .number == 652);
  CHECK(parse(config({{"architectures", mistral}, {"sliding_window", nullptr}})).heads == 4);
  CHECK(parse(config({{"architectures", mistral}})).heads == 4);
  CHECK(parse(config({{"architectures", qwen}, {"sliding_window", 4096}})).heads == 4);
}
