#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <set>
#include <string>
#include <tailgate/strata/lookup_records.hpp>

using namespace tailgate;

TEST_CASE("lookup_records: keys are distinct, and the same for the same stream") {
  philox_stream stream(3), again(3), another(4);
  const lookup_records records(stream), same(again), other(another);
  std::set<std::uint32_t> keys;
  std::set<std::string> texts;
  std::size_t shared = 0;
  for (std::uint32_t i = 0; i < 50'000; ++i) {
    const std::uint32_t key = records.key_of_record(i);
    REQUIRE(key < lookup_records::key_count);
    CHECK(key == same.key_of_record(i));
    shared += key == other.key_of_record(i);
    keys.insert(key);
    texts.insert(lookup_records::key_text(key));
  }
  CHECK(keys.size() == 50'000);
  CHECK(texts.size() == 50'000);
  CHECK(shared <= 2);
}

TEST_CASE("lookup_records: keys are spread over all syllables") {
  philox_stream stream(9);
  const lookup_records records(stream);
  std::size_t seen[lookup_records::syllables][lookup_records::syllable_count] = {};
  constexpr std::uint32_t n = 20'000;
  for (std::uint32_t i = 0; i < n; ++i) {
    std::uint32_t key = records.key_of_record(i);
    for (auto& place : seen) {
      ++place[key % lookup_records::syllable_count];
      key /= lookup_records::syllable_count;
    }
  }
  // Chi-square with 99 degrees of freedom: above 157 by chance once in 5,000.
  for (const auto& place : seen) {
    double chi_square = 0;
    for (const std::size_t count : place)
      chi_square += (static_cast<double>(count) - n / 100.0) *
                    (static_cast<double>(count) - n / 100.0) / (n / 100.0);
    CHECK(chi_square < 157);
  }
}

TEST_CASE("lookup_records: near keys differ in one syllable, each other way once") {
  for (const std::uint32_t key : {0u, 12'345'678u, 99'999'999u}) {
    std::set<std::uint32_t> near;
    const std::string text = lookup_records::key_text(key);
    CHECK(text.size() == 2 * lookup_records::syllables);
    for (std::uint32_t i = 0; i < lookup_records::near_key_count; ++i) {
      const std::uint32_t other = lookup_records::near_key(key, i);
      REQUIRE(other < lookup_records::key_count);
      near.insert(other);
      std::size_t different = 0;
      const std::string other_text = lookup_records::key_text(other);
      for (std::size_t s = 0; s < text.size(); s += 2)
        different += text.substr(s, 2) != other_text.substr(s, 2);
      CHECK(different == 1);
    }
    CHECK(near.size() == lookup_records::near_key_count);
    CHECK(near.count(key) == 0);
  }
}

TEST_CASE("lookup_records: values have five digits and are never the one left out") {
  philox_stream stream(1);
  const lookup_records records(stream);
  for (std::uint32_t i = 0; i < 2'000; ++i) {
    const std::uint32_t value = records.value_of_record(i, 0);
    CHECK(value >= 10'000);
    CHECK(value <= 99'999);
    CHECK(records.value_of_record(i, value) != value);
  }
}
