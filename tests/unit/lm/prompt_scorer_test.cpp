#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/io/json_file.hpp>
#include <tailgate/kernels/softmax.hpp>
#include <tailgate/lm/prompt_scorer.hpp>
#include <utility>
#include <vector>

namespace {

using tailgate::item_record;
using tailgate::llama_decoder;
using tailgate::token_id;

const std::string source = TAILGATE_SOURCE_DIR;
const std::string examples = "12+7=19\n85-31=54\n66+22=88\n";

/// Sums as the bundled model's own tokenizer splits them: one token a character, by the ids that
/// the parity file records for a text. One more piece may be given a token the model never says.
class sum_tokenizer final : public tailgate::tokenizer {
public:
  static constexpr token_id joined = 8000;

  explicit sum_tokenizer(std::string piece = {}) : piece_(std::move(piece)) {
    const auto sums = tailgate::read_json_file(source + "/tests/data/parity/parity.json")[1];
    const auto text = sums["text"].get<std::string>();
    const auto ids = sums["ids"].get<std::vector<token_id>>();
    REQUIRE(ids.size() == text.size() + 1);
    for (std::size_t i = 0; i < text.size(); ++i) {
      REQUIRE(ids_.try_emplace(text[i], ids[i + 1]).first->second == ids[i + 1]);
      characters_[ids[i + 1]] = text[i];
    }
    begin_ = ids[0];
  }

  [[nodiscard]] std::vector<token_id> encode(std::string_view text) const override {
    std::vector<token_id> tokens;
    for (std::size_t i = 0; i < text.size(); ++i)
      if (!piece_.empty() && text.substr(i).starts_with(piece_)) {
        tokens.push_back(joined);
        i += piece_.size() - 1;
      } else {
        tokens.push_back(ids_.at(text[i]));
      }
    return tokens;
  }
  [[nodiscard]] std::string decode(std::span<const token_id> tokens) const override {
    std::string text;
    for (const token_id token : tokens) {
      const auto found = characters_.find(token);
      text += token == joined              ? piece_
              : found == characters_.end() ? "?"
                                           : std::string(1, found->second);
    }
    return text;
  }
  [[nodiscard]] std::optional<token_id> begin_of_sequence() const override { return begin_; }
  [[nodiscard]] std::optional<token_id> end_of_sequence() const override { return 2; }
  [[nodiscard]] std::string fingerprint() const override { return "sums " + piece_; }

private:
  std::string piece_;
  std::map<char, token_id> ids_;
  std::map<token_id, char> characters_;
  token_id begin_ = 0;
};

std::shared_ptr<const tailgate::llama_weights> weights() {
  static const auto shared =
      std::make_shared<tailgate::llama_weights>(source + "/examples/data/cliff-7m");
  return shared;
}

const llama_decoder& decoder() {
  static const llama_decoder stored(weights(), {}, 128);
  return stored;
}

const llama_decoder& quantized() {
  static const llama_decoder int3(weights(), {tailgate::parse_quant_scheme("int3-g128")}, 128);
  return int3;
}

tailgate::prompt_set sums(const std::vector<std::pair<std::string, std::string>>& asked) {
  tailgate::prompt_set set;
  for (const auto& [text, answer] : asked) {
    tailgate::prompt made;
    made.id = text + answer;
    made.prefix = examples;
    made.text = text;
    made.answer = answer;
    set.prompts.push_back(std::move(made));
  }
  return set;
}

std::vector<std::vector<item_record>> score(const tailgate::prompt_set& set,
    std::vector<const llama_decoder*> decoders, const sum_tokenizer& coder = sum_tokenizer(),
    tailgate::executor_ref exec = {}) {
  const auto groups = tailgate::encode_prompts(set, coder);
  REQUIRE(groups.size() == 1);
  return tailgate::prompt_scorer(set, coder, std::move(decoders), exec).score(groups[0]);
}

double total_loss(const item_record& item) {
  double sum = 0;
  for (const auto& token : item.tokens)
    sum += token.loss;
  return sum;
}

tailgate::prompt_set several() {
  return sums(
      {{"1+2=", "3"}, {"5+8=", "13"}, {"123+456=", "579"}, {"9-4=", "6"}, {"85-31=", "54"}});
}

} // namespace

