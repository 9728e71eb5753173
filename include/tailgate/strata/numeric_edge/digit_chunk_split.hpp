// N3 digit-chunk split: the tokenizer cuts a number into several tokens, or two operands at
// different places.
//
// Why models break: digits of equal weight that stand at different places of different tokens
// cannot be added token by token. The direction in which digits are grouped changes arithmetic by
// itself: A. K. Singh, D. Strouse, "Tokenization counts: the impact of tokenization on arithmetic
// in frontier LLMs", arXiv:2402.14903.
//
//   numbers split         a run of digits is cut, and no pair of operands is cut differently
//   operands split apart  two neighbouring operands of + - * / are cut at different powers of ten,
//                         as far as both have digits; one cut where the other is whole counts
//
// Depends on the tokenizer. A tokenizer of single digits splits every number and no operands apart.
// Without a tokenizer the state is needs_tokenizer; when the tokens do not spell the ASCII digits
// of the prompt in order it is tokens_differ.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeral.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>
#include <tailgate/strata/token_splitter.hpp>
#include <vector>

namespace tailgate::numeric_edge {

struct digit_chunk_split {
  static constexpr numeric_class id = numeric_class::digit_chunk_split;
  enum band : std::size_t { numbers_split, operands_split_apart };

  /// `splitter` may be null or empty.
  [[nodiscard]] static numeric_finding detect(
      const detail::scanned_text& text, const token_splitter* splitter) {
    if (splitter == nullptr || !*splitter)
      return {numeric_state::needs_tokenizer};
    std::string digits;
    std::vector<std::size_t> token_of; // of each digit
    std::size_t token = 0;
    for (const std::string& spelt : (*splitter)(text.text())) {
      for (const char c : spelt)
        if (is_ascii_digit(c)) {
          digits += c;
          token_of.push_back(token);
        }
      ++token;
    }
    const std::vector<std::size_t> ordinal = digit_ordinals(text.text(), digits);
    if (ordinal.empty())
      return {numeric_state::tokens_differ};
    const auto cut = [&](std::size_t byte) { // between the digits at byte - 1 and byte
      return token_of[ordinal[byte]] != token_of[ordinal[byte] - 1];
    };
    numeric_finding finding;
    for (std::size_t i = 1; i < text.text().size(); ++i)
      if (is_ascii_digit(text.text()[i]) && is_ascii_digit(text.text()[i - 1]) && cut(i))
        finding.state = numeric_state::present;
    if (finding.state != numeric_state::present)
      return finding;
    for (std::size_t i = 0; i < text.links().size(); ++i) {
      const detail::numeral &a = text.numerals()[i], &b = text.numerals()[i + 1];
      if (text.links()[i].operation == 0 || text.links()[i].of_a_label || !is_plain(a) ||
          !is_plain(b))
        continue;
      for (std::size_t k = 1; k < std::min(a.integer.size(), b.integer.size()); ++k)
        if (cut(a.end - k) != cut(b.end - k))
          finding.band = operands_split_apart;
    }
    return finding;
  }

  /// A sum of two numbers of 2 to 8 digits; which band it is of, the tokenizer decides.
  [[nodiscard]] static detail::numeric_question draw(std::size_t, detail::decisions& from) {
    const std::string a = from.digits(from.between(2, 8)), b = from.digits(from.between(2, 8));
    return {a + '+' + b + '=', std::to_string(std::stoll(a) + std::stoll(b))};
  }

private:
  /// The number of each digit among those of the text, by its byte; empty unless `digits` spells
  /// them all.
  [[nodiscard]] static std::vector<std::size_t> digit_ordinals(
      std::string_view text, const std::string& digits) {
    std::vector<std::size_t> ordinal(text.size() + 1, 0);
    std::size_t next = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
      if (is_ascii_digit(text[i])) {
        if (next == digits.size() || digits[next] != text[i])
          return {};
        ordinal[i] = next++;
      }
    if (next != digits.size())
      return {};
    return ordinal;
  }

  [[nodiscard]] static bool is_plain(const detail::numeral& n) noexcept {
    return n.is_integer() && n.notation == detail::numeral_notation::plain;
  }
};

} // namespace tailgate::numeric_edge
