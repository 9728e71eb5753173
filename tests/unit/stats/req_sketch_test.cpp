#include "saved_sketch.hpp"
#include "scrambled_stream.hpp"
#include <cmath>
#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/stats/req_sketch.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;
using ts::rank_rule;

TEST_CASE("REQ: 1..10 as in datasketches-cpp's tests") {
  ts::req_sketch sketch;
  for (int i = 1; i <= 10; ++i)
    sketch.add(i);
  CHECK(sketch.quantile(.5).value() == 5);
  CHECK(sketch.quantile(.5, rank_rule::exclusive).value() == 6);
  CHECK(sketch.quantile(0).value() == 1);
  CHECK(sketch.quantile(1).value() == 10);
  CHECK(sketch.rank(0).value() == 0.0);
  CHECK(sketch.rank_standard_error(.5) == 0.0);
}

TEST_CASE("REQ: ranks and quantiles of 1..10 as in datasketches-cpp's tests") {
  ts::req_sketch sketch;
  for (int i = 1; i <= 10; ++i)
    sketch.add(i);
  for (const auto& [x, expected] : {std::pair{1, 0.0}, {2, .1}, {6, .5}, {9, .8}, {10, .9}})
    CHECK(sketch.rank(x, rank_rule::exclusive).value() == expected);
  for (const auto& [x, expected] : {std::pair{1, .1}, {2, .2}, {5, .5}, {9, .9}, {10, 1.0}})
    CHECK(sketch.rank(x).value() == expected);
  for (const auto& [q, expected] : {std::pair{0.0, 1}, {.1, 2}, {.5, 6}, {.9, 10}, {1.0, 10}})
    CHECK(sketch.quantile(q, rank_rule::exclusive).value() == expected);
  for (const auto& [q, expected] : {std::pair{0.0, 1}, {.1, 1}, {.5, 5}, {.9, 9}, {1.0, 10}})
    CHECK(sketch.quantile(q).value() == expected);
}

TEST_CASE("REQ: repeated values as in datasketches-cpp's tests") {
  ts::req_sketch sketch;
  for (const double x : {1, 1, 1, 2, 2, 2})
    sketch.add(x);
  CHECK(sketch.rank(1, rank_rule::exclusive).value() == 0.0);
  CHECK(sketch.rank(1).value() == .5);
  CHECK(sketch.rank(2, rank_rule::exclusive).value() == .5);
  CHECK(sketch.rank(2).value() == 1.0);
}

TEST_CASE("REQ: a hundred thousand items in order as in datasketches-cpp's tests") {
  constexpr int n = 100000;
  ts::req_sketch sketch;
  for (int i = 0; i < n; ++i)
    sketch.add(i);
  CHECK(sketch.retained() < n / 10);
  CHECK(sketch.rank(0, rank_rule::exclusive).value() == 0.0);
  CHECK(sketch.rank(n, rank_rule::exclusive).value() == 1.0);
  CHECK(std::abs(sketch.rank(n / 2.0, rank_rule::exclusive).value() - .5) < .01);
  CHECK(std::abs(sketch.rank(n - 1, rank_rule::exclusive).value() - 1) < .01);
  CHECK(sketch.quantile(0).value() == 0);
  CHECK(sketch.quantile(1).value() == n - 1);
}

TEST_CASE("REQ: the error shrinks towards the accurate end") {
  constexpr std::uint64_t n = 100000;
  for (const auto end : {ts::accurate_end::high, ts::accurate_end::low}) {
    double squares[4] = {};
    const double distance[4] = {.5, .1, .01, .001};
    constexpr int runs = 12;
    for (std::uint64_t seed = 0; seed < runs; ++seed) {
      ts::req_sketch sketch(12, end, seed);
      add_scrambled(sketch, n, 0, n);
      CHECK(sketch.retained() < 2500);
      for (int i = 0; i < 4; ++i) {
        const double r = end == ts::accurate_end::high ? 1 - distance[i] : distance[i];
        const double error = sketch.rank(r * n - 1).value() - r;
        squares[i] += error * error / runs;
      }
    }
    ts::req_sketch long_one(12, end);
    add_scrambled(long_one, n, 0, n);
    for (int i = 0; i < 4; ++i) {
      const double r = end == ts::accurate_end::high ? 1 - distance[i] : distance[i];
      CAPTURE(r);
      // A standard deviation over 12 runs exceeds twice its true value with probability 1e-5.
      CHECK(std::sqrt(squares[i]) < 2 * long_one.rank_standard_error(r) + 1e-9);
    }
  }
}

TEST_CASE("REQ: shards merge; the far tail stays exact") {
  constexpr std::uint64_t n = 60000;
  ts::req_sketch all(12, ts::accurate_end::high, 99);
  for (std::uint64_t shard = 0; shard < 6; ++shard) {
    ts::req_sketch part(12, ts::accurate_end::high, shard);
    add_scrambled(part, n, shard * n / 6, (shard + 1) * n / 6);
    all.merge(part);
  }
  CHECK(all.count() == n);
  for (std::uint64_t back = 0; back < 30; ++back)
    CHECK(all.rank(static_cast<double>(n - 1 - back)).value() ==
          Approx(1 - static_cast<double>(back) / n).epsilon(1e-12));
  CHECK(std::abs(all.quantile(.99).value() / n - .99) < 5 * all.rank_standard_error(.99));
}

