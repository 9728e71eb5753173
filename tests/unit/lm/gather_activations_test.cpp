#include <cmath>
#include <doctest/doctest.h>
#include <memory>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/kernels/rms_norm.hpp>
#include <tailgate/lm/gather_activations.hpp>
#include <tailgate/quant/round_to_nearest.hpp>
#include <tailgate/quant/smooth_quant.hpp>
#include <vector>

namespace {

using namespace tailgate;

std::shared_ptr<const llama_weights> weights() {
  static const auto shared =
      std::make_shared<llama_weights>(std::string(TAILGATE_SOURCE_DIR) + "/examples/data/cliff-7m");
  return shared;
}

const llama_decoder& unquantized() {
  static const llama_decoder model(weights(), {}, 400);
  return model;
}

std::vector<token_id> some_tokens(std::size_t n) {
  std::vector<token_id> tokens(n);
  for (std::size_t i = 0; i < n; ++i)
    tokens[i] = static_cast<token_id>(i * 977 % 8192);
  return tokens;
}

std::vector<float> states(const llama_decoder& model) {
  kv_cache cache(model.config(), 20);
  const auto tokens = some_tokens(20);
  const decoder_step step{&cache, tokens};
  return model.forward(std::span(&step, 1));
}

} // namespace

TEST_CASE("the first layer's statistics are those of the normalised embeddings") {
  const llama_decoder& model = unquantized();
  const llama_config& c = model.config();
  const auto tokens = some_tokens(390); // more than one block of rows
  model_activations seen(c);
  gather_activations(model, tokens, seen);
  CHECK(seen.tokens() == 390);
  CHECK(seen.at(5, linear_input::mlp_output).tokens() == 390);
  CHECK(seen.at(5, linear_input::mlp_output).inputs() == c.intermediate_size);
  CHECK(seen.at(2, linear_input::mlp).layer() == "model.layers.2.mlp.gate_proj");

  const auto norm = weights()->tensor("model.layers.0.input_layernorm.weight", 1, c.hidden_size);
  activation_statistics expected(c.hidden_size);
  std::vector<float> row(c.hidden_size);
  for (const token_id token : tokens) {
    const auto embedding = weights()->embedding().rows_from(static_cast<std::size_t>(token), 1);
    const matrix_view<float> out(row.data(), 1, row.size());
    rms_norm(embedding, norm, static_cast<float>(c.norm_epsilon), out);
    expected.add(out);
  }
  const auto first = seen.at(0, linear_input::attention).means(), direct = expected.means();
  CHECK(first.mean_magnitude == direct.mean_magnitude);
  CHECK(first.second_moment == direct.second_moment);
}

TEST_CASE("statistics have the same bits for any number of threads, and merge") {
  const llama_decoder& model = unquantized();
  const auto tokens = some_tokens(40);
  model_activations a(model.config()), b(model.config()), other(model.config());
  tbb_executor two(2);
  gather_activations(model, tokens, a);
  gather_activations(model, tokens, b, two);
  CHECK(a.fingerprint() == b.fingerprint());
  gather_activations(model, std::span(tokens).first(15), other);
  const auto alone = a.fingerprint();
  a.merge(other);
  CHECK(a.tokens() == 55);
  CHECK(a.fingerprint() != alone);
  llama_config smaller = model.config();
  smaller.layers = 2;
  CHECK_THROWS_WITH_AS(
      a.merge(model_activations(smaller)), doctest::Contains("tailgate.E663"), shape_error);
  CHECK(a.fits(model.config()));
  CHECK_FALSE(a.fits(smaller));
  smaller = model.config();
  smaller.intermediate_size = 512;
  CHECK_FALSE(a.fits(smaller));
}

TEST_CASE(
    "a decoder of a tier is that tier's weights; calibration is asked for and fingerprinted") {
  const quant_scheme scheme{4, 128, false};
  const llama_decoder by_format(weights(), {scheme}, 64);
  std::size_t done = 0;
  const llama_decoder by_tier(
      weights(), rounding_tier{scheme}, nullptr, 64, {}, [&](std::size_t n) { done += n; });
  CHECK(done == 1 + 2 + 3 + 4 + 5 + 6);
  CHECK(states(by_format) == states(by_tier));
  CHECK(by_tier.bits_per_weight() == by_format.bits_per_weight());
  CHECK(by_tier.fingerprint() == by_format.fingerprint());

  const llama_decoder& model = unquantized();
  model_activations seen(model.config()), few(model.config());
  gather_activations(model, some_tokens(128), seen);
  gather_activations(model, some_tokens(20), few);
  const any_tier smooth = smooth_quant_tier{};
  const llama_decoder calibrated(weights(), smooth, &seen, 64);
  CHECK(calibrated.fingerprint() != by_tier.fingerprint());
  CHECK(states(calibrated) != states(by_tier));

  const auto made = [&](const model_activations* activations) {
    const llama_decoder refused(weights(), smooth, activations, 64);
  };
  CHECK_THROWS_WITH_AS(made(nullptr), doctest::Contains("tailgate.E662"), argument_error);
  llama_config other = model.config();
  other.layers = 3;
  const model_activations misfit(other);
  CHECK_THROWS_WITH_AS(made(&misfit), doctest::Contains("tailgate.E662"), argument_error);
  CHECK_THROWS_WITH_AS(made(&few),
      doctest::Contains("[tailgate.E108] model.layers.0.self_attn.q_proj: 20 calibration tokens"),
      argument_error);
}
