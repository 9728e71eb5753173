#include "../io/thrown.hpp"

#include <cstdint>
#include <doctest/doctest.h>
#include <initializer_list>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/metrics/numeric_edge_grade.hpp>
#include <tailgate/strata/generate_numeric.hpp>

using namespace tailgate;

namespace {

void check(numeric_class c, const char* expected, std::initializer_list<const char*> right,
    std::initializer_list<const char*> wrong) {
  for (const std::string answer : right) {
    CAPTURE(answer);
    const numeric_grade grade = grade_numeric_edge(c, expected, answer);
    CHECK(grade.exact);
    CHECK(grade.digit_prefix == 1);
    CHECK(grade.length_difference == std::int64_t{0});
    CHECK(grade.relative_error == 0);
    CHECK_FALSE(grade.order_of_magnitude_error);
  }
  for (const std::string answer : wrong) {
    CAPTURE(answer);
    const numeric_grade grade = grade_numeric_edge(c, expected, answer);
    CHECK_FALSE(grade.exact);
    CHECK(grade.relative_error > 0);
  }
}

} // namespace

TEST_CASE("numbers in what forms a class leaves open") {
  check(numeric_class::separators, "1234567",
      {"1234567", "1,234,567", "1'234'567", "1\u2019234\u2019567", "1\u00A0234\u00A0567",
          "1\u202F234\u202F567", "1 234 567", " 1234567. "},
      {"1.234.567", "1 234 56", "12 34567", "1'234", "", "1234567,"});
  check(numeric_class::decimal_comparison, "9.9", {"9.9", "9.90", "9.9."}, {"9.11", "9,9", "9"});
  check(numeric_class::scientific_notation, "0.0000015",
      {"1.5e-6", "0.0000015", "1.5 \u00D7 10^-6", "1.5x10^-6", "1.5 \u00D7 10\u207B\u2076",
          "1.5*10**-6", "1.5 \u00D7 10^\u22126"},
      {"1.5e-5", "1.5 x 10^6", "0.000015"});
  check(numeric_class::signs_and_zeros, "-12", {"-12", "\u221212", "-012", "-12.0", "\uFF0D12"},
      {"12", "- 12", "--12"});
  check(numeric_class::signs_and_zeros, "0", {"0", "-0", "0.0"}, {"1", "O"});
  check(numeric_class::non_ascii_digits, "321",
      {"321", "\uFF13\uFF12\uFF11", "\u0663\u0662\u0661", "\u4E09\u767E\u4E8C\u5341\u4E00",
          "\u4E09\u4E8C\u4E00"},
      {"\u0663\u0662", "\u4E09\u767E", "\u4E00\u4E2A"});
  check(numeric_class::long_integer, "100000000000000000001", {"100,000,000,000,000,000,001"},
      {"100000000000000000000"});
}

TEST_CASE("fractions and percent are equal by value") {
  check(numeric_class::fraction_or_percent, "3/4",
      {"3/4", "6/8", "0.75", "75%", "75 percent", "750\u2030", "7500 basis points", "3 / 4",
          "-3/-4", "1.5/2"},
      {"4/3", "75", "0.7499999999999999999999", "3/0", "/4", "3/", "3/4/1", "three quarters"});
  check(numeric_class::fraction_or_percent, "-1/3", {"-1/3", "1/-3", "-2/6"}, {"1/3", "-0.333333"});
  check(numeric_class::fraction_or_percent, "0", {"0", "0%", "0/7"}, {"1/7"});
  const numeric_grade near = grade_numeric_edge(numeric_class::fraction_or_percent, "1/3", "0.33");
  CHECK(near.is_number);
  CHECK(near.relative_error == doctest::Approx(0.01).epsilon(1e-12));
  CHECK_FALSE(near.order_of_magnitude_error);
  CHECK(near.digit_prefix == 0);
  CHECK_FALSE(near.length_difference.defined());
  const numeric_grade decimal =
      grade_numeric_edge(numeric_class::fraction_or_percent, "3946.8", "394.68");
  CHECK(decimal.digit_prefix == 1);
  CHECK(decimal.order_of_magnitude_error);
}

