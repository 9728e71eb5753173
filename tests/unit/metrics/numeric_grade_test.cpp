#include "../io/thrown.hpp"

#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/metrics/numeric_grade.hpp>

using tailgate::grade_number;
using tailgate::numeric_grade;

TEST_CASE("an exact answer, however it is written") {
  for (const char* answer : {"1250000", "1,250,000", "1.25e6", " 01250000.0", "0x1312d0"}) {
    const numeric_grade grade = grade_number("1250000", answer);
    CHECK(grade.is_number);
    CHECK(grade.exact);
    CHECK(grade.digit_prefix == 1);
    CHECK(grade.length_difference == std::int64_t{0});
    CHECK(grade.relative_error == 0);
    CHECK_FALSE(grade.order_of_magnitude_error);
  }
}

TEST_CASE("integers beyond a double's 53 bits") {
  // 2^53 and 2^53 + 1 are one double.
  const numeric_grade near = grade_number("9007199254740993", "9007199254740992");
  CHECK_FALSE(near.exact);
  CHECK(near.digit_prefix == 15.0 / 16);
  CHECK(near.relative_error == doctest::Approx(1.0 / 9007199254740993.0).epsilon(1e-14));
  // 10^40 + 1 against 10^40 + 3: the difference is 2.
  const std::string truth = "1" + std::string(39, '0') + "1";
  const std::string answer = "1" + std::string(39, '0') + "3";
  const numeric_grade far = grade_number(truth, answer);
  CHECK(far.digit_prefix == 40.0 / 41);
  CHECK(far.relative_error == doctest::Approx(2e-40).epsilon(1e-14));
  // The first of 500 digits apart: below the range of double, and still not exact.
  const std::string long_truth = "1" + std::string(499, '0') + "1";
  const numeric_grade tiny = grade_number(long_truth, "1" + std::string(500, '0'));
  CHECK_FALSE(tiny.exact);
  CHECK(tiny.relative_error > 0);
  CHECK(tiny.relative_error < 1e-300);
}

TEST_CASE("the digit prefix runs from the first digit to the first departure") {
  CHECK(grade_number("12345", "12399").digit_prefix == 3.0 / 5);
  CHECK(grade_number("12345", "22345").digit_prefix == 0);
  CHECK(grade_number("12345", "123").digit_prefix == 3.0 / 5);
  CHECK(grade_number("123", "12345").digit_prefix == 1);
  CHECK(grade_number("12000", "12e3").digit_prefix == 1);
  CHECK(grade_number("12001", "12e3").digit_prefix == 4.0 / 5);
  CHECK(grade_number("1000", "1").digit_prefix == 1.0 / 4);
  CHECK(grade_number("3.14", "31.4").digit_prefix == 1);
  CHECK(grade_number("0.00125", "0.00127").digit_prefix == 2.0 / 3);
  CHECK(grade_number("-12345", "12345").digit_prefix == 0);
  CHECK(grade_number("0", "0.5").digit_prefix == 0);
  CHECK(grade_number("1.50", "1.5").digit_prefix == 1);
}

TEST_CASE("the length difference counts digits of the plain notation") {
  CHECK(grade_number("12345", "1234").length_difference == std::int64_t{-1});
  CHECK(grade_number("1000", "1e6").length_difference == std::int64_t{3});
  CHECK(grade_number("0", "10").length_difference == std::int64_t{1});
  CHECK(grade_number("0.005", "0.0053").length_difference == std::int64_t{1});
  CHECK(grade_number("1", "1e999999999").length_difference == std::int64_t{999999999});
}

TEST_CASE("two hexadecimal numbers are compared digit by digit as such") {
  const numeric_grade grade = grade_number("0xdeadbeef", "0xDEADBEEE");
  CHECK(grade.digit_prefix == 7.0 / 8);
  CHECK(grade.length_difference == std::int64_t{0});
  CHECK(grade.relative_error == doctest::Approx(1.0 / 0xdeadbeef));
  // 255 for 0xff is exact; 256 shares the digits 25 of the decimal 255.
  CHECK(grade_number("0xff", "255").exact);
  CHECK(grade_number("0xff", "256").digit_prefix == 2.0 / 3);
  CHECK(grade_number("0x10", "0x1").digit_prefix == 1.0 / 2);
}

TEST_CASE("the symmetric relative error by hand") {
  CHECK(grade_number("100", "90").relative_error == doctest::Approx(0.1).epsilon(1e-15));
  CHECK(grade_number("90", "100").relative_error == doctest::Approx(0.1).epsilon(1e-15));
  CHECK(grade_number("1", "1e9").relative_error == doctest::Approx(1 - 1e-9).epsilon(1e-15));
  CHECK(grade_number("1", "1e5000").relative_error == 1);
  CHECK(grade_number("7", "0").relative_error == 1);
  CHECK(grade_number("0", "7").relative_error == 1);
  CHECK(grade_number("0", "-0.0").relative_error == 0);
  CHECK(grade_number("5", "-5").relative_error == 2);
  CHECK(grade_number("-4", "1").relative_error == 1.25);
  CHECK(grade_number("4", "-1e5000").relative_error == 1);
}

TEST_CASE("a factor of ten is an error of order of magnitude, less is not") {
  const auto wrong = [](const char* truth, const char* answer) {
    return grade_number(truth, answer).order_of_magnitude_error;
  };
  CHECK_FALSE(wrong("100", "999.99999999999999999999"));
  CHECK(wrong("100", "1000"));
  CHECK_FALSE(wrong("100", "10.000000000000000000001"));
  CHECK(wrong("100", "10"));
  CHECK(wrong("100", "-100"));
  CHECK(wrong("0", "0.0001"));
  CHECK(wrong("0.0001", "0"));
  CHECK_FALSE(wrong("0", "-0"));
  CHECK(wrong("1e-300", "1e300"));
  CHECK_FALSE(wrong("-9.5", "-1"));
}

TEST_CASE("an answer that is not a number is wrong in all") {
  for (const char* answer : {"", "I cannot tell", "12 or 13", "12%"}) {
    const numeric_grade grade = grade_number("12", answer);
    CHECK(grade == numeric_grade{});
    CHECK_FALSE(grade.is_number);
    CHECK(grade.relative_error == 2);
    CHECK(grade.order_of_magnitude_error);
    CHECK_FALSE(grade.length_difference.defined());
  }
}

TEST_CASE("an expected answer that is not a number is refused") {
  const auto refused =
      thrown_by<tailgate::argument_error>([] { (void)grade_number("about 12", "12"); });
  CHECK(refused.number == 378);
  CHECK(refused.says("'about 12'"));
}
