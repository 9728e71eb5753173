// Makes prompts of a class of numeric edges, with exact answers.
//
// Item i of a class and band is drawn from the Philox stream (seed, class and band, i), and drawn
// again while its text was made before, so that asking for more keeps the earlier prompts, and
// other classes are not disturbed. All prompts have distinct texts, and each is detected as of its
// class and band. Answers come from integers and exact decimals; no rounded number takes part.
//
// How many prompts exist is not kept in a table but counted, by walking through all decisions of
// the generator: a request beyond that number is refused with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/error.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeric_edge_table.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_edge/digit_chunk_split.hpp>
#include <tailgate/strata/numeric_features.hpp>
#include <tailgate/strata/numeric_prompt.hpp>
#include <tailgate/strata/token_splitter.hpp>
#include <unordered_set>
#include <utility>
#include <vector>

namespace tailgate {

namespace detail {

class numeric_generator {
public:
  numeric_generator(
      numeric_class c, std::size_t band, std::uint64_t seed, const token_splitter* splitter)
      : class_(c), band_(band), seed_(seed), splitter_(splitter) {}

  [[nodiscard]] std::vector<numeric_prompt> make(std::size_t count) {
    std::vector<numeric_prompt> prompts;
    prompts.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      numeric_question question = item(i);
      prompts.push_back({std::string(numeric_code(class_)) + '/' +
                             std::string(numeric_bands(class_)[band_]) + '/' + std::to_string(i),
          std::move(question.text), std::move(question.answer), class_, band_});
    }
    return prompts;
  }

  /// The distinct texts, at most `limit`.
  [[nodiscard]] std::size_t count_up_to(std::size_t limit) const {
    std::unordered_set<std::string> texts;
    decisions all;
    while (texts.size() < limit) {
      texts.insert(draw(all).text);
      if (!all.advance())
        break;
    }
    return texts.size();
  }

private:
  static constexpr std::size_t most_draws = 1000;

  [[nodiscard]] numeric_question draw(decisions& from) const {
    return numeric_edge_table[static_cast<std::size_t>(class_)].draw(band_, from);
  }

  [[nodiscard]] numeric_question item(std::size_t i) {
    // The upper half keeps these streams apart from those of other generators with the same seed.
    const auto stratum = static_cast<std::uint32_t>(
        0x4E450000u | static_cast<unsigned>(class_) << 8 | static_cast<unsigned>(band_));
    decisions from(philox_stream(seed_, stratum, i));
    for (std::size_t k = 0; k < (splitter_ == nullptr ? most_draws : 50 * most_draws); ++k)
      if (numeric_question question = draw(from);
          is_of_band(question.text) && made_.insert(question.text).second)
        return question;
    if (splitter_ != nullptr)
      throw argument_error(258, "generate_numeric",
          "this tokenizer gave " + std::to_string(made_.size()) + " distinct prompts of '" +
              std::string(to_string(class_)) + ", " + std::string(numeric_bands(class_)[band_]) +
              "' before " + std::to_string(50 * most_draws) +
              " draws in a row gave no further one; ask for fewer, or for the other band");
    // Nearly all are made. The first one left, in the order of the walk, is there: make() was asked
    // for no more than exist.
    for (;;) {
      numeric_question question = draw(walk_);
      walk_.advance();
      if (made_.insert(question.text).second)
        return question;
    }
  }

  [[nodiscard]] bool is_of_band(const std::string& text) const {
    if (splitter_ == nullptr)
      return true;
    const numeric_finding found =
        numeric_edge::digit_chunk_split::detect(scanned_text(text), splitter_);
    if (found.state == numeric_state::tokens_differ)
      throw argument_error(259, "generate_numeric",
          "the tokens of '" + text +
              "' do not spell its digits; the splitter must return each token as the text that it "
              "stands for");
    return found.state == numeric_state::present && found.band == band_;
  }

  numeric_class class_;
  std::size_t band_;
  std::uint64_t seed_;
  const token_splitter* splitter_;
  std::unordered_set<std::string> made_;
  decisions walk_;
};

} // namespace detail

/// `count` distinct prompts of a class and band. Memory and expected time are linear in count (n
/// log n where nearly all that exist are asked for). `splitter` is used by digit-chunk split alone.
///
/// Throws argument_error E255 for a band that the class does not have, E256 for more prompts than
/// exist, E257 for digit-chunk split without a tokenizer, E258 when the tokenizer cuts too few
/// numbers in that way, E259 when its tokens do not spell the digits.
[[nodiscard]] inline std::vector<numeric_prompt> generate_numeric(numeric_class c, std::size_t band,
    std::size_t count, std::uint64_t seed, const token_splitter* splitter = nullptr) {
  const auto bands = numeric_bands(c);
  const std::string named = '\'' + std::string(to_string(c)) + '\'';
  if (band >= bands.size())
    throw argument_error(255, "generate_numeric",
        "band " + std::to_string(band) + " of " + named + "; it has the bands 0 to " +
            std::to_string(bands.size() - 1));
  const bool by_tokens = c == numeric_class::digit_chunk_split;
  if (by_tokens && (splitter == nullptr || !*splitter))
    throw argument_error(257, "generate_numeric",
        named + " depends on how digits are cut into tokens; pass a token_splitter");
  detail::numeric_generator generator(c, band, seed, by_tokens ? splitter : nullptr);
  if (!by_tokens)
    if (const std::size_t exist = generator.count_up_to(count); exist < count)
      throw argument_error(256, "generate_numeric",
          std::to_string(count) + " prompts of " + named + ", '" + std::string(bands[band]) +
              "', were asked for and " + std::to_string(exist) + " exist; ask for at most those");
  return generator.make(count);
}

/// How many distinct prompts of a class and band exist, but at most `limit`. Linear in the result.
/// Throws argument_error E255 for a band that the class does not have, E257 for digit-chunk split,
/// of which only the tokenizer could tell.
[[nodiscard]] inline std::size_t count_numeric(
    numeric_class c, std::size_t band, std::size_t limit) {
  if (band >= numeric_bands(c).size())
    throw argument_error(255, "count_numeric",
        "band " + std::to_string(band) + " of '" + std::string(to_string(c)) +
            "'; it has the bands 0 to " + std::to_string(numeric_bands(c).size() - 1));
  if (c == numeric_class::digit_chunk_split)
    throw argument_error(257, "count_numeric",
        "how many prompts of 'digit-chunk split' exist depends on the tokenizer");
  return detail::numeric_generator(c, band, 0, nullptr).count_up_to(limit);
}

} // namespace tailgate
