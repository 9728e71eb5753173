#include <array>
#include <cstdint>
#include <doctest/doctest.h>
#include <tailgate/core/philox.hpp>
#include <vector>

// Known answers: Random123 kat_vectors.
TEST_CASE("philox4x32-10 gives the published known answers") {
  using tailgate::philox4x32;
  CHECK(philox4x32({0, 0, 0, 0}, {0, 0}) ==
        tailgate::philox_counter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox4x32({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}) ==
        tailgate::philox_counter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        tailgate::philox_counter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a philox stream is a function of seed, stratum and item") {
  tailgate::philox_stream a(7, 3, 9), b(7, 3, 9), c(7, 3, 10), d(7, 4, 9), e(8, 3, 9);
  for (int i = 0; i < 9; ++i) {
    const auto x = a();
    CHECK(x == b());
    CHECK(x != c());
    CHECK(x != d());
    CHECK(x != e());
  }
}

TEST_CASE("bounded draws stay in range, reach both ends and are even") {
  tailgate::philox_stream s(1);
  std::array<int, 6> seen{};
  for (int i = 0; i < 60000; ++i)
    ++seen[s.below(6)];
  double chi2 = 0;
  for (int n : seen)
    chi2 += (n - 10000.0) * (n - 10000.0) / 10000.0;
  CHECK(chi2 < 20.5); // chi-square with 5 degrees of freedom, upper 0.1 %
  CHECK(s.between(-3, -3) == -3);
  for (int i = 0; i < 1000; ++i) {
    const double u = s.uniform_open();
    CHECK(u > 0.0);
    CHECK(u < 1.0);
  }
  CHECK_THROWS_WITH_AS(s.below(0), doctest::Contains("tailgate.E020"), tailgate::argument_error);
  CHECK_THROWS_AS(s.between(2, 1), tailgate::argument_error);
}

TEST_CASE("filling a span gives the numbers that single calls would give") {
  for (const std::size_t before : {0u, 1u, 3u, 4u, 6u})
    for (const std::size_t length : {0u, 1u, 5u, 63u, 64u, 67u, 128u, 300u}) {
      tailgate::philox_stream filled(7, 3, 9), called(7, 3, 9);
      for (std::size_t i = 0; i < before; ++i)
        CHECK(filled() == called());
      std::vector<std::uint32_t> words(length);
      filled.fill(words);
      for (const auto word : words)
        CHECK(word == called());
      CHECK(filled() == called());
    }
}

TEST_CASE("bounded draws of a span are those of single calls, rejections included") {
  // Bounds near 2^32 * 2/3 reject a third of the numbers, powers of two none.
  for (const std::uint32_t bound : {1u, 6u, 10000u, 1u << 20, 0xAAAAAAABu, 0xFFFFFFFFu}) {
    tailgate::philox_stream filled(1, 2, 3), called(1, 2, 3);
    std::vector<std::uint32_t> draws(1000);
    filled.fill_below(draws, bound);
    for (const auto draw : draws)
      CHECK(draw == called.below(bound));
  }
  std::vector<std::uint32_t> none(1);
  tailgate::philox_stream s(1);
  CHECK_THROWS_WITH_AS(
      s.fill_below(none, 0), doctest::Contains("tailgate.E020"), tailgate::argument_error);
}
