#include <doctest/doctest.h>
#include <string_view>
#include <tailgate/strata/detail/word_list.hpp>

using tailgate::detail::word_list;
using namespace std::string_view_literals;

TEST_CASE("words and starts are found in a list of any order") {
  static constexpr word_list list(
      {"mi", "\xC2\xB5m", "m", "a", "an-uncommonly-long-word-of-36-characters", "min", "\xFF"});
  for (const std::string_view word : {"mi"sv, "\xC2\xB5m"sv, "m"sv, "a"sv, "min"sv, "\xFF"sv,
           "an-uncommonly-long-word-of-36-characters"sv})
    CHECK(list.has(word));
  for (const std::string_view word : {""sv, "mo"sv, "mini"sv, "i"sv, "b"sv, "M"sv, "\xC2"sv, "-"sv,
           "an-uncommonly-long-word-of-36-charactert"sv, "\xFF\xFF"sv})
    CHECK_FALSE(list.has(word));
  CHECK(list.start_of("apples") == "a");
  CHECK(list.start_of("minute") == "m"); // the first in the order of the list sorted
  CHECK(list.start_of("\xC2\xB5mol") == "\xC2\xB5m");
  CHECK(list.start_of("\xC2\xB5").empty());
  CHECK(list.start_of("nothing").empty());
  CHECK(list.start_of("").empty());
}
