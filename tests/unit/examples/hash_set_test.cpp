#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <sample_prompts/hash_set.hpp>
#include <set>
#include <tailgate/core/philox.hpp>

TEST_CASE("hash_set: agrees with std::set") {
  tailgate::philox_stream stream(5);
  sample_prompts::hash_set set(std::size_t{1} << 20);
  std::set<std::uint64_t> expected;
  for (int i = 0; i < 20'000; ++i) {
    // Many repetitions, and many hashes that start at one place.
    const std::uint64_t hash = stream.bits64() % 10'000 << (i % 2 == 0 ? 40 : 0);
    const auto added = set.insert(hash);
    REQUIRE(added);
    CHECK(*added == expected.insert(hash).second);
  }
}

TEST_CASE("hash_set: stops at its budget, and says so") {
  sample_prompts::hash_set set((1024 + 2048) * 8);
  std::uint64_t held = 0;
  tailgate::philox_stream stream(6);
  std::uint64_t last = 0;
  for (auto added = set.insert(stream.bits64()); added; added = set.insert(last = stream.bits64()))
    held += *added ? 1u : 0u;
  CHECK(held == 2048 * 7 / 8);
  CHECK_FALSE(set.insert(last));
  CHECK_FALSE(sample_prompts::hash_set(100).insert(1));
}
