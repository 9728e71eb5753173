#include <cstddef>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <tailgate/strata/numeric_edge/digit_chunk_split.hpp>
#include <vector>

using tailgate::numeric_finding;
using tailgate::numeric_state;
using tailgate::token_splitter;
using edge = tailgate::numeric_edge::digit_chunk_split;

namespace {

/// Cuts runs of digits into chunks of `size` from the left; other bytes are tokens of their own.
token_splitter chunks_of(std::size_t size) {
  return [size](std::string_view text) {
    std::vector<std::string> tokens;
    bool in_run = false;
    for (const char c : text) {
      const bool digit = c >= '0' && c <= '9';
      if (digit && in_run && tokens.back().size() < size)
        tokens.back() += c;
      else
        tokens.emplace_back(1, c);
      in_run = digit;
    }
    return tokens;
  };
}

numeric_finding found(const std::string& text, const token_splitter& splitter) {
  return edge::detect(tailgate::detail::scanned_text(text), &splitter);
}

const numeric_finding split{numeric_state::present, edge::numbers_split};
const numeric_finding apart{numeric_state::present, edge::operands_split_apart};

} // namespace

TEST_CASE("runs that are cut, and operands that are cut apart") {
  const token_splitter threes = chunks_of(3);
  CHECK(found("1234", threes) == split);
  CHECK(found("1234+5678=", threes) == split);
  CHECK(found("1234 and 567", threes) == split);
  CHECK(found("123456+789012=", threes) == split);
  CHECK(found("1234+567=", threes) == apart); // 1|234 is not where 123|4 is cut
  CHECK(found("12345-6789=", threes) == apart);
  CHECK(found("12+1234=", threes) == apart); // 12 is whole where 123|4 is cut
  CHECK(found("1+1234=", threes) == split);  // nothing of 1 stands beside the cut
  CHECK(found("12+7, then 12345 times 1234", threes) == apart);
}

TEST_CASE("whole numbers are not of the class") {
  const token_splitter threes = chunks_of(3);
  for (const char* text : {"123", "123+456=", "12 34 56", "no digits", "", "1.234", "9.9"})
    CHECK(found(text, threes) == numeric_finding{});
  CHECK(found("123456+1=", chunks_of(100)) == numeric_finding{});
}

TEST_CASE("a tokenizer of single digits splits all and nothing apart") {
  const token_splitter ones = chunks_of(1);
  CHECK(found("12", ones) == split);
  CHECK(found("1234+567=", ones) == split);
  CHECK(found("1+2=", ones) == numeric_finding{});
}

TEST_CASE("without a tokenizer, or with one that does not spell the digits") {
  const tailgate::detail::scanned_text text("1234");
  CHECK(edge::detect(text, nullptr).state == numeric_state::needs_tokenizer);
  const token_splitter empty;
  CHECK(edge::detect(text, &empty).state == numeric_state::needs_tokenizer);
  const token_splitter bytes = [](std::string_view) {
    return std::vector<std::string>{"<0x31>", "234"};
  };
  CHECK(edge::detect(text, &bytes).state == numeric_state::tokens_differ);
  const token_splitter short_of_one = [](std::string_view) {
    return std::vector<std::string>{"12", "3"};
  };
  CHECK(edge::detect(text, &short_of_one).state == numeric_state::tokens_differ);
}
