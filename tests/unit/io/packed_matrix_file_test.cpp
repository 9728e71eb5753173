#include "temp_folder.hpp"
#include "thrown.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/io/packed_matrix_file.hpp>
#include <tailgate/kernels/matmul_quantized.hpp>
#include <tailgate/quant/round_to_nearest.hpp>
#include <vector>

namespace {

using tailgate::format_error;
using tailgate::packed_check;
using tailgate::packed_matrix;

packed_matrix matrix(std::size_t n, std::size_t k, const char* scheme) {
  tailgate::philox_stream stream(1);
  std::vector<float> w(n * k);
  for (float& v : w)
    v = static_cast<float>(stream.uniform() - 0.5);
  return packed_matrix(
      tailgate::round_to_nearest({w.data(), n, k}, tailgate::parse_quant_scheme(scheme)));
}

std::string content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Puts the right checksum over a changed header.
std::string sealed(std::string bytes) {
  const std::uint64_t hash = tailgate::siphash_2_4(std::string_view(bytes).substr(0, 120), {0, 0});
  std::memcpy(bytes.data() + 120, &hash, 8);
  return bytes;
}

thrown parse(const std::string& bytes, packed_check check = packed_check::everything) {
  return thrown_by<format_error>(
      [&] { static_cast<void>(tailgate::packed_matrix_from_bytes(bytes, nullptr, "w", check)); });
}

} // namespace

TEST_CASE("a packed matrix is the same after a file, and multiplies from the mapping") {
  const temp_folder folder;
  for (const char* scheme : {"int4-g32", "int8", "int3-g64-sym"}) {
    const packed_matrix written = matrix(45, 130, scheme);
    tailgate::write_packed_matrix(folder.path() / "w", written);
    const packed_matrix mapped = tailgate::map_packed_matrix(folder.path() / "w");
    REQUIRE(mapped.layout() == written.layout());
    CHECK(std::memcmp(mapped.data(), written.data(), written.layout().bytes()) == 0);
    CHECK(reinterpret_cast<std::uintptr_t>(mapped.data()) % 64 == 0);
    const std::vector<float> x(130, 0.5f);
    std::vector<float> a(45), b(45);
    const auto product = [&](const packed_matrix& w, std::vector<float>& y) {
      tailgate::matmul_quantized(
          {x.data(), 1, 130}, w, {}, tailgate::matrix_view<float>(y.data(), 1, 45));
    };
    product(written, a);
    product(mapped, b);
    CHECK(a == b);
  }
  const packed_matrix empty(tailgate::quantized_matrix(0, 5, {}));
  tailgate::write_packed_matrix(folder.path() / "empty", empty);
  CHECK(tailgate::map_packed_matrix(folder.path() / "empty").layout() == empty.layout());
}

TEST_CASE("every changed, missing or added byte is found") {
  const temp_folder folder;
  tailgate::write_packed_matrix(folder.path() / "w", matrix(3, 9, "int4-g8"));
  const std::string good = content(folder.path() / "w");
  CHECK(parse(good).number == 0);
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    CHECK_MESSAGE(parse(bad).number != 0, "byte " << i);
    CHECK((parse(bad, packed_check::header).number != 0) == (i < 128));
  }
  for (std::size_t size = 0; size < good.size(); ++size)
    CHECK(parse(good.substr(0, size), packed_check::header).number != 0);
  CHECK(parse(good + '\0').number == 556);
}

TEST_CASE("each fault has its number, and sizes that would overflow are refused") {
  const temp_folder folder;
  tailgate::write_packed_matrix(folder.path() / "w", matrix(3, 9, "int4-g8"));
  const std::string good = content(folder.path() / "w");
  const auto with = [&](std::size_t at, std::uint64_t value, std::size_t bytes) {
    std::string changed = good;
    std::memcpy(changed.data() + at, &value, bytes);
    return sealed(changed);
  };
  CHECK(parse("tgpacke").number == 554);
  CHECK(parse(with(0, 0, 1)).number == 554);
  CHECK(parse(with(8, 2, 4)).says("version 2"));
  CHECK(parse(with(12, 5, 4)).number == 555);
  CHECK(parse(with(16, 2, 4)).number == 555);
  CHECK(parse(with(40, 12, 8)).number == 555);
  CHECK(parse(with(48, 16, 4)).number == 555);
  CHECK(parse(with(24, ~std::uint64_t{0}, 8)).number == 555);
  for (const std::size_t at : {std::size_t{24}, std::size_t{32}})
    for (const std::uint64_t size : {std::uint64_t{1} << 40, std::uint64_t{0}, std::uint64_t{100}})
      CHECK(parse(with(at, size, 8)).number == 556);
  CHECK(parse(with(64, 1, 8)).number == 557);
}
