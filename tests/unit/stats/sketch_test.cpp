#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/kll_sketch.hpp>
#include <tailgate/stats/req_sketch.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;
using ts::rank_rule;

namespace {

/// 0 ... n - 1 in a scrambled order: i * step mod n with step prime to n.
template <class Sketch>
void add_scrambled(Sketch& sketch, std::uint64_t n, std::uint64_t first, std::uint64_t last) {
  for (std::uint64_t i = first; i < last; ++i)
    sketch.add(static_cast<double>(i * 7919 % n));
}

} // namespace

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

TEST_CASE("sketches are reproducible and merge with themselves") {
  const auto build = [] {
    ts::req_sketch sketch(8, ts::accurate_end::high, 4);
    add_scrambled(sketch, 5000, 0, 5000);
    return sketch;
  };
  CHECK(build().quantile(.37) == build().quantile(.37));
  ts::kll_sketch twice(50);
  add_scrambled(twice, 1000, 0, 1000);
  twice.merge(twice);
  CHECK(twice.count() == 2000);
  CHECK(std::abs(twice.rank(499).value() - .5) < .15);
}

TEST_CASE("sketches: what cannot be said is undefined, what cannot be done is an error") {
  CHECK(ts::kll_sketch().quantile(.5).why() == undefined_reason::no_items);
  CHECK(ts::req_sketch().rank(1).why() == undefined_reason::no_items);
  ts::kll_sketch kll;
  CHECK_THROWS_AS(kll.add(NAN), tailgate::argument_error);
  CHECK_THROWS_AS(kll.merge(ts::kll_sketch(100)), tailgate::argument_error);
  CHECK_THROWS_AS((void)kll.quantile(2), tailgate::argument_error);
  CHECK_THROWS_AS(ts::kll_sketch(3), tailgate::argument_error);
  CHECK_THROWS_AS(ts::req_sketch(7), tailgate::argument_error);
  ts::req_sketch req;
  CHECK_THROWS_AS(req.merge(ts::req_sketch(12, ts::accurate_end::low)), tailgate::argument_error);
}
