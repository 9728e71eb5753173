#include "rows.hpp"

#include <cstdint>
#include <cstring>
#include <doctest/doctest.h>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/kernels/packed_matrix.hpp>
#include <tailgate/quant/round_to_nearest.hpp>
#include <vector>

namespace {

using tailgate::packed_layout;
using tailgate::packed_matrix;
using tailgate::quantized_matrix;

} // namespace

TEST_CASE("a packed matrix has its source's codes, scales and zero points, and zeros around them") {
  for (const char* name : {"int8", "int8-g32", "int8-g24-sym", "int4", "int4-asym", "int4-g32",
           "int3-g8", "int2-g64-sym"})
    for (const std::size_t n : std::vector<std::size_t>{1, 32, 45})
      for (const std::size_t k : std::vector<std::size_t>{1, 8, 70, 133}) {
        const auto w = random_floats(n * k, n + k, 1);
        const auto source =
            tailgate::round_to_nearest({w.data(), n, k}, tailgate::parse_quant_scheme(name));
        const packed_matrix packed(source);
        bool same = packed.outputs() == n && packed.inputs() == k &&
                    packed.layout().groups() == source.groups();
        std::uint64_t total = 0, in_memory = 0;
        for (std::size_t i = 0; i < n; ++i) {
          for (std::size_t g = 0; g < source.groups(); ++g)
            same = same && packed.scale(i, g) == source.scale(i, g) &&
                   packed.zero_point(i, g) == source.zero_point(i, g);
          for (std::size_t j = 0; j < k; ++j) {
            same = same && packed.code(i, j) == source.code(i, j);
            total += source.code(i, j);
          }
        }
        CHECK_MESSAGE(same, name << " N=" << n << " K=" << k);
        // What lies around the codes is 0, since it takes part in the products of the edges.
        const packed_layout& layout = packed.layout();
        for (std::size_t p = 0; p < layout.panels(); ++p)
          for (std::size_t g = 0; g < layout.groups(); ++g) {
            const std::size_t begin = p * layout.panel_bytes() + layout.record(g);
            const std::size_t end = p * layout.panel_bytes() + layout.record(g + 1);
            for (std::size_t b = begin + layout.header_bytes(); b < end; ++b)
              in_memory += layout.nibbles() ? (packed.data()[b] & 15u) + (packed.data()[b] >> 4u)
                                            : packed.data()[b];
          }
        CHECK(in_memory == total);
      }
}

TEST_CASE("packing piece by piece gives the same bytes as packing the whole, on any thread count") {
  const std::size_t n = 100, k = 72;
  const auto w = random_floats(n * k, 1, 1);
  const tailgate::matrix_view<const float> view(w.data(), n, k);
  const auto scheme = tailgate::parse_quant_scheme("int4-g32");
  const packed_matrix whole(tailgate::round_to_nearest(view, scheme));
  tailgate::tbb_executor two(2);
  const packed_matrix pieces(
      n, k, scheme,
      [&](std::size_t first, std::size_t count) {
        return tailgate::round_to_nearest(view.rows_from(first, count), scheme);
      },
      two);
  REQUIRE(pieces.layout() == whole.layout());
  CHECK(std::memcmp(pieces.data(), whole.data(), whole.layout().bytes()) == 0);
  CHECK(reinterpret_cast<std::uintptr_t>(whole.data()) % 64 == 0);
}

TEST_CASE("a long row without groups is cut into groups of 512 with the same scale") {
  quantized_matrix w(1, 512 + 9, {4, 0, true});
  w.set_group(0, 0, tailgate::float_to_fp16(0.25f), 0);
  w.set_code(0, 511, 3);
  w.set_code(0, 512, 5);
  w.set_code(0, 520, 7);
  const packed_matrix packed(w);
  CHECK(packed.layout().groups() == 2);
  CHECK(packed.layout().bytes() == 2 * 64 + (512 + 16) * 16);
  for (const std::size_t g : {std::size_t{0}, std::size_t{1}})
    CHECK(packed.scale(0, g) == 0.25f);
  CHECK(packed.code(0, 511) == 3);
  CHECK(packed.code(0, 512) == 5);
  CHECK(packed.code(0, 520) == 7);
}

TEST_CASE("E158: a scale that is no number; E159: a piece of another shape or scheme") {
  quantized_matrix w(40, 64, {4, 32, false});
  w.set_group(33, 1, 0x7c00, 0);
  CHECK_THROWS_WITH_AS(
      packed_matrix{w}, doctest::Contains("output 33, group 1"), tailgate::argument_error);
  w.set_group(33, 1, 0x7e00, 0);
  CHECK_THROWS_WITH_AS(
      packed_matrix{w}, doctest::Contains("tailgate.E158"), tailgate::argument_error);
  for (const quantized_matrix& piece : {quantized_matrix(31, 64, {4, 32, true}),
           quantized_matrix(32, 63, {4, 32, true}), quantized_matrix(32, 64, {4, 64, true})})
    CHECK_THROWS_WITH_AS(
        (packed_matrix{40, 64, {4, 32, true}, [&](std::size_t, std::size_t) { return piece; }}),
        doctest::Contains("tailgate.E159"), tailgate::shape_error);
}