TEST_CASE("easy sums are right, and wrong answers are not") {
  const auto scores = score(
      sums({{"1+2=", "3"}, {"1+2=", "4"}, {"85-31=", "54"}, {"85-31=", "55"}, {"85-31=", "5"}}),
      {&decoder()});
  REQUIRE(scores.size() == 1);
  CHECK(scores[0][0].right);
  CHECK(scores[0][0].output == "3");
  CHECK(scores[0][0].tokens.size() == 2); // the digit and the end of the line
  CHECK_FALSE(scores[0][1].right);
  CHECK(scores[0][1].output == "3");
  CHECK(total_loss(scores[0][1]) > total_loss(scores[0][0]));
  CHECK(scores[0][2].right);
  CHECK(scores[0][2].output == "54");
  CHECK_FALSE(scores[0][3].right);
  CHECK_FALSE(scores[0][4].right); // it begins as the model's answer does, but goes on
}

TEST_CASE("an answer that the model spells with other tokens is right all the same") {
  const auto set = sums({{"5+8=", "13"}, {"5+9=", "13"}});
  const sum_tokenizer coder("13");
  REQUIRE(coder.encode("13").size() == 1);
  const auto scores = score(set, {&decoder()}, coder)[0];
  CHECK(scores[0].tokens.size() == 2);
  CHECK(scores[0].right);
  CHECK(scores[0].output == "13");
  CHECK_FALSE(scores[1].right);
  CHECK(scores[1].output == "14");
}

TEST_CASE("a decoder does not diverge from itself, a quantized one does") {
  const auto scores = score(several(), {&decoder(), &decoder(), &quantized()});
  REQUIRE(scores.size() == 3);
  double divergence = 0;
  for (std::size_t i = 0; i < scores[0].size(); ++i) {
    CHECK_FALSE(scores[0][i].divergence);
    CHECK(scores[1][i].divergence == tailgate::divergence_record{});
    auto twin = scores[1][i];
    twin.divergence.reset();
    CHECK(twin == scores[0][i]);
    CHECK(scores[2][i].tokens.size() == scores[0][i].tokens.size());
    REQUIRE(scores[2][i].divergence);
    CHECK(scores[2][i].divergence->forward > 0);
    CHECK(scores[2][i].divergence->reverse > 0);
    CHECK(scores[2][i].divergence->jensen_shannon > 0);
    divergence += scores[2][i].divergence->forward;
  }
  CHECK(divergence > 1e-3);
}

TEST_CASE("any decoder may be the reference, or none") {
  const auto set = several();
  const sum_tokenizer coder;
  const auto group = tailgate::encode_prompts(set, coder).at(0);
  const auto scored = [&](std::vector<const llama_decoder*> decoders,
                          std::optional<std::size_t> reference) {
    return tailgate::prompt_scorer(set, coder, std::move(decoders), {}, {reference, 5})
        .score(group);
  };
  const auto forward = scored({&decoder(), &quantized()}, 0);
  const auto backward = scored({&decoder(), &quantized()}, 1);
  const auto exchanged = scored({&quantized(), &decoder()}, 1);
  const auto alone = scored({&quantized()}, std::nullopt);
  for (std::size_t i = 0; i < group.items.size(); ++i) {
    CHECK(forward[1][i] == exchanged[0][i]);
    CHECK(forward[0][i] == exchanged[1][i]);
    CHECK_FALSE(backward[1][i].divergence);
    REQUIRE(backward[0][i].divergence);
    CHECK(backward[0][i].divergence->forward == forward[1][i].divergence->reverse);
    CHECK(backward[0][i].divergence->reverse == forward[1][i].divergence->forward);
    auto apart = forward[1][i];
    apart.divergence.reset();
    CHECK(alone[0][i] == apart);
  }
}

TEST_CASE("a record carries what its prompt says") {
  auto set = several();
  set.prompts[2].stratum = 7;
  set.prompts[2].cluster = "one list";
  set.prompts[2].inclusion_probability = 0.25;
  const auto scores = score(set, {&decoder()})[0];
  CHECK(scores[2].id == set.prompts[2].id);
  CHECK(scores[2].stratum == 7);
  CHECK(scores[2].cluster == "one list");
  CHECK(scores[2].inclusion_probability == 0.25);
  CHECK(scores[2].expected == "579");
  CHECK(scores[0].cluster.empty());
}

