#include "safetensors_bytes.hpp"
#include "thrown.hpp"

#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <tailgate/io/safetensors_header.hpp>

using namespace tailgate;
using namespace std::string_view_literals;

namespace {

thrown parsing(std::string_view bytes) {
  return thrown_by<format_error>(
      [&] { (void)parse_safetensors_header(as_bytes(bytes), "m.safetensors"); });
}

/// A file of one tensor "w" with the fields given as JSON text, and `data` zero bytes.
thrown parsing_tensor(const char* dtype, const char* shape, const char* offsets, std::size_t data) {
  const std::string header = std::string("{\"w\": {\"dtype\": ") + dtype + ", \"shape\": " + shape +
                             ", \"data_offsets\": " + offsets + "}}";
  return parsing(safetensors_bytes(header, std::string(data, '\0')));
}

std::string u8_entry(const char* name, int begin, int end) {
  return "\"" + std::string(name) + "\": {\"dtype\": \"U8\", \"shape\": [" +
         std::to_string(end - begin) + "], \"data_offsets\": [" + std::to_string(begin) + ", " +
         std::to_string(end) + "]}";
}

} // namespace

TEST_CASE("safetensors_header: tensors, places and metadata") {
  const std::string header =
      R"({"__metadata__": {"format": "pt"},)"
      R"("b": {"dtype": "F16", "shape": [1, 3], "data_offsets": [8, 14]},)"
      R"("a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]},)"
      R"("z": {"shape": [0, 5], "data_offsets": [8, 8], "dtype": "I64"},)"
      R"("s": {"dtype": "BOOL", "shape": [], "data_offsets": [14, 15]}}   )"; // padded with spaces
  const std::string bytes = safetensors_bytes(header, std::string(15, 'x'));
  const auto parsed = parse_safetensors_header(as_bytes(bytes), "m");
  const std::size_t start = 8 + header.size();
  REQUIRE(parsed.tensors.size() == 4);
  CHECK(parsed.tensors[0].name == "a");
  CHECK(parsed.tensors[3].name == "z");
  CHECK(parsed.metadata.at("format") == "pt");
  const tensor_info* const b = parsed.find("b");
  REQUIRE(b != nullptr);
  CHECK(b->dtype == tensor_dtype::f16);
  CHECK(b->shape == std::vector<std::size_t>{1, 3});
  CHECK(b->begin == start + 8);
  CHECK(b->end == start + 14);
  CHECK(b->elements() == 3);
  CHECK(parsed.find("s")->elements() == 1);
  CHECK(parsed.find("z")->elements() == 0);
  CHECK(parsed.find("c") == nullptr);
  CHECK(parsed.find("") == nullptr);
}

TEST_CASE("safetensors_header: a file without tensors is legal") {
  CHECK(parse_safetensors_header(as_bytes(safetensors_bytes("{}")), "m").tensors.empty());
}

TEST_CASE("safetensors_header: E570 and E571 for the header length") {
  CHECK(parsing("").number == 570);
  CHECK(parsing("1234567").says("7 bytes"));
  const auto beyond = parsing("\x05\0\0\0\0\0\0\0{}"sv);
  CHECK(beyond.number == 571);
  CHECK(beyond.says("header length is 5 and 2 bytes follow"));
  CHECK(parsing(std::string(8, '\xFF') + "{}").number == 571);
  // Within the file and still refused, before any of it is parsed.
  std::string large = safetensors_bytes("");
  const std::uint64_t length = max_safetensors_header + 1;
  for (std::size_t i = 0; i < 8; ++i)
    large[i] = static_cast<char>(length >> (8 * i) & 0xFF);
  large.resize(8 + length, ' ');
  CHECK(parsing(large).number == 571);
}

TEST_CASE("safetensors_header: the header's text must be strict JSON") {
  CHECK(parsing(safetensors_bytes("")).number == 562);
  CHECK(parsing(safetensors_bytes("{\"w\": }")).number == 562);
  CHECK(parsing(safetensors_bytes("{\"w\": }")).says("m.safetensors (header):1:7: "));
  CHECK(parsing(safetensors_bytes("\"\xFC\"")).number == 560);
  CHECK(parsing(safetensors_bytes("{}\0"sv)).number == 561);
  CHECK(parsing(safetensors_bytes(std::string(1'000'000, '['))).number == 563);
  const auto twice =
      parsing(safetensors_bytes("{" + u8_entry("w", 0, 1) + "," + u8_entry("w", 0, 1) + "}", "x"));
  CHECK(twice.number == 564);
  CHECK(twice.says("\"w\""));
}

TEST_CASE("safetensors_header: E572 to E574 for the wrong kind of value") {
  CHECK(parsing(safetensors_bytes("[]")).number == 572);
  CHECK(parsing(safetensors_bytes("7")).says("number"));
  CHECK(parsing(safetensors_bytes(R"({"__metadata__": "x"})")).number == 573);
  CHECK(parsing(safetensors_bytes(R"({"__metadata__": {"n": 1}})")).number == 573);
  const auto entry = parsing(safetensors_bytes(R"({"w": []})"));
  CHECK(entry.number == 574);
  CHECK(entry.says("m.safetensors: tensor \"w\": the entry is a JSON array"));
  CHECK(parsing(safetensors_bytes(R"({"w": {"dtype": "U8", "shape": []}})")).number == 574);
  CHECK(parsing(safetensors_bytes(R"({"w": {"dtype": "U8", "data_offsets": [0, 1]}})", "x"))
            .says("shape is missing"));
  CHECK(parsing(safetensors_bytes(R"({"w": {"shape": [], "data_offsets": [0, 1]}})", "x"))
            .says("dtype is missing"));
  const auto extra = parsing(safetensors_bytes(
      R"({"w": {"dtype": "U8", "shape": [], "data_offsets": [0, 1], "scale": 2}})", "x"));
  CHECK(extra.number == 574);
  CHECK(extra.says("\"scale\""));
}

