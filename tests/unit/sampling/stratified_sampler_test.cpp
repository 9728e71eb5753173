#include "../io/thrown.hpp"
#include "../stats/rounds_to.hpp"
#include "../stats/threads.hpp"
#include "made_population.hpp"
#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <numeric>
#include <tailgate/sampling/stratified_sampler.hpp>
#include <tailgate/sampling/top_up.hpp>
#include <tailgate/stats/effective_sample_size.hpp>
#include <tailgate/stats/horvitz_thompson.hpp>
#include <vector>

using tailgate::selection;
using tailgate::stratified_sampler;

namespace {

std::vector<std::string> ids(const tailgate::stratified_sample<std::uint64_t>& sample) {
  std::vector<std::string> result;
  for (const auto& item : sample.items)
    result.push_back(item.id);
  return result;
}

tailgate::sampling_request hex_request(selection how) {
  tailgate::sampling_request request = request_of(1, 5, 20260301);
  request.strata[0].key = task("hex");
  request.select = how;
  return request;
}

} // namespace

TEST_CASE("sampler: the draw that independent code makes") {
  // From SipHash and Philox written anew in Python, on the same ids, seed and stratum.
  CHECK(tailgate::permanent_random_number(20260301, tailgate::sampling_stream(task("hex")),
            tailgate::hash_of_id("item-7")) == 0x3c15a9315bd43ac2);
  const made_population population{{1000}};
  const std::vector<std::string> expected{
      "item-596", "item-818", "item-416", "item-448", "item-314"};
  const auto plain = population.draw(hex_request(selection::equal_probability));
  CHECK(ids(plain) == expected);
  CHECK(plain.items[3].place == 3);
  CHECK(plain.items[3].inclusion_probability == .005);
  CHECK(plain.items[3].weight() == doctest::Approx(200));
  CHECK(plain.items[3].payload == 448);
  const auto sized = population.draw(hex_request(selection::proportional_to_size));
  CHECK(ids(sized) == expected);
  CHECK(sized.items[3].inclusion_probability == 9 * 0x1.0b8c27ff654c5p-10);
  CHECK(sized.design.strata[0].total_size == 5500);
}

TEST_CASE("sampler: neither order nor shards nor threads change the sample") {
  const made_population population{{4000, 300, 50}};
  for (const auto how : {selection::equal_probability, selection::proportional_to_size}) {
    auto request = request_of(3, 120);
    request.select = how;
    const auto once = population.draw(request);
    audit(once);
    CHECK(once.items.size() == 120);

    std::vector<std::pair<std::size_t, std::uint64_t>> backwards;
    population.each([&](std::size_t k, std::uint64_t n) { backwards.emplace_back(k, n); });
    std::reverse(backwards.begin(), backwards.end());
    stratified_sampler<> reversed(request);
    for (const auto& [k, n] : backwards)
      reversed.offer(k, made_population::id(n), n, made_population::size(how, n));
    CHECK(reversed.draw() == once);

    for (const std::size_t shards : {1u, 2u, 7u, 64u}) {
      threads two{2};
      const auto merged = tailgate::sample_shards(
          request, shards,
          [&](std::size_t s, stratified_sampler<>& part) { population.offer(part, shards, s); },
          tailgate::executor_ref(two));
      CHECK(merged.draw() == once);
    }
  }
}

TEST_CASE("sampler: another stratum, another seed") {
  const made_population population{{200, 200}};
  const auto request = request_of(2, 40);
  auto reseeded = request;
  ++reseeded.seed;
  CHECK(ids(population.draw(request)) != ids(population.draw(reseeded)));
  // Declared in the other order, each stratum still draws the same.
  auto exchanged = request;
  std::swap(exchanged.strata[0], exchanged.strata[1]);
  stratified_sampler<> sampler(exchanged);
  population.each(
      [&](std::size_t k, std::uint64_t n) { sampler.offer(1 - k, made_population::id(n), n); });
  auto there = ids(population.draw(request));
  auto here = ids(sampler.draw());
  std::sort(there.begin(), there.end());
  std::sort(here.begin(), here.end());
  CHECK(there == here);
}

TEST_CASE("sampler: the payload is kept with the item, and only of kept items") {
  struct counted {
    int* made = nullptr;
    std::string line;
    counted() = default;
    counted(std::pair<int*, const char*> from) : made(from.first), line(from.second) { ++*made; }
  };
  auto request = request_of(1, 10);
  stratified_sampler<counted> sampler(request);
  int made = 0;
  for (int i = 0; i < 20000; ++i)
    sampler.offer(0, std::to_string(i), std::pair<int*, const char*>(&made, "{\"id\": 1}"));
  CHECK(sampler.draw().items[9].payload.line == "{\"id\": 1}");
  CHECK(made < 150); // expected: 11 (1 + ln(20000 / 11)) = 94
}

