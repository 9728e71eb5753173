#include "../io/thrown.hpp"

#include <cmath>
#include <cstddef>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/core/philox.hpp>
#include <tailgate/metrics/declared_stratum.hpp>
#include <tailgate/metrics/item_registry.hpp>
#include <tailgate/metrics/probability_shift.hpp>
#include <tailgate/metrics/stratified.hpp>
#include <tailgate/metrics/topk_agreement.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <vector>

using tailgate::probability_shift;

namespace {

const tailgate::stats::confidence_level level(0.9);

template <class Metric>
std::string bytes_of(const Metric& metric) {
  tailgate::byte_writer out;
  metric.save(out);
  return out.bytes();
}

/// An item of `tokens` random probabilities.
tailgate::paired_probabilities random_item(std::size_t number, std::size_t tokens) {
  tailgate::philox_stream random(11, 0, number);
  tailgate::paired_probabilities item;
  item.id = "item " + std::to_string(number);
  for (std::size_t i = 0; i < tokens; ++i) {
    item.baseline.push_back(random.uniform());
    item.candidate.push_back(random.uniform());
  }
  return item;
}

} // namespace

TEST_CASE("the row is the mean of item means, the distribution that of tokens") {
  probability_shift metric;
  metric.observe({"a", "", {0.5, 0.75, 0.25, 0.5}, {0.25, 0.75, 0.5, 0.25}});
  metric.observe({"b", "", {1}, {0.5}});
  const auto row = metric.summary(level);
  CHECK(row.metric == "probability_shift");
  CHECK(row.unit == "probability");
  CHECK(row.direction == tailgate::better::higher);
  CHECK(row.items == 2);
  CHECK(row.baseline.value() == (0.5 + 1) / 2);
  CHECK(row.candidate.value() == (0.4375 + 0.5) / 2);
  CHECK(row.difference.value() == (-0.0625 - 0.5) / 2);
  REQUIRE(row.distribution.has_value());
  const auto& spread = *row.distribution;
  CHECK(spread.observations == 5);
  CHECK(spread.rank_error == 0);
  // Shifts -0.5 -0.25 -0.25 0 0.25: sum of squares 0.4375
  CHECK(spread.root_mean_square_shift.value() == doctest::Approx(std::sqrt(0.4375 / 5)));
  REQUIRE(spread.quantiles.size() == 9);
  CHECK(spread.quantiles[0].probability == 0.01);
  CHECK(spread.quantiles[0].shift == -0.5);
  CHECK(spread.quantiles[3].shift == -0.25); // 0.25 of 5 values: the second
  CHECK(spread.quantiles[4].shift == -0.25);
  CHECK(spread.quantiles[4].baseline == 0.5);
  CHECK(spread.quantiles[5].shift == 0.0); // 0.75 of 5: the fourth
  CHECK(spread.quantiles[8].shift == 0.25);
}

TEST_CASE("no shift of the mean can hide tokens that were lost") {
  // 96 tokens gain 1/96 of what four of a hundred lose.
  tailgate::paired_probabilities item{"a", "", {}, {}};
  for (int i = 0; i < 100; ++i) {
    item.baseline.push_back(i < 4 ? 0.98 : 0.5);
    item.candidate.push_back(i < 4 ? 0.02 : 0.54);
  }
  probability_shift metric;
  metric.observe(item);
  const auto row = metric.summary(level);
  CHECK(std::abs(row.difference.value()) < 1e-12);
  CHECK(row.distribution->quantiles[0].shift.value() == doctest::Approx(-0.96));
  CHECK(row.distribution->quantiles[4].shift.value() == doctest::Approx(0.04));
  CHECK(row.distribution->root_mean_square_shift.value() > 0.19);
}

TEST_CASE("any order and any tree of shards, also beyond what is kept, gives the same bytes") {
  probability_shift forward, backward, left, right;
  constexpr std::size_t items = 35, tokens = 2000; // 70,000 values
  for (std::size_t i = 0; i < items; ++i) {
    forward.observe(random_item(i, tokens));
    backward.observe(random_item(items - 1 - i, tokens));
    (i % 4 == 1 ? left : right).observe(random_item(i, tokens));
  }
  const std::string whole = bytes_of(forward);
  CHECK(bytes_of(backward) == whole);
  probability_shift loaded;
  const std::string left_bytes = bytes_of(left);
  tailgate::byte_reader in(left_bytes, "test");
  loaded.load(in);
  in.finish();
  right.merge(loaded);
  CHECK(bytes_of(right) == whole);
  const auto row = right.summary(level), expected = forward.summary(level);
  CHECK(row.difference == expected.difference);
  CHECK(row.confidence == expected.confidence);
  CHECK(*row.distribution == *expected.distribution);
  CHECK(row.distribution->observations == items * tokens);
  CHECK(row.distribution->rank_error == doctest::Approx(0.006358).epsilon(1e-3));
  // The difference of two uniform numbers has RMS 1 / sqrt(6) and median 0.
  CHECK(row.distribution->root_mean_square_shift.value() ==
        doctest::Approx(std::sqrt(1.0 / 6)).epsilon(0.01));
  CHECK(std::abs(row.distribution->quantiles[4].shift.value()) < 0.01);
  CHECK(thrown_by<tailgate::argument_error>([&] { right.merge(left); }).number == 361);
  CHECK(bytes_of(right) == whole);
}

