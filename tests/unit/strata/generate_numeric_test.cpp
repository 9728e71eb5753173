#include "../io/thrown.hpp"

#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <tailgate/core/sha256.hpp>
#include <tailgate/strata/detect_numeric.hpp>
#include <tailgate/strata/generate_numeric.hpp>
#include <vector>

using namespace tailgate;

namespace {

/// Cuts runs of digits into threes from the left.
const token_splitter threes = [](std::string_view text) {
  std::vector<std::string> tokens;
  bool in_run = false;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && in_run && tokens.back().size() < 3)
      tokens.back() += c;
    else
      tokens.emplace_back(1, c);
    in_run = digit;
  }
  return tokens;
};

template <class Check>
void for_each_band(Check check) {
  for (const numeric_class c : all_numeric_classes)
    for (std::size_t band = 0; band < numeric_bands(c).size(); ++band) {
      CAPTURE(to_string(c));
      CAPTURE(band);
      check(c, band);
    }
}

} // namespace

TEST_CASE("what is generated for a class and band is detected as of them") {
  for_each_band([](numeric_class c, std::size_t band) {
    for (std::uint64_t seed = 0; seed < 8; ++seed)
      for (const numeric_prompt& p : generate_numeric(c, band, 100, seed, &threes)) {
        const numeric_finding found = detect_numeric(p.text, &threes)[c];
        INFO(p.text);
        REQUIRE(found.band == band);
        REQUIRE(found.state ==
                (is_control_band(c, band) ? numeric_state::control : numeric_state::present));
        REQUIRE(p.of == c);
        REQUIRE(p.band == band);
        REQUIRE_FALSE(p.answer.empty());
      }
  });
}

TEST_CASE("texts and ids are distinct, and more prompts keep the earlier ones") {
  for_each_band([](numeric_class c, std::size_t band) {
    const auto few = generate_numeric(c, band, 40, 7, &threes);
    const auto many = generate_numeric(c, band, 120, 7, &threes);
    CHECK(std::vector<numeric_prompt>(many.begin(), many.begin() + 40) == few);
    std::set<std::string> texts, ids;
    for (const numeric_prompt& p : many) {
      texts.insert(p.text);
      ids.insert(p.id);
    }
    CHECK(texts.size() == 120);
    CHECK(ids.size() == 120);
    CHECK(generate_numeric(c, band, 40, 8, &threes) != few);
  });
}

TEST_CASE("the first prompt of every band: changed streams must be noticed") {
  // The answers were worked out from the texts by a Python program of its own.
  struct expectation {
    const char *id, *text, *answer;
  };
  const expectation expectations[] = {{"N1/1-4 digits/0", "1+8=", "9"},
      {"N1/5-8 digits/0", "10194270+68512529=", "78706799"},
      {"N1/9-14 digits/0", "13900020004531+54049658991026=", "67949678995557"},
      {"N1/15-20 digits/0", "77993849699297459-27402255061202000=", "50591594638095459"},
      {"N1/over 20 digits/0", "62978381956804620111138473168+27020600741004170637721213611=",
          "89998982697808790748859686779"},
      {"N2/run of 2/0", "803-596=", "207"}, {"N2/run of 3-4/0", "7115-2887=", "4228"},
      {"N2/run of 5 or more/0", "1791471+2219831=", "4011302"},
      {"N2/all nines/0", "999999+22=", "1000021"},
      {"N4/comma groups/0", "Write 70,298,250 without separators:\n", "70298250"},
      {"N4/other groups/0", "Write 1\u00A0455\u00A0664 without separators:\n", "1455664"},
      {"N4/decimal comma/0", "Write 203,7 with a decimal point:\n", "203.7"},
      {"N4/ambiguous point/0", "With points between thousands, 955.873+6=", "955879"},
      {"N5/by characters/0", "The smaller of 53.1 and 7.21 is:\n", "7.21"},
      {"N5/one digit longer/0", "The smaller of 56.84 and 56.644 is:\n", "56.644"},
      {"N5/two digits longer/0", "The larger of 34.7 and 34.2796 is:\n", "34.7"},
      {"N6/exponent below 5/0", "2.257 × 10^3 written in full is:\n", "2257"},
      {"N6/exponent of 5 or more/0", "1.3 × 10^-14 written in full is:\n", "0.000000000000013"},
      {"N7/integer precision/0", "961+2047=", "3008"}, {"N7/overflow/0", "65504*7=", "458528"},
      {"N7/subnormal/0", "5.73e-6 written in full is:\n", "0.00000573"},
      {"N7/Inf and NaN/0", "In IEEE 754 arithmetic, inf-inf+619=", "nan"},
      {"N8/4-bit and 8-bit integer/0", "In two's complement with 8 bits, 127+47 gives:\n", "-82"},
      {"N8/8-bit float/0", "57344+253=", "57597"},
      {"N8/32-bit integer/0", "2147483647*4=", "8589934588"},
      {"N8/53-bit significand/0", "9007199254740992-484=", "9007199254740508"},
      {"N8/64-bit integer/0", "9223372036854775807*4=", "36893488147419103228"},
      {"N9/half away from zero/0", "Round -164.15 to 1 decimal place, ties away from zero:\n",
          "-164.2"},
      {"N9/half to even/0", "Round -7.8085 to 3 decimal places, ties to even:\n", "-7.808"},
      {"N10/percent/0", "46% of 8580 is:\n", "3946.8"}, {"N10/fraction/0", "3/8 + 5/10 =", "7/8"},
      {"N10/per mille or basis point/0", "5‰ of 1100 is:\n", "5.5"},
      {"N11/unit/0", "967.2 mg plus 852.4 mg is, in mg:\n", "1819.6"},
      {"N11/magnitude prefix/0", "564.8Mi written in full is:\n", "592235724.8"},
      {"N11/conversion/0", "Convert 193.8 h to min. The number of min is:\n", "11628"},
      {"N12/date or time/0", "01:39 plus 363 minutes is:\n", "07:42"},
      {"N12/ambiguous order/0", "10/07/2011, written day/month/year, is in ISO 8601:\n",
          "2011-07-10"},
      {"N12/29 February/0", "1960-02-29 minus 283 days is:\n", "1959-05-22"},
      {"N12/epoch/0", "Unix time 411141451 as an ISO 8601 date and time in UTC is:\n",
          "1983-01-11T13:57:31Z"},
      {"N12/beyond 2038/0", "Unix time 2291538140 as an ISO 8601 date and time in UTC is:\n",
          "2042-08-13T10:22:20Z"},
      {"N13/base literal/0", "0x6a2 in decimal is:\n", "1698"},
      {"N13/UUID or hash/0", "Repeat exactly: 81bc633a-287e-492d-acdc-88664e5fecd5\n",
          "81bc633a-287e-492d-acdc-88664e5fecd5"},
      {"N13/checksum/0", "The check digit behind 978863293350 in an ISBN is:\n", "7"},
      {"N14/2 operations/0", "(24+87)-59=", "52"},
      {"N14/3-4 operations/0",
          "Start with 31. Multiply by 4. Subtract 91. Multiply by 9. Multiply by 4. The result "
          "is:\n",
          "1188"},
      {"N14/5 or more operations/0", "(((((((95-3)*4)-49)*9)+28)*3)*9)*9=", "704457"},
      {"N15/minus/0", "-700-880=", "-1580"}, {"N15/U+2212 minus/0", "−880+367=", "-513"},
      {"N15/leading zeros/0", "0000937+747=", "1684"}, {"N15/negative zero/0", "-0.0*522=", "0"},
      {"N16/full-width digits/0", "２９１+９０２６=", "9317"},
      {"N16/digits of a script/0", "৪০+৯২১=", "961"},
      {"N16/CJK numerals/0", "二千八百二十八+三百二十八=", "3156"}};
  std::size_t next = 0;
  for_each_band([&](numeric_class c, std::size_t band) {
    if (c == numeric_class::digit_chunk_split)
      return;
    REQUIRE(next < std::size(expectations));
    const expectation& e = expectations[next++];
    const numeric_prompt p = generate_numeric(c, band, 1, 1).front();
    CHECK(p.id == e.id);
    CHECK(p.text == e.text);
    CHECK(p.answer == e.answer);
  });
  CHECK(next == std::size(expectations));
}

