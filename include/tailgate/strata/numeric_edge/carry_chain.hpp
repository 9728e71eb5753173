// N2 carry chain: a + b or a - b whose carries or borrows run through two or more neighbouring
// digits.
//
// Why models break: the answer's first digit depends on its last, while it is written first. How
// far carries run, rather than the number of digits, is what makes a sum of given length hard, and
// 999 + 1, in which one unit changes every digit and their number, is a band of its own. See
// N. Lee et al., "Teaching arithmetic to small transformers", ICLR 2024, arXiv:2307.03381 (reversed
// answers), and H. Yang et al., "Number Cookbook", ICLR 2025, arXiv:2411.03766.
//
//   run of 2, 3-4, 5 or more   neighbouring positions that carry, the longest run of any operation
//   all nines                  a number of two or more nines that the carry runs through (99 + 1),
//                              or a power of ten that the borrow does (100 - 1)
//
// Limits: each + or - is taken with the two numbers as written, so that in a + b - c the second run
// is that of b - c. Operands of * or /, with brackets or with an exponent are passed over. Ranges
// ("pages 1000-1999") look like differences.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tailgate/core/exact_decimal.hpp>
#include <tailgate/strata/detail/decisions.hpp>
#include <tailgate/strata/detail/numeral.hpp>
#include <tailgate/strata/detail/numeric_question.hpp>
#include <tailgate/strata/detail/scanned_text.hpp>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>

namespace tailgate::numeric_edge {

struct carry_chain {
  static constexpr numeric_class id = numeric_class::carry_chain;
  enum band : std::size_t { run_of_2, run_of_3_to_4, run_of_5_or_more, all_nines };

  /// The longest run of positions that carry in |a| + |b|, or borrow in the difference.
  [[nodiscard]] static std::size_t longest_run(
      const detail::numeral& a, const detail::numeral& b, bool subtract) {
    const auto aligned = [&](const detail::numeral& n, const detail::numeral& other) {
      const auto missing = [](const std::string& own, const std::string& wanted) {
        return std::string(wanted.size() > own.size() ? wanted.size() - own.size() : 0, '0');
      };
      return missing(n.integer, other.integer) + n.integer + n.fraction +
             missing(n.fraction, other.fraction);
    };
    std::string upper = aligned(a, b), lower = aligned(b, a);
    if (subtract && upper < lower)
      upper.swap(lower);
    std::size_t longest = 0, run = 0;
    for (std::size_t i = upper.size(); i-- > 0;) {
      const int carry = run > 0 ? 1 : 0;
      const bool carries =
          subtract ? upper[i] < lower[i] + carry : (upper[i] - '0') + (lower[i] - '0') + carry > 9;
      run = carries ? run + 1 : 0;
      longest = std::max(longest, run);
    }
    return longest;
  }

  [[nodiscard]] static numeric_finding detect(const detail::scanned_text& text) {
    numeric_finding finding;
    const auto& links = text.links();
    const auto bound_closer = [&](std::size_t i) {
      return links[i].operation == '*' || links[i].operation == '/';
    };
    for (std::size_t i = 0; i < links.size(); ++i) {
      const detail::numeral &a = text.numerals()[i], &b = text.numerals()[i + 1];
      if ((links[i].operation != '+' && links[i].operation != '-') || links[i].of_a_label ||
          links[i].brackets || a.exponent || b.exponent || (i > 0 && bound_closer(i - 1)) ||
          (i + 1 < links.size() && bound_closer(i + 1)))
        continue;
      const bool subtract = (links[i].operation == '-') != (a.negative() != b.negative());
      const std::size_t run = longest_run(a, b, subtract);
      if (run < 2)
        continue;
      const band found = runs_through(a, run, subtract) || runs_through(b, run, subtract)
                             ? all_nines
                         : run == 2 ? run_of_2
                         : run <= 4 ? run_of_3_to_4
                                    : run_of_5_or_more;
      finding = {numeric_state::present, std::max<std::size_t>(finding.band, found)};
    }
    return finding;
  }

  /// Sums, and the same numbers as differences: the borrows of (a + b) - b are the carries of
  /// a + b.
  [[nodiscard]] static detail::numeric_question draw(std::size_t band, detail::decisions& from) {
    if (band == all_nines) {
      const std::int64_t length = from.between(2, 9);
      std::string small = from.coin() ? from.digits(1) : "";
      small += from.digits(1);
      if (from.coin() && static_cast<std::int64_t>(small.size()) < length) {
        const std::string power = '1' + std::string(static_cast<std::size_t>(length), '0');
        return question(power, '-', small, value(power) - value(small));
      }
      const std::string nines(static_cast<std::size_t>(length), '9');
      return sum(nines, small, from);
    }
    const std::int64_t run = band == run_of_2        ? 2
                             : band == run_of_3_to_4 ? from.between(3, 4)
                                                     : from.between(5, 8);
    return sum_or_difference(run + from.between(1, 3), run, from);
  }

  /// Of two numbers of `digits` digits, the longest run being `run` < digits.
  [[nodiscard]] static detail::numeric_question sum_or_difference(
      std::int64_t digits, std::int64_t run, detail::decisions& from) {
    const std::int64_t first = run == 0 ? 0 : from.between(0, digits - 1 - run);
    std::string a, b; // units first
    for (std::int64_t i = 0; i < digits; ++i) {
      const int carry = run > 0 && i > first && i <= first + run ? 1 : 0;
      const bool carries = i >= first && i < first + run;
      const int lowest = i == digits - 1 ? 1 : 0;
      const std::int64_t x =
          carries ? from.between(1 - carry, 9) : from.between(lowest, 9 - lowest - carry);
      const std::int64_t y =
          carries ? from.between(10 - carry - x, 9) : from.between(lowest, 9 - carry - x);
      a += static_cast<char>('0' + x);
      b += static_cast<char>('0' + y);
    }
    std::reverse(a.begin(), a.end());
    std::reverse(b.begin(), b.end());
    if (from.coin())
      return sum(a, b, from);
    const exact_decimal total = value(a) + value(b);
    return question(plain_notation(total), '-', b, value(a));
  }

private:
  [[nodiscard]] static exact_decimal value(const std::string& digits) {
    return make_decimal(false, digits, 0);
  }
  [[nodiscard]] static detail::numeric_question question(
      const std::string& a, char operation, const std::string& b, const exact_decimal& answer) {
    return {a + operation + b + '=', plain_notation(answer)};
  }
  [[nodiscard]] static detail::numeric_question sum(
      const std::string& a, const std::string& b, detail::decisions& from) {
    const exact_decimal total = value(a) + value(b);
    return from.coin() ? question(a, '+', b, total) : question(b, '+', a, total);
  }

  /// Whether the run goes through a whole number of nines, or the zeros of a power of ten.
  [[nodiscard]] static bool runs_through(
      const detail::numeral& n, std::size_t run, bool subtract) noexcept {
    const std::string& digits = n.integer;
    if (!n.fraction.empty() || digits.size() < (subtract ? 3u : 2u))
      return false;
    if (subtract)
      return digits[0] == '1' && digits.find_first_not_of('0', 1) == std::string::npos &&
             run + 1 >= digits.size();
    return digits.find_first_not_of('9') == std::string::npos && run >= digits.size();
  }
};

} // namespace tailgate::numeric_edge
