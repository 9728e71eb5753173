#include <algorithm>
#include <cstdint>
#include <doctest/doctest.h>
#include <iterator>
#include <string>
#include <string_view>
#include <tailgate/core/philox.hpp>
#include <tailgate/strata/detect_numeric.hpp>
#include <vector>

using namespace tailgate;

TEST_CASE("all classes of a prompt, and the one that names its stratum") {
  const numeric_features features = detect_numeric("Which is larger, 9.11 or 9.9?");
  CHECK(features.classes() == std::vector{numeric_class::decimal_comparison});
  CHECK(numeric_level(features) == "decimal comparison");
  CHECK(numeric_band_level(features, numeric_class::decimal_comparison) == "one digit longer");
  CHECK(numeric_band_level(features, numeric_class::units) == "none");
  CHECK(features[numeric_class::digit_chunk_split].state == numeric_state::needs_tokenizer);

  const numeric_features many = detect_numeric("-0x1f + 257 and 99999+1=, 5 km");
  CHECK(many.holds(numeric_class::half_precision_edge));
  CHECK(many.holds(numeric_class::base_or_identifier));
  CHECK(many.holds(numeric_class::units));
  CHECK(many.holds(numeric_class::carry_chain));
  CHECK(many.holds(numeric_class::long_integer));
  CHECK(numeric_level(many) == "half-precision edge");
}

TEST_CASE("prompts without a numeric edge") {
  for (const char* text : {"", "Why is the sky blue?", "12 apples", "chapter 3, page 14"}) {
    CHECK(numeric_level(detect_numeric(text)) == "none");
    CHECK(detect_numeric(text).classes().empty());
    CHECK_FALSE(detect_numeric(text).primary());
  }
}

TEST_CASE("the precedence names every class once") {
  for (const numeric_class c : all_numeric_classes)
    CHECK(std::count(numeric_precedence.begin(), numeric_precedence.end(), c) == 1);
}

TEST_CASE("bytes of any content are passed over") {
  static constexpr std::string_view alphabet[] = {"0", "1", "9", "5", ".", ",", "-", "+", "/", ":",
      "e", "x", "X", " ", "\n", "(", ")", "%", "\xE2", "\x88", "\x92", "\xC2", "\xA0", "\xF0",
      "\xFF", "\xE2\x88\x92", "\xC2\xA0", "10^", "0x", "29 feb", "IBAN", "DE89", "ISBN", "978",
      "km", "\xE4\xB8\x80", "\xE4\xB8\x87", "\xC3\x97", "\xE2\x81\xBB", "unix", "round", "inf"};
  for (std::uint64_t item = 0; item < 4000; ++item) {
    philox_stream stream(11, 0, item);
    std::string text;
    const bool raw = stream.below(4) == 0;
    for (std::uint32_t i = stream.below(60); i > 0; --i)
      if (raw)
        text += static_cast<char>(stream.below(256));
      else
        text += alphabet[stream.below(static_cast<std::uint32_t>(std::size(alphabet)))];
    // A copy on the heap without room behind it, in which the sanitizer sees any read too far.
    const std::vector<char> exact(text.begin(), text.end());
    const numeric_features features = detect_numeric({exact.data(), exact.size()});
    for (const numeric_class c : all_numeric_classes)
      REQUIRE(features[c].band < numeric_bands(c).size());
    REQUIRE(features == detect_numeric(text));
    REQUIRE(numeric_level(features) == detect_numeric_level(text));
  }
}

TEST_CASE("long texts of one kind stay linear") {
  // Each of these would take minutes if a detector looked back or ahead without bound.
  for (const std::string unit : {"1", "1,", "1.", "- ", "1-", "(1", "a", "A1", "1234567890 ",
           "a-b-", "9 ", " -1", "1/", "\xE4\xB8\x80", "1e", "0x", "IBAN DE89 "}) {
    std::string text;
    for (int i = 0; i < 20'000; ++i)
      text += unit;
    const numeric_features features = detect_numeric(text);
    CHECK(features == detect_numeric(text));
  }
}