TEST_CASE("REQ: reproducible") {
  const auto build = [] {
    ts::req_sketch sketch(8, ts::accurate_end::high, 4);
    add_scrambled(sketch, 5000, 0, 5000);
    return sketch;
  };
  CHECK_FALSE(build().exact());
  CHECK(build().quantile(.37) == build().quantile(.37));
}

TEST_CASE("REQ: what cannot be said is undefined, what cannot be done is an error") {
  ts::req_sketch sketch;
  CHECK(sketch.quantile(.5).why() == undefined_reason::no_items);
  CHECK(sketch.rank(1).why() == undefined_reason::no_items);
  CHECK_THROWS_AS(sketch.add(NAN), tailgate::argument_error);
  CHECK_THROWS_AS(
      sketch.merge(ts::req_sketch(12, ts::accurate_end::low)), tailgate::argument_error);
  CHECK_THROWS_AS((void)sketch.rank_standard_error(-1), tailgate::argument_error);
  CHECK_THROWS_AS(ts::req_sketch(7), tailgate::argument_error);
}

TEST_CASE("REQ: a saved sketch goes on bit by bit") {
  ts::req_sketch empty;
  check_goes_on(empty);
  ts::req_sketch few;
  add_scrambled(few, 30, 0, 30);
  check_goes_on(few);
  for (const std::uint32_t k : {8u, 12u, 200u}) {
    ts::req_sketch sketch(k, ts::accurate_end::low, 4);
    add_scrambled(sketch, 20000, 0, 20000);
    check_goes_on(sketch);
    ts::req_sketch other(k, ts::accurate_end::low, 5);
    add_scrambled(other, 9001, 0, 9001);
    other.merge(sketch);
    check_goes_on(other);
  }
  ts::req_sketch endless;
  endless.add(INFINITY);
  endless.add(-static_cast<double>(INFINITY));
  check_goes_on(endless);
}

TEST_CASE("REQ: the layout of a saved sketch") {
  ts::req_sketch sketch(8, ts::accurate_end::low, 77);
  sketch.add(2);
  sketch.add(-1);
  tailgate::byte_writer out;          // little-endian numbers, doubles by their bits
  out.put(std::uint32_t{0x00716572}); // "req"
  out.put(std::uint32_t{1});          // version
  out.put(std::uint32_t{8});          // k
  out.put(std::uint8_t{1});           // the low end is accurate
  out.put(std::uint64_t{77});         // seed
  out.put(std::uint64_t{0});          // compactions
  out.put(std::uint64_t{2});          // items seen
  out.put(-1.0);
  out.put(2.0);
  out.put(std::uint8_t{1}); // levels, each with its schedule and items
  out.put(std::uint64_t{0});
  out.put(std::uint8_t{0});
  out.put(std::uint64_t{2});
  out.put(2.0);
  out.put(-1.0);
  CHECK(saved(sketch) == out.bytes());
}

TEST_CASE("REQ: damaged states are refused, and never make a sketch that cannot be used") {
  ts::req_sketch exact(8, ts::accurate_end::low, 4);
  add_scrambled(exact, 5, 0, 5);
  check_damage<ts::req_sketch>(saved(exact));
  ts::req_sketch sketch(8, ts::accurate_end::low, 4);
  add_scrambled(sketch, 300, 0, 300);
  REQUIRE_FALSE(sketch.exact());
  const auto bytes = saved(sketch);
  check_damage<ts::req_sketch>(bytes);
  const auto refused = [](const std::string& damaged) {
    CHECK_THROWS_WITH_AS((void)loaded<ts::req_sketch>(damaged), doctest::Contains("tailgate.E217"),
        tailgate::format_error);
  };
  refused(patched(bytes, 0, std::uint32_t{1}));         // another kind
  refused(patched(bytes, 4, std::uint32_t{2}));         // another version
  refused(patched(bytes, 8, std::uint32_t{9}));         // k
  refused(patched(bytes, 13 + 8, std::uint64_t{151}));  // compactions of 300 items
  refused(patched(bytes, 13 + 16, std::uint64_t{299})); // items seen
  refused(patched(bytes, 13 + 16, std::uint64_t{301}));
  refused(patched(bytes, 13 + 24, static_cast<double>(NAN))); // extremes
  refused(patched(bytes, 13 + 32, -1.0));
  refused(patched(bytes, 13 + 32, 150.0));
  refused(patched(bytes, 13 + 40, std::uint8_t{0})); // levels
  refused(patched(bytes, 13 + 40, std::uint8_t{65}));
  refused(patched(bytes, 63 + 8, 1e9)); // an item
  refused(patched(bytes, 63 + 8, static_cast<double>(NAN)));
  CHECK_THROWS_WITH_AS((void)loaded<ts::req_sketch>(patched(bytes, 63, ~std::uint64_t{0})),
      doctest::Contains("tailgate.E032"), tailgate::format_error); // a number of items
}

TEST_CASE("REQ: shards built by any number of threads merge to the same bits") {
  check_threads(
      [](std::uint64_t shard) { return ts::req_sketch(12, ts::accurate_end::high, shard); });
}

TEST_CASE("REQ: a schedule that cannot be is refused") {
  ts::req_sketch sketch(8);
  add_scrambled(sketch, 300, 0, 300);
  const auto bytes = saved(sketch);
  for (const auto& damaged : {patched(bytes, 54, std::uint64_t{151}),
           patched(bytes, 62, std::uint8_t{2}), patched(bytes, 12, std::uint8_t{2})})
    CHECK_THROWS_WITH_AS((void)loaded<ts::req_sketch>(damaged), doctest::Contains("tailgate.E217"),
        tailgate::format_error);
}
