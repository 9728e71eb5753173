#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <tailgate/core/number_reader.hpp>

using tailgate::exact_decimal;
using tailgate::number_reader;

namespace {

exact_decimal value_of(std::string_view text) {
  const auto number = number_reader::read(text);
  REQUIRE_MESSAGE(number.has_value(), std::string(text));
  return number->value;
}

} // namespace

TEST_CASE("one value has one form, however it is written") {
  const exact_decimal thousand{false, "1", 4};
  for (const char* text :
      {"1000", "01000", "+1000", "1,000", "1\u2009000", "1\u202F000", "1000.", "1000.000", "1e3",
          "1E+3", "10.0e2", "100000e-2", "0x3e8", "0X03E8", "  1000\n", "\u00A01000\u2009"})
    CHECK(value_of(text) == thousand);
  CHECK(value_of("-0.00125") == exact_decimal{true, "125", -2});
  CHECK(value_of("\u2212.5") == exact_decimal{true, "5", 0});
  CHECK(value_of("1,234,567.890") == exact_decimal{false, "123456789", 7});
  CHECK(value_of("1e999999999") == exact_decimal{false, "1", 1000000000});
  for (const char* zero : {"0", "-0", "0.000", "0e5", "0x0", "-0x00"})
    CHECK(value_of(zero) == exact_decimal{});
}

TEST_CASE("hexadecimal digits are turned into decimal ones exactly") {
  // 2^128 - 1, 16^30 and 2^64, from Python's integers.
  CHECK(value_of("0xffffffffffffffffffffffffffffffff") ==
        value_of("340282366920938463463374607431768211455"));
  CHECK(value_of("0x1000000000000000000000000000000") ==
        value_of("1329227995784915872903807060280344576"));
  CHECK(value_of("-0x10000000000000000") == value_of("-18446744073709551616"));
  CHECK(number_reader::read("0x00DeadBeef")->hexadecimal == "deadbeef");
  CHECK(number_reader::read("0x000")->hexadecimal == "0");
  CHECK(number_reader::read("255")->hexadecimal.empty());
  CHECK(number_reader::read("0x" + std::string(4096, 'f')).has_value());
  CHECK_FALSE(number_reader::read("0x" + std::string(4097, 'f')).has_value());
}

TEST_CASE("what is not a number") {
  for (const char* text : {"", " ", "-", ".", "+.", "e5", "five", "4 2", "42%", "$42", "42 apples",
           "1,23", "12,34", "1,2345", "1,234,56", "1234,567", "0,125", "000,125", "1,234\u2009567",
           "1.2.3", "1e", "1e+", "1e1234567890", "0x", "0xg", "0x1.8", "0x1,000", "--1", "+-1",
           "nan", "inf", "1_000", "1/2"})
    CHECK_MESSAGE(!number_reader::read(text).has_value(), text);
}