TEST_CASE("dates and times") {
  check(numeric_class::date_or_time, "2021-04-03",
      {"2021-04-03", "2021-4-3", "2021/04/03", "3 April 2021", "April 3, 2021", "3rd of Apr 2021",
          "\uFF12\uFF10\uFF12\uFF11-04-03", "2021-04-03."},
      {"2021-03-04", "03/04/2021", "2021-04", "April 2021", "2021-04-03 10:00", "", "tomorrow"});
  check(numeric_class::date_or_time, "2042-08-13T10:22:20Z",
      {"2042-08-13T10:22:20Z", "2042-08-13 10:22:20", "2042-08-13 10:22:20 UTC",
          "13 August 2042, 10:22:20"},
      {"2042-08-13T10:22:21Z", "2042-08-13", "10:22:20"});
  check(numeric_class::date_or_time, "07:42", {"07:42", "7:42"}, {"7:43", "742", "07:42 07:42"});
  const numeric_grade day =
      grade_numeric_edge(numeric_class::date_or_time, "2021-04-03", "2021-04-04");
  CHECK(day.digit_prefix == doctest::Approx(0.9));
  CHECK(day.length_difference == std::int64_t{0});
  CHECK_FALSE(day.is_number);
  CHECK(grade_numeric_edge(numeric_class::date_or_time, "86400", "86,400").exact);
}

TEST_CASE("identifiers, and numbers in other bases") {
  check(numeric_class::base_or_identifier, "81bc633a-287e-492d-acdc-88664e5fecd5",
      {"81bc633a-287e-492d-acdc-88664e5fecd5", "81BC633A-287E-492D-ACDC-88664E5FECD5",
          "81bc633a287e492dacdc88664e5fecd5"},
      {"81bc633a-287e-492d-acdc-88664e5fecd4", "81bc633a", ""});
  check(numeric_class::base_or_identifier, "0x6a2", {"0x6a2", "0x6A2", "1698"}, {"6a2", "1699"});
  check(numeric_class::base_or_identifier, "yes", {"yes", "Yes", "YES."}, {"no", "yes sir"});
  check(numeric_class::base_or_identifier, "X", {"X", "x"}, {"10"});
  check(numeric_class::base_or_identifier, "7", {"7", "07"}, {"X", "8"});
  const numeric_grade half = grade_numeric_edge(numeric_class::base_or_identifier, "ab-cd", "abdd");
  CHECK(half.digit_prefix == 0.5);
  CHECK(half.order_of_magnitude_error);
}

TEST_CASE("infinities and NaN") {
  check(numeric_class::half_precision_edge, "inf", {"inf", "+Inf", "Infinity", "\u221E", "INF."},
      {"-inf", "nan", "65504", "info"});
  check(numeric_class::half_precision_edge, "-inf", {"-inf", "\u2212\u221E"}, {"inf"});
  check(numeric_class::half_precision_edge, "nan", {"nan", "NaN", "-nan"}, {"inf", "0"});
  check(numeric_class::half_precision_edge, "65504", {"65504", "65,504", "6.5504e4"}, {"inf"});
}

TEST_CASE("every generated answer is right by its own grade, and one changed is not") {
  for (const numeric_class c : all_numeric_classes)
    for (std::size_t band = 0; band < numeric_bands(c).size(); ++band) {
      if (c == numeric_class::digit_chunk_split)
        continue;
      for (const numeric_prompt& p : generate_numeric(c, band, 60, 21)) {
        CAPTURE(p.text);
        CAPTURE(p.answer);
        const numeric_grade right = grade_numeric_edge(c, p.answer, p.answer);
        REQUIRE(right.exact);
        REQUIRE(right.digit_prefix == 1);
        REQUIRE_FALSE(grade_numeric_edge(c, p.answer, p.answer + "1").exact);
        REQUIRE_FALSE(grade_numeric_edge(c, p.answer, "").exact);
      }
    }
}

TEST_CASE("an expected answer that is no form of its class is refused") {
  for (const numeric_class c : {numeric_class::units, numeric_class::fraction_or_percent,
           numeric_class::date_or_time, numeric_class::half_precision_edge})
    CHECK(thrown_by<argument_error>([&] {
      (void)grade_numeric_edge(c, "about 12", "12");
    }).number == 378);
  CHECK(thrown_by<argument_error>([] {
    (void)grade_numeric_edge(numeric_class::base_or_identifier, "", "12");
  }).number == 378);
}

TEST_CASE("any bytes may be answered") {
  static constexpr const char* truths[] = {"3/4", "2021-04-03", "inf", "yes", "321"};
  static constexpr numeric_class classes[] = {numeric_class::fraction_or_percent,
      numeric_class::date_or_time, numeric_class::half_precision_edge,
      numeric_class::base_or_identifier, numeric_class::non_ascii_digits};
  for (std::uint64_t item = 0; item < 3000; ++item) {
    philox_stream stream(12, 0, item);
    std::string answer;
    for (std::uint32_t i = stream.below(24); i > 0; --i)
      answer += stream.below(2) == 0 ? static_cast<char>(stream.below(256))
                                     : "0123456789-/.: %ex'\xE2\x81\xBB"[stream.below(21)];
    for (std::size_t k = 0; k < 5; ++k)
      REQUIRE_FALSE(grade_numeric_edge(classes[k], truths[k], answer + '?').exact);
  }
}
