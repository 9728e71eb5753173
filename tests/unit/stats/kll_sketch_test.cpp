#include "saved_sketch.hpp"
#include "scrambled_stream.hpp"
#include <cmath>
#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/stats/kll_sketch.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;
using ts::rank_rule;

TEST_CASE("KLL: 0..99 as in datasketches-cpp's tests") {
  ts::kll_sketch sketch;
  add_scrambled(sketch, 100, 0, 100);
  CHECK(sketch.exact());
  CHECK(sketch.quantile(.5).value() == 49);
  CHECK(sketch.quantile(.99).value() == 98);
  CHECK(sketch.quantile(1).value() == 99);
  CHECK(sketch.quantile(0).value() == 0);
  CHECK(sketch.rank(49).value() == Approx(.5));
  CHECK(sketch.rank(49, rank_rule::exclusive).value() == Approx(.49));
}

TEST_CASE("KLL: ten, two hundred and one item as in datasketches-cpp's tests") {
  ts::kll_sketch ten;
  for (int i = 1; i <= 10; ++i)
    ten.add(i);
  CHECK(ten.quantile(0).value() == 1);
  CHECK(ten.quantile(.5).value() == 5);
  CHECK(ten.quantile(.99).value() == 10);
  CHECK(ten.quantile(1).value() == 10);
  ts::kll_sketch many;
  for (int i = 1; i <= 200; ++i)
    many.add(i);
  CHECK(many.exact());
  CHECK(many.retained() == 200);
  for (int i = 1; i <= 200; ++i) {
    CHECK(many.rank(i).value() == i / 200.0);
    CHECK(many.rank(i, rank_rule::exclusive).value() == (i - 1) / 200.0);
  }
  ts::kll_sketch one;
  one.add(1);
  CHECK(one.rank(1, rank_rule::exclusive).value() == 0.0);
  CHECK(one.rank(1).value() == 1.0);
  CHECK(one.rank(2, rank_rule::exclusive).value() == 1.0);
  CHECK(one.rank(INFINITY).value() == 1.0);
  CHECK(one.quantile(.5).value() == 1.0);
}

TEST_CASE("KLL: a million items stay within RANK_EPS_FOR_K_200 of datasketches-cpp's tests") {
  constexpr std::uint64_t n = 1000000;
  ts::kll_sketch sketch(200, 0);
  for (std::uint64_t i = 0; i < n; ++i)
    sketch.add(static_cast<double>(i));
  CHECK(sketch.rank_error() == Approx(.0133).epsilon(3e-5)); // their constant
  CHECK(sketch.quantile(0).value() == 0);
  CHECK(sketch.quantile(1).value() == n - 1);
  for (std::uint64_t i = 0; i < n; i += n / 100)
    CHECK(std::abs(sketch.rank(static_cast<double>(i), rank_rule::exclusive).value() -
                   static_cast<double>(i) / n) < .0133);
}

TEST_CASE("KLL: a long stream stays within the stated error and in little memory") {
  constexpr std::uint64_t n = 100000;
  int outside = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    ts::kll_sketch sketch(200, seed);
    add_scrambled(sketch, n, 0, n);
    CHECK(sketch.retained() < 700);
    for (int i = 1; i < 20; ++i)
      outside += std::abs(sketch.rank(i * .05 * n - 1).value() - i * .05) > sketch.rank_error();
  }
  CHECK(outside <= 6); // of 190 at 1 % each: 7 or more has probability 0.003
}

TEST_CASE("KLL: shards merge to a sketch within the same error") {
  constexpr std::uint64_t n = 60000;
  ts::kll_sketch all(200, 99);
  for (std::uint64_t shard = 0; shard < 6; ++shard) {
    ts::kll_sketch part(200, shard);
    add_scrambled(part, n, shard * n / 6, (shard + 1) * n / 6);
    all.merge(part);
  }
  CHECK(all.count() == n);
  CHECK(all.retained() < 700);
  CHECK(all.quantile(0).value() == 0);
  CHECK(all.quantile(1).value() == n - 1);
  for (const double q : {.01, .25, .5, .75, .99})
    CHECK(std::abs(all.quantile(q).value() / n - q) < all.rank_error());
}

TEST_CASE("KLL: reproducible, and merges with itself") {
  const auto build = [] {
    ts::kll_sketch sketch(50, 4);
    add_scrambled(sketch, 5000, 0, 5000);
    return sketch;
  };
  auto sketch = build();
  CHECK_FALSE(sketch.exact());
  CHECK(sketch.quantile(.37) == build().quantile(.37));
  sketch.merge(sketch);
  CHECK(sketch.count() == 10000);
  CHECK(std::abs(sketch.rank(2499).value() - .5) < .15);
}

