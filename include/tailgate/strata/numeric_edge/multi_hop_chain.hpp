// N14 multi-hop chain: two or more operations, each of which needs the result of the one before.
//
// Why models break: an intermediate result has to be right and has to be kept, and what is wrong
// early is multiplied later: answers that are wrong here are often wrong by an order of magnitude,
// which the grader flags (|log10(answer / truth)| >= 1).
//
// The band is the number of operations, 2, 3-4, 5 or more: of the longest expression, or of
// operations named in words ("add 7, then multiply by 3"), whichever is more.
//
// Limits: problems that name no operation ("buys 3 apples and eats one") are not found; "add" and
// "times" in other prose count where the text has a number.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/detail/word_list.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>

namespace tailgate::numeric_edge {

struct multi_hop_chain {
  static constexpr numeric_class id = numeric_class::multi_hop_chain;
  enum band : std::size_t { operations_2, operations_3_to_4, operations_5_or_more };

  [[nodiscard]] static numeric_finding detect(const detail::scanned_text& text) {
    std::size_t longest = 0, run = 0;
    for (const detail::numeral_link& link : text.links()) {
      run = link.operation != 0 && !link.of_a_label ? run + 1 : 0;
      longest = std::max(longest, run);
    }
    if (!text.numerals().empty())
      longest = std::max(longest, named_operations(text));
    if (longest < 2)
      return {};
    return {numeric_state::present, longest == 2   ? operations_2
                                    : longest <= 4 ? operations_3_to_4
                                                   : operations_5_or_more};
  }

  [[nodiscard]] static detail::numeric_question draw(std::size_t band, detail::decisions& from) {
    const std::int64_t count = band == operations_2        ? 2
                               : band == operations_3_to_4 ? from.between(3, 4)
                                                           : from.between(5, 8);
    const bool in_words = from.coin();
    std::int64_t value = from.between(2, 99); // below 100 * 9^8 + ...: far within 64 bits
    std::string text =
        (in_words ? "Start with " : "") + std::to_string(value) + (in_words ? "." : "");
    for (std::int64_t i = 0; i < count; ++i) {
      static constexpr std::string_view signs = "+-*";
      static constexpr std::string_view verbs[] = {" Add ", " Subtract ", " Multiply by "};
      const std::uint32_t kind = from.below(3);
      const std::int64_t operand = from.between(2, kind == 2 ? 9 : 99);
      if (in_words)
        text += std::string(verbs[kind]) + std::to_string(operand) + '.';
      else
        text = (i == 0 ? text : '(' + text + ')') + signs[kind] + std::to_string(operand);
      value = kind == 0 ? value + operand : kind == 1 ? value - operand : value * operand;
    }
    return {text + (in_words ? " The result is:\n" : "="), std::to_string(value)};
  }

private:
  [[nodiscard]] static std::size_t named_operations(const detail::scanned_text& text) noexcept {
    static constexpr detail::word_list words(
        {"add", "adds", "added", "adding", "plus", "subtract", "subtracts", "subtracted",
            "subtracting", "minus", "multiply", "multiplies", "multiplied", "multiplying", "times",
            "divide", "divides", "divided", "dividing", "double", "doubles", "doubled", "halve",
            "halves", "halved", "triple", "triples", "tripled", "square", "squared"});
    const auto named = std::count_if(text.words().begin(), text.words().end(),
        [](std::string_view word) { return words.has(word); });
    return static_cast<std::size_t>(named);
  }
};

} // namespace tailgate::numeric_edge