TEST_CASE("sampler: an oversampled tail, with the published values") {
  // Right answers of the 250 drawn from each stratum of 90000, 8000, 1500 and 500.
  const made_population population{{90000, 8000, 1500, 500}};
  auto request = request_of(4, 1000);
  request.allocation.rule = tailgate::allocation_rule::equal;
  const auto sample = population.draw(request);
  const auto estimated = [&](const std::array<std::uint64_t, 4>& right) {
    std::vector<double> values;
    for (const auto& item : sample.items)
      values.push_back(item.place < right[item.stratum] ? 1 : 0);
    return tailgate::stats::horvitz_thompson_total(
        values, sample.inclusion_probabilities(), sample.strata());
  };
  const auto baseline = estimated({240, 225, 200, 180});
  const auto candidate = estimated({239, 221, 170, 110});
  CHECK(baseline.value.value() / 100000 == rounds_to(".9516"));
  CHECK(candidate.value.value() / 100000 == rounds_to(".94352"));
  CHECK(baseline.standard_error.value() / 100000 == rounds_to(".0112668"));
  CHECK(candidate.standard_error.value() / 100000 == rounds_to(".0117976"));
  std::vector<double> weights;
  for (const auto& item : sample.items)
    weights.push_back(item.weight());
  CHECK(tailgate::stats::kish_effective_sample_size(weights).value() == rounds_to("306.1287"));
}

TEST_CASE("sampler: a stratum drawn wholly has probability 1") {
  for (const auto how : {selection::equal_probability, selection::proportional_to_size}) {
    auto request = request_of(2, 60);
    request.select = how;
    request.strata[1].exactly = 10;
    const auto sample = made_population{{500, 10}}.draw(request);
    audit(sample);
    CHECK_FALSE(sample.design.strata[1].threshold.has_value());
    for (const auto& item : sample.items)
      CHECK((item.inclusion_probability == 1) == (item.stratum == 1));
  }
}

TEST_CASE("sampler: a size beyond the threshold is certain") {
  auto request = request_of(1, 3);
  request.select = selection::proportional_to_size;
  stratified_sampler<> sampler(request);
  sampler.offer(0, "giant", 0, 1e12);
  for (std::uint64_t i = 1; i < 100; ++i)
    sampler.offer(0, made_population::id(i), i, 1.0);
  const auto sample = sampler.draw();
  CHECK(sample.items[0].id == "giant");
  CHECK(sample.items[0].inclusion_probability == 1);
  CHECK(sample.items[1].inclusion_probability < .2);
}

TEST_CASE("sampler: bad items are refused, and count as not offered") {
  auto request = request_of(2, 10);
  stratified_sampler<> sampler(request);
  const auto number = [&](auto f) { return thrown_by<tailgate::argument_error>(f); };
  CHECK(number([&] { sampler.offer(2, "x", 0); }).number == 312);
  CHECK(number([&] { sampler.offer(0, "", 0); }).number == 310);
  CHECK(number([&] { sampler.offer(0, "x", 0, 2); }).number == 313);
  sampler.offer(0, "x", 0);
  CHECK(number([&] { sampler.offer(0, "x", 1); }).says("'x' is offered twice"));
  sampler.offer(1, "x", 2); // an id is the item's within its stratum
  for (int i = 0; i < 20; ++i)
    sampler.offer(0, std::to_string(i), 0);
  CHECK(sampler.draw().design.strata[0].population == 21);
  request.select = selection::proportional_to_size;
  stratified_sampler<> sized(request);
  for (const double size : {0., -1., 1e-300, 1e300, std::numeric_limits<double>::quiet_NaN()})
    CHECK(number([&] { sized.offer(0, "x", 0, size); }).number == 313);
}

TEST_CASE("sampler: a copy of a drawn item is found in whatever order and shard it comes") {
  const made_population population{{3000}};
  const auto request = request_of(1, 20);
  const auto drawn = population.draw(request).items;
  for (const auto& item : {drawn.front(), drawn.back()}) {
    stratified_sampler<> early(request);
    early.offer(0, item.id, 0);
    CHECK_THROWS_AS(population.offer(early), tailgate::argument_error);
    stratified_sampler<> late(request);
    population.offer(late);
    CHECK_THROWS_AS(late.offer(0, item.id, 0), tailgate::argument_error);
    stratified_sampler<> whole(request);
    population.offer(whole);
    stratified_sampler<> shard(request);
    shard.offer(0, item.id, 0);
    CHECK(
        thrown_by<tailgate::argument_error>([&] { whole.merge(std::move(shard)); }).number == 311);
  }
}