TEST_CASE("KLL: what cannot be said is undefined, what cannot be done is an error") {
  ts::kll_sketch sketch;
  CHECK(sketch.quantile(.5).why() == undefined_reason::no_items);
  CHECK(sketch.rank(1).why() == undefined_reason::no_items);
  CHECK_THROWS_AS(sketch.add(NAN), tailgate::argument_error);
  CHECK_THROWS_AS(sketch.merge(ts::kll_sketch(100)), tailgate::argument_error);
  CHECK_THROWS_AS((void)sketch.quantile(2), tailgate::argument_error);
  CHECK_THROWS_AS(ts::kll_sketch(3), tailgate::argument_error);
}

TEST_CASE("KLL: a saved sketch goes on bit by bit") {
  ts::kll_sketch empty;
  check_goes_on(empty);
  ts::kll_sketch few;
  add_scrambled(few, 30, 0, 30);
  check_goes_on(few);
  for (const std::uint32_t k : {8u, 12u, 200u}) {
    ts::kll_sketch sketch(k, 4);
    add_scrambled(sketch, 20000, 0, 20000);
    check_goes_on(sketch);
    ts::kll_sketch other(k, 5);
    add_scrambled(other, 9001, 0, 9001);
    other.merge(sketch);
    check_goes_on(other);
  }
  ts::kll_sketch endless;
  endless.add(INFINITY);
  endless.add(-static_cast<double>(INFINITY));
  check_goes_on(endless);
}

TEST_CASE("KLL: the layout of a saved sketch") {
  ts::kll_sketch sketch(8, 77);
  sketch.add(2);
  sketch.add(-1);
  tailgate::byte_writer out;          // little-endian numbers, doubles by their bits
  out.put(std::uint32_t{0x006C6C6B}); // "kll"
  out.put(std::uint32_t{1});          // version
  out.put(std::uint32_t{8});          // k
  out.put(std::uint64_t{77});         // seed
  out.put(std::uint64_t{0});          // compactions
  out.put(std::uint64_t{2});          // items seen
  out.put(-1.0);
  out.put(2.0);
  out.put(std::uint8_t{1}); // levels, each with its items
  out.put(std::uint64_t{2});
  out.put(2.0);
  out.put(-1.0);
  CHECK(saved(sketch) == out.bytes());
}

TEST_CASE("KLL: damaged states are refused, and never make a sketch that cannot be used") {
  ts::kll_sketch exact(8, 4);
  add_scrambled(exact, 5, 0, 5);
  check_damage<ts::kll_sketch>(saved(exact));
  ts::kll_sketch sketch(8, 4);
  add_scrambled(sketch, 300, 0, 300);
  REQUIRE_FALSE(sketch.exact());
  const auto bytes = saved(sketch);
  check_damage<ts::kll_sketch>(bytes);
  const auto refused = [](const std::string& damaged) {
    CHECK_THROWS_WITH_AS((void)loaded<ts::kll_sketch>(damaged), doctest::Contains("tailgate.E217"),
        tailgate::format_error);
  };
  refused(patched(bytes, 0, std::uint32_t{1}));         // another kind
  refused(patched(bytes, 4, std::uint32_t{2}));         // another version
  refused(patched(bytes, 8, std::uint32_t{7}));         // k
  refused(patched(bytes, 12 + 8, std::uint64_t{151}));  // compactions of 300 items
  refused(patched(bytes, 12 + 16, std::uint64_t{299})); // items seen
  refused(patched(bytes, 12 + 16, std::uint64_t{301}));
  refused(patched(bytes, 12 + 24, static_cast<double>(NAN))); // extremes
  refused(patched(bytes, 12 + 32, -1.0));
  refused(patched(bytes, 12 + 32, 150.0));
  refused(patched(bytes, 12 + 40, std::uint8_t{0})); // levels
  refused(patched(bytes, 12 + 40, std::uint8_t{65}));
  refused(patched(bytes, 53 + 8, 1e9)); // an item
  refused(patched(bytes, 53 + 8, static_cast<double>(NAN)));
  CHECK_THROWS_WITH_AS((void)loaded<ts::kll_sketch>(patched(bytes, 53, ~std::uint64_t{0})),
      doctest::Contains("tailgate.E032"), tailgate::format_error); // a number of items
}

TEST_CASE("KLL: shards built by any number of threads merge to the same bits") {
  check_threads([](std::uint64_t shard) { return ts::kll_sketch(200, shard); });
}
