#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <tailgate/core/exact_decimal.hpp>
#include <tailgate/core/number_reader.hpp>
#include <tailgate/core/philox.hpp>

using tailgate::exact_decimal;
using tailgate::plain_notation;

namespace {

exact_decimal value_of(std::string_view text) {
  const auto number = tailgate::number_reader::read(text);
  REQUIRE_MESSAGE(number.has_value(), std::string(text));
  return number->value;
}

} // namespace

TEST_CASE("differences and ratios of magnitudes") {
  using tailgate::magnitude_difference;
  using tailgate::magnitude_ratio;
  CHECK(magnitude_difference(value_of("1000"), value_of("0.001")) == value_of("999.999"));
  CHECK(magnitude_difference(value_of("123456789012345678901234567890"),
            value_of("123456789012345678901234567889")) == value_of("1"));
  CHECK(magnitude_difference(value_of("100.5"), value_of("99.25")) == value_of("1.25"));
  CHECK(magnitude_ratio(value_of("1"), value_of("8")) == doctest::Approx(0.125).epsilon(1e-15));
  CHECK(magnitude_ratio(value_of("123456789012345678901"), value_of("1e300")) ==
        doctest::Approx(1.23456789012345678901e-280).epsilon(1e-14));
  CHECK(magnitude_ratio(value_of("1e-400"), value_of("1")) == 0);
}

TEST_CASE("sums, differences and products, from Python's decimal module") {
  const auto sum = [](const char* a, const char* b) {
    return plain_notation(value_of(a) + value_of(b));
  };
  CHECK(sum("99999999999999999999", "1") == "100000000000000000000");
  CHECK(sum("0.1", "0.2") == "0.3");
  CHECK(sum("1e20", "-1e-20") == "99999999999999999999.99999999999999999999");
  CHECK(sum("-5", "5") == "0");
  CHECK(sum("-5", "3.5") == "-1.5");
  CHECK(sum("0", "-7") == "-7");
  CHECK(plain_notation(value_of("7") - value_of("0")) == "7");
  CHECK(plain_notation(value_of("0") - value_of("7")) == "-7");
  CHECK(plain_notation(value_of("123456789012345678901") * value_of("-98765432109876543210")) ==
        "-12193263113702179522473403443222511812210");
  CHECK(plain_notation(value_of("0.25") * value_of("0.004")) == "0.001");
  CHECK(value_of("0") * value_of("-12") == exact_decimal{});
}

TEST_CASE("arithmetic agrees with that of 64-bit integers") {
  tailgate::philox_stream stream(5);
  const auto draw = [&] {
    return stream.between(-2'000'000'000, 2'000'000'000) / (1 << stream.below(30));
  };
  for (int i = 0; i < 3000; ++i) {
    const std::int64_t a = draw(), b = draw();
    const exact_decimal x = value_of(std::to_string(a)), y = value_of(std::to_string(b));
    REQUIRE(plain_notation(x) == std::to_string(a));
    REQUIRE(plain_notation(x + y) == std::to_string(a + b));
    REQUIRE(plain_notation(x - y) == std::to_string(a - b));
    REQUIRE(plain_notation(x * y) == std::to_string(a * b));
  }
}

TEST_CASE("plain notation") {
  CHECK(plain_notation(value_of("6.02e-7")) == "0.000000602");
  CHECK(plain_notation(value_of("-1.5e3")) == "-1500");
  CHECK(plain_notation(value_of("1.25e1")) == "12.5");
  CHECK(plain_notation(value_of("-0")) == "0");
}