TEST_CASE("sampler: shards of different requests do not merge") {
  stratified_sampler<> one(request_of(2, 10));
  CHECK(thrown_by<tailgate::argument_error>([&] {
    one.merge(stratified_sampler<>(request_of(2, 10, 2)));
  }).number == 314);
}

TEST_CASE("audit: finds what was changed by hand") {
  const made_population population{{500, 80}};
  const auto sample = population.draw(request_of(2, 50));
  CHECK_NOTHROW(audit(sample));
  const auto number = [](auto change, auto changed) {
    change(changed);
    return thrown_by<tailgate::incomplete_error>([&] { audit(changed); }).number;
  };
  CHECK(number([](auto& s) { s.items[3].id = "item-1"; }, sample) == 331);
  CHECK(number([](auto& s) { std::swap(s.items[3], s.items[4]); }, sample) == 331);
  CHECK(number([](auto& s) { s.items.pop_back(); }, sample) == 331);
  CHECK(number([](auto& s) { s.items.push_back(s.items.back()); }, sample) == 331);
  CHECK(number([](auto& s) { s.items[3].inclusion_probability = .5; }, sample) == 331);
  CHECK(number([](auto& s) { ++s.design.strata[0].sampled; }, sample) == 330);
  CHECK(number([](auto& s) { s.design.strata[0].threshold.reset(); }, sample) == 330);
  CHECK(number([](auto& s) { s.design.request.seed = 2; }, sample) == 331);
}

TEST_CASE("design: tells of any id whether it is in the sample") {
  const made_population population{{500, 80}};
  for (const auto how : {selection::equal_probability, selection::proportional_to_size}) {
    auto request = request_of(2, 50);
    request.select = how;
    const auto sample = population.draw(request);
    std::vector<std::string> drawn = ids(sample);
    std::size_t found = 0;
    population.each([&](std::size_t k, std::uint64_t n) {
      const bool in = std::find(drawn.begin(), drawn.end(), made_population::id(n)) != drawn.end();
      const double size = made_population::size(how, n);
      CHECK(sample.design.contains(k, made_population::id(n), size) == in);
      found += in;
    });
    CHECK(found == 50);
  }
  CHECK_THROWS_AS((void)population.draw(request_of(2, 50)).design.inclusion_probability(2),
      tailgate::argument_error);
}

TEST_CASE("design: a digest of everything") {
  const made_population population{{500, 80}};
  const auto design = population.draw(request_of(2, 50)).design;
  CHECK(digest(design) == digest(population.draw(request_of(2, 50)).design));
  CHECK(digest(design) != digest(population.draw(request_of(2, 51)).design));
  CHECK(digest(design) != digest(made_population{{500, 81}}.draw(request_of(2, 50)).design));
}

TEST_CASE("sampler: strata that are found on the way give the sample of declared ones") {
  const made_population population{{4000, 300, 50}};
  for (const auto how : {selection::equal_probability, selection::proportional_to_size}) {
    auto request = request_of(3, 120);
    request.select = how;
    request.allocation.minimum = 7;
    const auto expected = population.draw(request);
    for (const std::vector<std::size_t>& order :
        {std::vector<std::size_t>{2, 0, 1}, std::vector<std::size_t>{1, 2, 0}}) {
      auto first = request;
      first.strata = {request.strata[order[0]]};
      stratified_sampler<> sampler(first);
      for (std::size_t found = 0; found < order.size(); ++found) {
        if (found > 0)
          CHECK(sampler.declare(request.strata[order[found]]) == found);
        population.each([&](std::size_t k, std::uint64_t number) {
          if (k == order[found])
            sampler.offer(found, population.id(number), number, population.size(how, number));
        });
      }
      sampler.sort_strata();
      CHECK(sampler.request() == request);
      CHECK(sampler.draw() == expected);
    }
  }
}

TEST_CASE("sampler: a stratum that cannot be declared leaves the sampler as it was") {
  auto request = request_of(2, 10);
  stratified_sampler<> sampler(request);
  CHECK(thrown_by<tailgate::argument_error>([&] { sampler.declare({task("b")}); }).number == 307);
  CHECK(thrown_by<tailgate::argument_error>([&] {
    sampler.declare({task("c"), -1});
  }).number == 301);
  CHECK(sampler.request() == request);
  CHECK(sampler.declare({task("c")}) == 2);
}
