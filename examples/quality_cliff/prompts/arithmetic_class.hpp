// The table of arithmetic and number-format classes: what each is called, how large it is, and how
// common it is in everyday traffic.
#pragma once

#include "integer_questions.hpp"
#include "notation_questions.hpp"
#include "question.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

namespace quality_cliff {

/// Read before every arithmetic question: three solved lines. What they ask is never asked again.
inline constexpr std::string_view arithmetic_prefix = "12+7=19\n85-31=54\n6*7=42\n";

struct arithmetic_class {
  tailgate::stratum_key key;
  double share = 0;           ///< parts per 10,000 of all traffic
  std::uint64_t distinct = 0; ///< number of distinct questions; beyond 50,000 perhaps a lower bound
  std::function<question(philox_stream&)> draw;
};

/// All classes, in reporting order. `distinct` of add and mul is the product of 10 (one digit) or
/// 9 * 10^(d-1) numbers a side, of sub n (n + 1) / 2, both less the question in the prefix.
[[nodiscard]] inline std::vector<arithmetic_class> arithmetic_classes() {
  const auto adds = [](int digits) {
    return [digits](philox_stream& stream) { return add(stream, digits); };
  };
  const auto subs = [](int digits) {
    return [digits](philox_stream& stream) { return sub(stream, digits); };
  };
  const auto muls = [](int left, int right) {
    return [left, right](philox_stream& stream) { return mul(stream, left, right); };
  };
  const auto edges = [](std::span<const int> exponents) {
    return [exponents](philox_stream& stream) { return boundary(stream, exponents); };
  };
  static constexpr std::array narrow = {7, 8, 15, 16};
  static constexpr std::array wide = {24, 31, 32, 53, 63, 64};
  return {
      {{{"task", "add"}, {"digits", "1"}}, 900, 100, adds(1)},
      {{{"task", "add"}, {"digits", "2"}}, 1100, 8'100, adds(2)},
      {{{"task", "add"}, {"digits", "3"}}, 60, 810'000, adds(3)},
      {{{"task", "add"}, {"digits", "4"}}, 30, 81'000'000, adds(4)},
      {{{"task", "add"}, {"digits", "5"}}, 12, 8'100'000'000, adds(5)},
      {{{"task", "add"}, {"digits", "6"}}, 8, 810'000'000'000, adds(6)},
      {{{"task", "sub"}, {"digits", "1"}}, 500, 55, subs(1)},
      {{{"task", "sub"}, {"digits", "2"}}, 600, 4'094, subs(2)},
      {{{"task", "sub"}, {"digits", "3"}}, 40, 405'450, subs(3)},
      {{{"task", "sub"}, {"digits", "4"}}, 20, 40'504'500, subs(4)},
      {{{"task", "mul"}, {"digits", "1x1"}}, 450, 99, muls(1, 1)},
      {{{"task", "mul"}, {"digits", "2x1"}}, 250, 900, muls(2, 1)},
      {{{"task", "mul"}, {"digits", "2x2"}}, 40, 8'100, muls(2, 2)},
      {{{"task", "mul"}, {"digits", "3x2"}}, 15, 81'000, muls(3, 2)},
      {{{"task", "carry"}}, 10, 324, carry_chain}, // 9 leading digits, 2 lengths, 9, 2 orders
      {{{"task", "2hop"}}, 25, 940'000, two_step},
      {{{"task", "dec"}}, 50, 99'980'001, decimal_sum},
      {{{"task", "sci"}}, 8, 540, scientific},
      {{{"task", "hex"}}, 10, 4'080, hexadecimal},
      {{{"task", "mod"}}, 12, 990, modulo},
      {{{"task", "date"}}, 15, 2'191'470, date_plus_days}, // 73,049 days, 30 distances
      {{{"task", "max"}}, 20, 970'299, maximum},
      {{{"task", "thousands"}}, 20, 999'000, thousands},
      {{{"task", "boundary"}, {"bits", "7-16"}}, 3, 360, edges(narrow)},
      {{{"task", "boundary"}, {"bits", "24-64"}}, 2, 540, edges(wide)},
  };
}

} // namespace quality_cliff
