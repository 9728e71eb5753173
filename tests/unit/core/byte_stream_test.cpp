#include <cmath>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <string>
#include <string_view>
#include <tailgate/core/byte_stream.hpp>

using namespace tailgate;

TEST_CASE("numbers stand in little-endian order, texts behind their length") {
  byte_writer out;
  out.put(std::uint8_t{0xAB});
  out.put(std::uint32_t{0x01020304});
  out.put(1.0); // 0x3FF0000000000000
  out.put(std::string_view("ab\0c", 4));
  CHECK(out.bytes() == std::string("\xAB"
                                   "\x04\x03\x02\x01"
                                   "\0\0\0\0\0\0\xF0\x3F"
                                   "\x04\0\0\0\0\0\0\0"
                                   "ab\0c",
                           25));
}

TEST_CASE("what was written is read back, bit for bit") {
  byte_writer out;
  out.put(std::numeric_limits<std::uint64_t>::max());
  out.put(-0.0);
  out.put(std::numeric_limits<double>::denorm_min());
  out.put(std::numeric_limits<double>::quiet_NaN());
  out.put(std::string_view());
  out.put(std::uint16_t{7});
  byte_reader in(out.bytes(), "here");
  CHECK(in.get<std::uint64_t>() == std::numeric_limits<std::uint64_t>::max());
  CHECK(std::signbit(in.get<double>()));
  CHECK(in.get<double>() == std::numeric_limits<double>::denorm_min());
  CHECK(std::isnan(in.get<double>()));
  CHECK(in.text().empty());
  CHECK(in.get<std::uint16_t>() == 7);
  CHECK(in.left() == 0);
  in.finish();
}

TEST_CASE("bytes that end early are refused with the place and the offset") {
  byte_writer out;
  out.put(std::uint32_t{5});
  out.put(std::string_view("text"));
  for (std::size_t cut = 0; cut < out.bytes().size(); ++cut) {
    byte_reader in(std::string_view(out.bytes()).substr(0, cut), "shard 3");
    CHECK_THROWS_WITH_AS(
        [&] {
          static_cast<void>(in.get<std::uint32_t>());
          static_cast<void>(in.text());
        }(),
        doctest::Contains("[tailgate.E032] shard 3: at byte "), format_error);
  }
  byte_reader whole(out.bytes(), "shard 3");
  static_cast<void>(whole.get<std::uint32_t>());
  CHECK_THROWS_WITH_AS(whole.finish(), doctest::Contains("follow the end at byte 4"), format_error);
}

TEST_CASE("a length or a number of elements is believed only as far as there are bytes") {
  byte_writer out;
  out.put(std::numeric_limits<std::uint64_t>::max());
  out.put(1.0);
  CHECK_THROWS_AS(static_cast<void>(byte_reader(out.bytes(), "x").text()), format_error);
  CHECK_THROWS_AS(static_cast<void>(byte_reader(out.bytes(), "x").count(8)), format_error);
  byte_writer fits;
  fits.put(std::uint64_t{2});
  fits.put(1.0);
  fits.put(2.0);
  CHECK(byte_reader(fits.bytes(), "x").count(8) == 2);
  CHECK_THROWS_AS(static_cast<void>(byte_reader(fits.bytes(), "x").count(9)), format_error);
}
