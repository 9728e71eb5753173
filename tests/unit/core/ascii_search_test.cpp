#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <tailgate/core/ascii_search.hpp>
#include <vector>

using namespace tailgate;

TEST_CASE("the first byte of a kind is found at every place, for every byte") {
  const auto check = [](std::string_view text, std::size_t from) {
    const auto first = [&](auto is) {
      return static_cast<std::size_t>(
          std::find_if(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), is) -
          text.begin());
    };
    REQUIRE(find_ascii_digit(text, from) == first(is_ascii_digit));
    REQUIRE(find_non_ascii(text, from) == first([](char c) { return !is_ascii(c); }));
    REQUIRE(find_digit_or_non_ascii(text, from) ==
            first([](char c) { return is_ascii_digit(c) || !is_ascii(c); }));
  };
  for (int byte = 0; byte < 256; ++byte)
    for (const std::size_t place : {0u, 1u, 7u, 8u, 15u, 16u, 18u}) {
      // Without room behind it, so that the sanitizer sees any read too far.
      std::vector<char> text(19, '/');
      text[place] = static_cast<char>(byte);
      for (const std::size_t from : {std::size_t{0}, std::size_t{3}, place, text.size()})
        check({text.data(), text.size()}, from);
    }
  check("", 0);
}

TEST_CASE("a pair is found across words of eight bytes, and not cut off by the end") {
  const auto is = [](char a, char b) { return a == 'n' && b == 'a'; };
  const auto among = [](std::uint64_t word, std::uint64_t next) {
    return detail::bytes_equal(word, 'n') & detail::bytes_equal(next, 'a');
  };
  for (std::size_t place = 0; place < 24; ++place) {
    std::string text(24, 'n');
    text[place] = 'a';
    CHECK(detail::find_pair(text, 0, among, is) == (place == 0 ? text.size() : place - 1));
  }
  CHECK(detail::find_pair("n", 0, among, is) == 1);
  CHECK(detail::find_pair("", 0, among, is) == 0);
}
