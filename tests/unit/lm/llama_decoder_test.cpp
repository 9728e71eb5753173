#include <cmath>
#include <cstring>
#include <doctest/doctest.h>
#include <memory>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/io/json_file.hpp>
#include <tailgate/kernels/softmax.hpp>
#include <tailgate/lm/llama_decoder.hpp>
#include <vector>

namespace {

using tailgate::token_id;

const std::string source = TAILGATE_SOURCE_DIR;

std::shared_ptr<const tailgate::llama_weights> weights() {
  static const auto shared =
      std::make_shared<tailgate::llama_weights>(source + "/examples/data/cliff-7m");
  return shared;
}

std::vector<token_id> some_tokens(std::size_t n) {
  std::vector<token_id> tokens(n);
  for (std::size_t i = 0; i < n; ++i)
    tokens[i] = static_cast<token_id>(i * 977 % 8192);
  return tokens;
}

std::vector<float> run(const tailgate::llama_decoder& model, tailgate::kv_cache& cache,
    std::span<const token_id> tokens, tailgate::executor_ref exec = {}) {
  const tailgate::decoder_step step{&cache, tokens};
  return model.forward(std::span(&step, 1), exec);
}

} // namespace

TEST_CASE("logits and log-probabilities agree with PyTorch's within 2e-3") {
  const auto cases = tailgate::read_json_file(source + "/tests/data/parity/parity.json");
  const tailgate::safetensors_file expected(source + "/tests/data/parity/parity.safetensors");
  const tailgate::llama_decoder model(weights(), {}, 64);
  const std::size_t vocabulary = model.config().vocabulary;
  double worst_logit = 0, worst_logprob = 0;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto ids = cases[i]["ids"].get<std::vector<token_id>>();
    tailgate::kv_cache cache(model.config(), ids.size());
    const auto hidden = run(model, cache, ids);
    std::vector<float> logits(ids.size() * vocabulary);
    model.logits({hidden.data(), ids.size(), model.config().hidden_size},
        tailgate::matrix_view<float>(logits.data(), ids.size(), vocabulary));
    const auto logprob = expected.read_f32("logprob." + std::to_string(i));
    REQUIRE(logprob.size() == ids.size() - 1);
    for (std::size_t t = 0; t + 1 < ids.size(); ++t) {
      const auto row = std::span(logits).subspan(t * vocabulary, vocabulary);
      const double actual =
          double{row[static_cast<std::size_t>(ids[t + 1])]} - tailgate::log_sum_exp(row);
      worst_logprob = std::max(worst_logprob, std::fabs(actual - double{logprob[t]}));
    }
    const std::string name = "logits." + std::to_string(i);
    if (!expected.contains(name))
      continue;
    const auto last = expected.read_f32(name);
    for (std::size_t k = 0; k < last.size(); ++k)
      worst_logit = std::max(worst_logit,
          std::fabs(double{last[k]} - double{logits[logits.size() - last.size() + k]}));
  }
  MESSAGE("largest difference: logits " << worst_logit << ", log-probabilities " << worst_logprob);
  CHECK(worst_logit < 2e-3);
  CHECK(worst_logprob < 2e-3);
}

TEST_CASE("a token's state has the same bits in pieces, in batches, on a prefix and on threads") {
  for (const auto& format :
      {tailgate::layer_format{}, tailgate::layer_format{tailgate::parse_quant_scheme("int4-g128")},
          tailgate::layer_format{
              tailgate::parse_quant_scheme("int4-g32"), tailgate::activation_format::int8}}) {
    const std::size_t length = format.activations == tailgate::activation_format::int8 ? 60 : 400;
    const tailgate::llama_decoder model(weights(), format, 512);
    const auto tokens = some_tokens(length);
    const std::size_t width = model.config().hidden_size;
    tailgate::kv_cache whole(model.config(), length);
    const auto expected = run(model, whole, tokens);
    const auto same_tail = [&](const std::vector<float>& actual, std::size_t from) {
      return std::memcmp(actual.data(), expected.data() + from * width, actual.size() * 4) == 0;
    };

    tailgate::kv_cache pieces(model.config(), length);
    for (std::size_t at = 0; at < length;) {
      const std::size_t n = std::min<std::size_t>(37, length - at);
      CHECK(same_tail(run(model, pieces, std::span(tokens).subspan(at, n)), at));
      at += n;
    }
    for (const std::size_t shared : std::vector<std::size_t>{16, 37, 48}) {
      auto prefix = std::make_shared<tailgate::kv_cache>(model.config(), shared);
      CHECK(same_tail(run(model, *prefix, std::span(tokens).first(shared)), 0));
      tailgate::kv_cache a(model.config(), length, prefix), b(model.config(), length, prefix);
      const auto rest = std::span(tokens).subspan(shared);
      const std::vector<tailgate::decoder_step> steps{{&a, rest.first(3)}, {&b, rest}};
      const auto both = model.forward(steps);
      CHECK(
          same_tail({both.begin(), both.begin() + static_cast<std::ptrdiff_t>(3 * width)}, shared));
      CHECK(same_tail({both.begin() + static_cast<std::ptrdiff_t>(3 * width), both.end()}, shared));
      a.set_length(a.prefix_length()); // forget and decode again over what was there
      CHECK(same_tail(run(model, a, rest), shared));
    }
    tailgate::tbb_executor two(2);
    tailgate::kv_cache threaded(model.config(), length);
    CHECK(same_tail(run(model, threaded, tokens, two), 0));
  }
}

TEST_CASE("the decoder counts bits and refuses what it cannot run") {
  const tailgate::llama_decoder model(weights(), {tailgate::parse_quant_scheme("int4-g128")}, 32);
  CHECK(model.bits_per_weight().value() == doctest::Approx(4 + 20.0 / 128));
  tailgate::kv_cache cache(model.config(), 100);
  CHECK_THROWS_WITH_AS(static_cast<void>(run(model, cache, std::vector<token_id>{1, 8192})),
      doctest::Contains("tailgate.E660"), tailgate::argument_error);
  CHECK_THROWS_WITH_AS(static_cast<void>(run(model, cache, some_tokens(33))),
      doctest::Contains("tailgate.E661"), tailgate::argument_error);
  CHECK(cache.length() == 0);
}
