#include "../io/thrown.hpp"

#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <string>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/metrics/detail/value_sample.hpp>
#include <vector>

using tailgate::byte_reader;
using tailgate::byte_writer;
using tailgate::detail::value_pair;
using tailgate::detail::value_sample;

namespace {

constexpr std::size_t item_count = 40, item_length = 25; // 1000 values

/// Item i holds baseline values 25 i ... 25 i + 24, and the candidate -2 of them.
template <std::size_t Capacity>
void add_item(value_sample<Capacity>& sample, std::size_t i) {
  std::vector<value_pair> values;
  for (std::size_t j = 0; j < item_length; ++j) {
    const auto x = static_cast<double>(item_length * i + j);
    values.push_back({x, -2 * x});
  }
  sample.add("item " + std::to_string(i), values);
}

template <std::size_t Capacity>
std::string bytes_of(const value_sample<Capacity>& sample) {
  byte_writer out;
  sample.save(out);
  return out.bytes();
}

template <std::size_t Capacity>
value_sample<Capacity> read_back(const std::string& bytes) {
  byte_reader in(bytes, "test");
  value_sample<Capacity> sample;
  sample.load(in);
  in.finish();
  return sample;
}

} // namespace

TEST_CASE("up to its capacity the sample is everything, and quantiles are exact") {
  value_sample<1000> sample;
  for (std::size_t i = 0; i < item_count; ++i)
    add_item(sample, i);
  const std::vector<double> probabilities{0, 0.001, 0.5, 0.5001, 1};
  const auto spread = sample.distribution(probabilities);
  CHECK(spread.observations == 1000);
  CHECK(spread.rank_error == 0);
  // The least x with at least the share q of 0 ... 999 at or below it.
  const std::vector<double> expected{0, 0, 499, 500, 999};
  const std::vector<double> descending{-1998, -1998, -1000, -998, 0};
  REQUIRE(spread.quantiles.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(spread.quantiles[i].probability == probabilities[i]);
    CHECK(spread.quantiles[i].baseline == expected[i]);
    CHECK(spread.quantiles[i].candidate == descending[i]);
  }
  // The shift is -3 x by value; the difference of the sides' quantiles would be another number.
  CHECK(spread.quantiles[2].shift == -1500.0);
}

TEST_CASE("an empty sample has no quantiles") {
  const auto spread = value_sample<8>().distribution(std::vector<double>{0.5});
  CHECK(spread.observations == 0);
  CHECK(spread.quantiles[0].baseline.why() == tailgate::undefined_reason::no_items);
}

TEST_CASE("beyond the capacity any order and any tree of shards gives the same bytes") {
  value_sample<64> forward, backward, left, right, middle;
  for (std::size_t i = 0; i < item_count; ++i)
    add_item(forward, i);
  for (std::size_t i = item_count; i-- > 0;)
    add_item(backward, i);
  for (std::size_t i = 0; i < item_count; ++i)
    add_item(i % 3 == 0 ? left : i % 3 == 1 ? right : middle, i);
  const std::string whole = bytes_of(forward);
  CHECK(bytes_of(backward) == whole);
  auto tree = right;
  tree.merge(left);
  auto other_tree = middle;
  other_tree.merge(read_back<64>(bytes_of(right)));
  tree.merge(middle);
  other_tree.merge(left);
  CHECK(bytes_of(tree) == whole);
  CHECK(bytes_of(other_tree) == whole);
  CHECK(bytes_of(read_back<64>(whole)) == whole);
  CHECK(tree.count() == 1000);
}

TEST_CASE("the sample is uniform: ranks are within the stated error") {
  // 64 of 1000; quantiles of 0 ... 999 have rank value / 1000.
  std::size_t outside = 0, asked = 0;
  double mean = 0;
  for (std::size_t round = 0; round < 50; ++round) {
    value_sample<64> sample;
    std::vector<value_pair> values;
    for (std::size_t x = 0; x < 1000; ++x)
      values.push_back({static_cast<double>(x), 0});
    sample.add("round " + std::to_string(round), values);
    const std::vector<double> probabilities{0.1, 0.25, 0.5, 0.75, 0.9};
    const auto spread = sample.distribution(probabilities);
    CHECK(spread.observations == 1000);
    CHECK(spread.rank_error == doctest::Approx(0.20345).epsilon(1e-4)); // sqrt(ln 200 / 128)
    for (const auto& q : spread.quantiles) {
      ++asked;
      outside += std::abs(q.baseline.value() / 1000 - q.probability) > spread.rank_error;
    }
    mean += spread.quantiles[2].baseline.value() / 50;
  }
  CHECK(asked == 250);
  CHECK(outside <= 2);
  CHECK(mean == doctest::Approx(500).epsilon(0.06)); // SE of the mean median: 62 / sqrt(50) = 9
}

TEST_CASE("a damaged state is refused and changes nothing") {
  value_sample<64> sample;
  for (std::size_t i = 0; i < item_count; ++i)
    add_item(sample, i);
  const std::string bytes = bytes_of(sample);
  value_sample<64> target;
  add_item(target, 99);
  const std::string before = bytes_of(target);
  const auto number_of = [&](const std::string& damaged) {
    byte_reader in(damaged, "test");
    return thrown_by<tailgate::format_error>([&] { target.load(in); }).number;
  };
  for (std::size_t cut = 0; cut < bytes.size(); cut += 37)
    CHECK(number_of(bytes.substr(0, cut)) == 32);
  std::string fewer = bytes;
  fewer[0] = 10, fewer[1] = 0; // 10 values counted, 64 kept
  CHECK(number_of(fewer) == 373);
  std::string unsorted = bytes;
  unsorted[16 + 7] = static_cast<char>(0xFF); // the first key becomes the highest
  CHECK(number_of(unsorted) == 373);
  byte_writer not_finite;
  for (const std::uint64_t word : {1u, 1u, 5u})
    not_finite.put(word);
  not_finite.put(std::numeric_limits<double>::infinity());
  not_finite.put(0.0);
  CHECK(number_of(not_finite.bytes()) == 373);
  // A sample of a larger capacity holds more than this one may.
  value_sample<128> wider;
  for (std::size_t i = 0; i < item_count; ++i)
    add_item(wider, i);
  CHECK(number_of(bytes_of(wider)) == 373);
  CHECK(bytes_of(target) == before);
}