TEST_CASE("ranks and the most likely tokens belong to each other") {
  const auto set = several();
  const sum_tokenizer coder;
  const auto group = tailgate::encode_prompts(set, coder).at(0);
  const auto wide =
      tailgate::prompt_scorer(set, coder, {&quantized()}, {}, {0, 50}).score(group)[0];
  const auto bare = tailgate::prompt_scorer(set, coder, {&quantized()}, {}, {0, 0}).score(group)[0];
  for (std::size_t i = 0; i < wide.size(); ++i)
    for (std::size_t t = 0; t < wide[i].tokens.size(); ++t) {
      const auto& token = wide[i].tokens[t];
      const auto target =
          static_cast<std::uint32_t>(group.items[i].tokens[group.items[i].scored_from + t]);
      REQUIRE(token.top.size() == 50);
      CHECK(token.rank >= 1);
      if (token.rank <= 50)
        CHECK(token.top[token.rank - 1] == target);
      else
        CHECK(std::find(token.top.begin(), token.top.end(), target) == token.top.end());
      CHECK(bare[i].tokens[t].top.empty());
      CHECK(bare[i].tokens[t].rank == token.rank);
      CHECK(bare[i].tokens[t].loss == token.loss);
    }
}

TEST_CASE("E667: no decoders, or a reference that is none of them") {
  const auto set = several();
  const sum_tokenizer coder;
  const auto made = [&](std::vector<const llama_decoder*> decoders, std::size_t reference) {
    (void)tailgate::prompt_scorer(set, coder, std::move(decoders), {}, {reference, 5});
  };
  CHECK_THROWS_WITH_AS(made({}, 0), doctest::Contains("tailgate.E667"), tailgate::argument_error);
  CHECK_THROWS_WITH_AS(
      made({&decoder()}, 1), doctest::Contains("tailgate.E667"), tailgate::argument_error);
}

TEST_CASE("loss is -log p of each scored token") {
  const auto set = several();
  const auto scores = score(set, {&decoder()})[0];
  const std::size_t vocabulary = decoder().config().vocabulary;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto item = tailgate::encode_prompt(set, i, sum_tokenizer());
    const std::size_t n = item.tokens.size();
    tailgate::kv_cache cache(decoder().config(), n);
    const tailgate::decoder_step step{&cache, item.tokens};
    const auto hidden = decoder().forward(std::span(&step, 1));
    std::vector<float> logits(n * vocabulary);
    decoder().logits({hidden.data(), n, decoder().config().hidden_size},
        tailgate::matrix_view<float>(logits.data(), n, vocabulary));
    double sum = 0;
    for (std::size_t t = item.scored_from; t < n; ++t) {
      const auto row = std::span(logits).subspan((t - 1) * vocabulary, vocabulary);
      sum += double{row[static_cast<std::size_t>(item.tokens[t])]} - tailgate::log_sum_exp(row);
    }
    CHECK(item.scored() == set.prompts[i].answer->size() + 1);
    CHECK(scores[i].tokens.size() == item.scored());
    CHECK(total_loss(scores[i]) == doctest::Approx(-sum).epsilon(1e-12));
  }
}

TEST_CASE("a text without an answer is scored whole and never right") {
  tailgate::prompt_set set;
  set.prompts.resize(1);
  set.prompts[0].text = examples;
  const auto scores = score(set, {&decoder()})[0];
  CHECK(scores[0].tokens.size() == examples.size());
  CHECK(total_loss(scores[0]) > 0);
  CHECK_FALSE(scores[0].expected);
  CHECK_FALSE(scores[0].right);
  CHECK(scores[0].output.empty());
}

TEST_CASE("scores depend neither on threads nor on what is scored beside them") {
  const auto set = several();
  const sum_tokenizer coder;
  const std::vector<const llama_decoder*> decoders{&decoder(), &quantized()};
  const auto together = score(set, decoders, coder);
  tailgate::tbb_executor two(2);
  const auto threaded = score(set, decoders, coder, two);
  const auto group = tailgate::encode_prompts(set, coder).at(0);
  const tailgate::prompt_scorer scorer(set, coder, decoders);
  for (std::size_t i = 0; i < group.items.size(); ++i) {
    CAPTURE(i);
    const auto alone = scorer.score({group.shared, {group.items[i]}});
    const auto unshared = scorer.score({{}, {group.items[i]}});
    for (std::size_t d = 0; d < decoders.size(); ++d) {
      CHECK(threaded[d][i] == together[d][i]);
      CHECK(alone[d][0] == together[d][i]);
      CHECK(unshared[d][0] == together[d][i]);
    }
  }
}

TEST_CASE("every token that a decoder runs is reported") {
  const auto set = several();
  const sum_tokenizer coder;
  const auto group = tailgate::encode_prompts(set, coder).at(0);
  std::size_t expected = group.shared.size(), reported = 0;
  for (const auto& item : group.items)
    expected += item.tokens.size() - group.shared.size();
  (void)tailgate::prompt_scorer(set, coder, {&decoder(), &decoder()})
      .score(group, [&](std::size_t tokens) { reported += tokens; });
  CHECK(reported == 2 * expected);
}