TEST_CASE("items that cannot be are refused and change nothing") {
  probability_shift metric;
  metric.observe({"a", "", {0.5}, {0.5}});
  const std::string before = bytes_of(metric);
  const auto refusal = [&](tailgate::paired_probabilities item) {
    return thrown_by<tailgate::argument_error>([&] { metric.observe(item); });
  };
  CHECK(refusal({"b", "", {}, {}}).number == 383);
  CHECK(refusal({"b", "", {0.5, 0.5}, {0.5}}).says("item 'b': 2 tokens of the baseline, 1"));
  for (const double bad : {-0.1, 1.1, std::nan("")}) {
    CHECK(refusal({"b", "", {0.5, bad}, {0.5, 0.5}}).number == 362);
    CHECK(refusal({"b", "", {0.5, 0.5}, {0.5, bad}}).says("a probability of the candidate"));
  }
  CHECK(refusal({"a", "", {0.5}, {0.5}}).number == 361);
  CHECK(refusal({"", "", {0.5}, {0.5}}).number == 360);
  CHECK(bytes_of(metric) == before);
}

TEST_CASE("without items everything is undefined") {
  const auto row = probability_shift().summary(level);
  CHECK(row.difference.why() == tailgate::undefined_reason::no_items);
  CHECK(row.distribution->root_mean_square_shift.why() == tailgate::undefined_reason::no_items);
  CHECK(row.distribution->quantiles[4].shift.why() == tailgate::undefined_reason::no_items);
}

TEST_CASE("a damaged state is refused and changes nothing") {
  probability_shift metric;
  metric.observe({"a", "s", {0.5, 0.25}, {0.25, 0.25}});
  metric.observe({"b", "s", {1}, {0.5}});
  const std::string bytes = bytes_of(metric);
  probability_shift target;
  target.observe({"z", "", {0.5}, {0.5}});
  const std::string before = bytes_of(target);
  const auto number_of = [&](const std::string& damaged) {
    tailgate::byte_reader in(damaged, "test");
    return thrown_by<tailgate::format_error>([&] { target.load(in); }).number;
  };
  for (std::size_t cut = 0; cut < bytes.size(); ++cut)
    CHECK(number_of(bytes.substr(0, cut)) == 32);
  // 8 number of items, 8 + 1 id, 8 + 1 cluster, then baseline, candidate, squares, count
  constexpr std::size_t baseline = 26, squares = 42, count = 50;
  std::string damaged = bytes;
  damaged[count] = 7;
  CHECK(number_of(damaged) == 373);
  damaged = bytes;
  damaged[count] = 0;
  CHECK(number_of(damaged) == 373);
  damaged = bytes;
  damaged[squares + 7] = static_cast<char>(0xBF); // a negative sum of squares
  CHECK(number_of(damaged) == 373);
  damaged = bytes;
  damaged[baseline + 6] = static_cast<char>(0xF0);
  damaged[baseline + 7] = 0x7F; // infinity or NaN
  CHECK(number_of(damaged) == 373);
  CHECK(bytes_of(target) == before);
}

TEST_CASE("stratified: with and without a registry of items, and by saved shards, one state") {
  const std::vector<tailgate::declared_stratum> declared{{{{"task", "a"}}, 0.5, 2}};
  const tailgate::stratum_key key{{"task", "a"}};
  tailgate::item_registry items;
  tailgate::stratified<probability_shift> whole(declared), shared(declared, items), half(declared);
  tailgate::stratified<tailgate::topk_agreement> agreement(declared, items);
  for (std::size_t i = 0; i < 10; ++i) {
    whole.observe(key, random_item(i, 5));
    agreement.observe(key, {random_item(i, 5).id, "", 5, 2, i});
    (i % 2 == 0 ? shared : half).observe(key, random_item(i, 5));
  }
  shared.merge_state(half.state());
  CHECK(shared.state() == whole.state());
  CHECK(agreement.result(level).strata()[0].candidate.value() == doctest::Approx(0.45));
  CHECK(shared.result(level).strata()[0].distribution->observations == 50);
}