TEST_CASE("safetensors_header: E575 for an unknown dtype") {
  CHECK(parsing_tensor("\"U8\"", "[1]", "[0, 1]", 1).number == 0);
  const auto t = parsing_tensor("\"F8_E4M3\"", "[1]", "[0, 1]", 1);
  CHECK(t.number == 575);
  CHECK(t.says("\"F8_E4M3\""));
  CHECK(parsing_tensor("3", "[1]", "[0, 1]", 1).number == 575);
}

TEST_CASE("safetensors_header: E576 for a shape that is not of sizes") {
  for (const char* const shape : {"[-1]", "[1.0]", "[\"1\"]", "[true]", "[null]", "[[1]]", "1",
           "[18446744073709551616]", "{\"0\": 1}"})
    CHECK_MESSAGE(parsing_tensor("\"U8\"", shape, "[0, 1]", 1).number == 576, shape);
  CHECK(parsing_tensor("\"U8\"", "[-1]", "[0, 1]", 1).says("[-1]"));
}

TEST_CASE("safetensors_header: E577 for a product that overflows") {
  for (const char* const shape : {"[4294967296, 4294967296]", "[18446744073709551615, 2]",
           "[4611686018427387904]", "[0, 4294967296, 4294967296]", "[4294967296, 4294967296, 0]"})
    CHECK_MESSAGE(parsing_tensor("\"F32\"", shape, "[0, 4]", 4).number == 577, shape);
}

TEST_CASE("safetensors_header: E578 for offsets that are no interval") {
  for (const char* const offsets : {"[1, 0]", "[0]", "[0, 1, 1]", "[-1, 0]", "[0.0, 1.0]", "\"0\"",
           "[0, \"1\"]", "{}", "null", "[18446744073709551616, 18446744073709551617]"})
    CHECK_MESSAGE(parsing_tensor("\"U8\"", "[1]", offsets, 1).number == 578, offsets);
  CHECK(parsing_tensor("\"U8\"", "[1]", "[1, 0]", 1).says("[1, 0] are reversed"));
}

TEST_CASE("safetensors_header: E579 for offsets outside the file") {
  const auto t = parsing_tensor("\"U8\"", "[2]", "[0, 2]", 1);
  CHECK(t.number == 579);
  CHECK(t.says("1 bytes of data"));
  // begin + anything would wrap around in 64 bits
  CHECK(parsing_tensor("\"U8\"", "[1]", "[18446744073709551614, 18446744073709551615]", 1).number ==
        579);
}

TEST_CASE("safetensors_header: E580 when shape, dtype and offsets disagree") {
  const auto t = parsing_tensor("\"F32\"", "[2, 3]", "[0, 20]", 20);
  CHECK(t.number == 580);
  CHECK(t.says("span 20 bytes"));
  CHECK(t.says("[2,3] of F32 needs 24"));
  CHECK(parsing_tensor("\"U8\"", "[0]", "[0, 1]", 1).number == 580);
  CHECK(parsing_tensor("\"U8\"", "[]", "[0, 0]", 0).number == 580);
}

TEST_CASE("safetensors_header: E581 for tensors that overlap") {
  const auto t = parsing(
      safetensors_bytes("{" + u8_entry("a", 0, 2) + "," + u8_entry("b", 1, 3) + "}", "xyz"));
  CHECK(t.number == 581);
  CHECK(t.says("tensor \"b\": begins at byte 1"));
  CHECK(t.says("end at byte 2 (\"a\")"));
  CHECK(
      parsing(safetensors_bytes("{" + u8_entry("a", 0, 2) + "," + u8_entry("b", 0, 2) + "}", "xy"))
          .number == 581);
  // An empty tensor within another one
  CHECK(
      parsing(safetensors_bytes("{" + u8_entry("a", 0, 2) + "," + u8_entry("b", 1, 1) + "}", "xy"))
          .number == 581);
}

TEST_CASE("safetensors_header: E582 for holes at the start, between and at the end") {
  CHECK(parsing(safetensors_bytes("{" + u8_entry("a", 1, 2) + "}", "xy")).number == 582);
  CHECK(
      parsing(safetensors_bytes("{" + u8_entry("a", 0, 1) + "," + u8_entry("b", 2, 3) + "}", "xyz"))
          .number == 582);
  const auto t = parsing(safetensors_bytes("{" + u8_entry("a", 0, 1) + "}", "xy"));
  CHECK(t.number == 582);
  CHECK(t.says("end at byte 1 of the data, which has 2 bytes"));
  CHECK(parsing(safetensors_bytes("{}", "x")).number == 582);
}

TEST_CASE("safetensors_header: long values are cut in messages, between characters") {
  std::string dtype;
  for (int i = 0; i < 200; ++i)
    dtype += "\xC3\xBC";
  for (const char* const pad : {"", "x"}) {
    const auto t = parsing_tensor(("\"" + (pad + dtype) + "\"").c_str(), "[1]", "[0, 1]", 1);
    CHECK(t.number == 575);
    CHECK(t.message.size() < 300);
    CHECK(find_invalid_utf8(t.message) == std::nullopt);
  }
}
