#include "../io/thrown.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/strata/token_counter.hpp>
#include <vector>

using namespace tailgate;

namespace {

constexpr std::size_t vocabulary = 1'000;

/// Skewed to small ids: the smaller of two uniform draws.
std::vector<token_id> made_corpus(std::size_t length) {
  philox_stream stream(7);
  std::vector<token_id> tokens(length);
  for (token_id& id : tokens)
    id = static_cast<token_id>(std::min(stream.below(vocabulary), stream.below(vocabulary)));
  return tokens;
}

std::vector<std::uint64_t> counted_plainly(const std::vector<token_id>& tokens) {
  std::vector<std::uint64_t> counts(vocabulary);
  for (const token_id id : tokens)
    ++counts[static_cast<std::size_t>(id)];
  return counts;
}

/// Runs the pieces from the last to the first.
struct backward_executor {
  static std::size_t concurrency() { return 3; }
  template <class F>
  void parallel_for(std::size_t n, F&& f) {
    for (std::size_t i = n; i > 0; --i)
      f(i - 1);
  }
};

} // namespace

TEST_CASE("token_counter: short and long corpora are counted alike by any executor") {
  tbb_executor four(4);
  backward_executor backward;
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, std::size_t{5'000},
           std::size_t{1} << 20, (std::size_t{3} << 20) + 17}) {
    CAPTURE(length);
    const auto tokens = made_corpus(length);
    const token_counter expected(counted_plainly(tokens), "made");
    CHECK(expected.total() == length);
    for (const executor_ref executor :
        {executor_ref(), executor_ref(four), executor_ref(backward)}) {
      token_counter counter(vocabulary, "made");
      counter.count(tokens, executor);
      CHECK(counter == expected);
    }
  }
}

TEST_CASE("token_counter: more tokens than 16 of the shortest pieces hold") {
  const auto tokens = made_corpus((std::size_t{17} << 20) + 3);
  token_counter counter(vocabulary, "made");
  counter.count(tokens);
  CHECK(counter == token_counter(counted_plainly(tokens), "made"));
}

TEST_CASE("token_counter: texts and merged shards give the counts of the whole") {
  const auto tokens = made_corpus(10'000);
  const token_counter expected(counted_plainly(tokens), "made");
  tbb_executor two(2);
  for (const std::size_t texts : {std::size_t{1}, std::size_t{7}, std::size_t{100}}) {
    CAPTURE(texts);
    token_counter counter(vocabulary, "made");
    const auto text = [&](std::size_t i) {
      const std::size_t first = i * tokens.size() / texts, last = (i + 1) * tokens.size() / texts;
      return std::vector<token_id>(tokens.begin() + static_cast<std::ptrdiff_t>(first),
          tokens.begin() + static_cast<std::ptrdiff_t>(last));
    };
    counter.count_documents(texts, text, two);
    CHECK(counter == expected);
    token_counter merged(vocabulary, "made");
    for (std::size_t i = 0; i < texts; ++i) {
      token_counter shard(vocabulary, "made");
      shard.count(text(i));
      merged.merge(shard);
    }
    CHECK(merged == expected);
  }
  token_counter counter(vocabulary, "made");
  counter.count_documents(0, [](std::size_t) { return std::vector<token_id>{1}; });
  CHECK(counter.total() == 0);
}

TEST_CASE("token_counter: an unknown id is named and nothing is counted") {
  tbb_executor four(4);
  for (const std::size_t length : {std::size_t{100}, std::size_t{4} << 20})
    for (const token_id bad : {token_id{-1}, token_id{vocabulary}}) {
      CAPTURE(length);
      auto tokens = made_corpus(length);
      tokens[length - 1] = tokens[length - 5] = bad;
      token_counter counter(vocabulary, "made");
      counter.count(std::vector<token_id>{3});
      const token_counter before = counter;
      const thrown error = thrown_by<argument_error>([&] { counter.count(tokens, four); });
      CHECK(error.number == 276);
      CHECK(
          error.says("token " + std::to_string(length - 5) + " has the id " + std::to_string(bad)));
      CHECK(counter == before);
      const thrown in_text = thrown_by<argument_error>([&] {
        counter.count_documents(
            40,
            [&](std::size_t i) {
              return i < 30 ? std::vector<token_id>{1, 2} : tokens;
            },
            four);
      });
      CHECK(in_text.number == 276);
      CHECK(in_text.says("token " + std::to_string(length - 5) + " of text 30"));
      CHECK(counter == before);
      if (length == 100)
        CHECK_THROWS_AS(
            counter.count_documents(
                9, [](std::size_t i) { return i == 8 ? throw 1 : std::vector<token_id>{1}; }),
            int);
      CHECK(counter == before);
    }
}

TEST_CASE("token_counter: what does not fit is refused") {
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  const auto number = [](auto f) { return thrown_by<argument_error>(f).number; };
  CHECK(number([] { token_counter(0, "t"); }) == 275);
  CHECK(number([] { token_counter(token_counter::max_vocabulary + 1, "t"); }) == 275);
  CHECK(number([] { token_counter(std::vector<std::uint64_t>{}, "t"); }) == 275);
  CHECK(number([] { token_counter(1, ""); }) == 277);
  CHECK(number([] { token_counter(1, "a\nb"); }) == 277);
  CHECK(number([] { token_counter(1, "caf\xC3\xA9"); }) == 277);
  CHECK(number([] { token_counter(1, std::string(257, 'x')); }) == 277);
  CHECK(number([&] { token_counter({most, 1}, "t"); }) == 279);
  token_counter full({most, 0}, "t");
  CHECK(number([&] { full.merge(token_counter({0, 1}, "t")); }) == 279);
  CHECK(number([&] { full.count(std::vector<token_id>{1}); }) == 279);
  CHECK(number([&] { full.merge(token_counter({0, 1}, "u")); }) == 278);
  CHECK(number([&] { full.merge(token_counter({0, 1, 1}, "t")); }) == 278);
  CHECK(full == token_counter({most, 0}, "t"));
}

TEST_CASE("token_counter: the content is the documented bytes, and the fingerprint names them") {
  const token_counter counter({2, 0, 258}, "ab");
  const std::string expected("tgtokens\1\0\0\0"
                             "\2\0\0\0\0\0\0\0ab"
                             "\4\1\0\0\0\0\0\0"
                             "\3\0\0\0\0\0\0\0"
                             "\2\0\0\0\0\0\0\0"
                             "\0\0\0\0\0\0\0\0"
                             "\2\1\0\0\0\0\0\0",
      8 + 4 + 10 + 5 * 8);
  CHECK(counter.content() == expected);
  CHECK(counter.fingerprint() == sha256_hex(expected));
  CHECK(counter.fingerprint() != token_counter({2, 0, 258}, "ac").fingerprint());
  CHECK(counter.fingerprint() != token_counter({2, 1, 257}, "ab").fingerprint());
}
