#include <array>
#include <doctest/doctest.h>
#include <tailgate/core/philox.hpp>

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
