#include <array>
#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/core/siphash.hpp>

using tailgate::siphash_2_4;

constexpr tailgate::siphash_key published{0x0706050403020100, 0x0f0e0d0c0b0a0908};

TEST_CASE("SipHash-2-4: the authors' vectors for 0 to 16 bytes, and 63") {
  // The input of n bytes is 00 01 02 ..., github.com/veorq/SipHash/vectors.h.
  constexpr std::array<std::uint64_t, 17> expected{0x726fdb47dd0e0e31, 0x74f839c593dc67fd,
      0x0d6c8009d9a94f5a, 0x85676696d7fb7e2d, 0xcf2794e0277187b7, 0x18765564cd99a68d,
      0xcbc9466e58fee3ce, 0xab0200f58b01d137, 0x93f5f5799a932462, 0x9e0082df0ba9e4b0,
      0x7a5dbbc594ddb9f3, 0xf4b32f46226bada7, 0x751e8fbc860ee5fb, 0x14ea5627c0843d90,
      0xf723ca908e7af2ee, 0xa129ca6149be45e5, 0x3f2acc7f57c29bdb};
  std::string text;
  for (const std::uint64_t hash : expected) {
    CHECK(siphash_2_4(text, published) == hash);
    text.push_back(static_cast<char>(text.size()));
  }
  while (text.size() < 63)
    text.push_back(static_cast<char>(text.size()));
  CHECK(siphash_2_4(text, published) == 0x958a324ceb064572);
}

TEST_CASE("SipHash-2-4: bytes above 127, and a constant expression") {
  static_assert(siphash_2_4("", published) == 0x726fdb47dd0e0e31);
  CHECK(siphash_2_4("\xff", published) != siphash_2_4("\x7f", published));
  CHECK(siphash_2_4("a", published) != siphash_2_4("a", {1, 2}));
}
