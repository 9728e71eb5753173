#include "scrambled_stream.hpp"
#include <cmath>
#include <doctest/doctest.h>
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
  CHECK(std::abs(sketch.rank(n / 2, rank_rule::exclusive).value() - .5) < .01);
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