TEST_CASE("a hundred prompts of every band: the same with every compiler") {
  std::string all;
  for_each_band([&](numeric_class c, std::size_t band) {
    for (const numeric_prompt& p : generate_numeric(c, band, 100, 1, &threes))
      all += p.id + '\t' + p.text + '\t' + p.answer + '\n';
  });
  CHECK(sha256_hex(all) == "18152b03581e9479c25c106d12667aeec5fd885a2d84a318816bc5ba8bfc74e6");
}

TEST_CASE("all prompts that exist can be had, and no more") {
  // 3 edges: 999 numbers in three kinds of sum, 8 factors, two formats to be rounded to.
  const std::size_t exist = count_numeric(numeric_class::half_precision_edge, 1, 1'000'000);
  CHECK(exist == 3 * (3 * 999 + 8) + 3 * 2);
  const auto all = generate_numeric(numeric_class::half_precision_edge, 1, exist, 3);
  std::set<std::string> texts;
  for (const numeric_prompt& p : all)
    texts.insert(p.text);
  CHECK(texts.size() == exist);
  const auto refused = thrown_by<argument_error>(
      [&] { (void)generate_numeric(numeric_class::half_precision_edge, 1, exist + 1, 3); });
  CHECK(refused.number == 256);
  CHECK(refused.says(std::to_string(exist) + " exist"));
  CHECK(generate_numeric(numeric_class::long_integer, 0, 0, 1).empty());
}

TEST_CASE("the count of existing prompts is bounded by the limit") {
  CHECK(count_numeric(numeric_class::long_integer, 4, 500) == 500);
}

TEST_CASE("bands that do not exist, and digit chunks without a tokenizer") {
  CHECK(thrown_by<argument_error>([] {
    (void)generate_numeric(numeric_class::units, 3, 1, 1);
  }).says("bands 0 to 2"));
  CHECK(thrown_by<argument_error>([] { (void)count_numeric(numeric_class::units, 3, 1); }).number ==
        255);
  CHECK(thrown_by<argument_error>([] {
    (void)generate_numeric(numeric_class::digit_chunk_split, 0, 1, 1);
  }).number == 257);
  CHECK(thrown_by<argument_error>([] {
    (void)count_numeric(numeric_class::digit_chunk_split, 0, 1);
  }).number == 257);
}

TEST_CASE("a tokenizer that never cuts in the wanted way, or loses digits") {
  const token_splitter whole = [](std::string_view text) {
    return std::vector<std::string>{std::string(text)};
  };
  const auto none = thrown_by<argument_error>(
      [&] { (void)generate_numeric(numeric_class::digit_chunk_split, 0, 5, 1, &whole); });
  CHECK(none.number == 258);
  CHECK(none.says("gave 0 distinct"));
  const token_splitter lossy = [](std::string_view) { return std::vector<std::string>{"7"}; };
  CHECK(thrown_by<argument_error>([&] {
    (void)generate_numeric(numeric_class::digit_chunk_split, 0, 5, 1, &lossy);
  }).number == 259);
}
