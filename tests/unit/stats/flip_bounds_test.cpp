#include <algorithm>
#include <doctest/doctest.h>
#include <tailgate/stats/flip_bounds.hpp>

namespace ts = tailgate::stats;
using tailgate::undefined_reason;
using ts::marginal_counts;
using ts::paired_counts;

TEST_CASE("flip bounds: every table of up to nine items, by brute force") {
  for (std::uint64_t n = 1; n <= 9; ++n)
    for (std::uint64_t b = 0; b <= n; ++b)
      for (std::uint64_t c = 0; c <= n; ++c) {
        paired_counts fewest{}, most{};
        bool found = false;
        for (std::uint64_t both = 0; both <= n; ++both) {
          if (both > b || both > c || b + c - both > n)
            continue;
          const paired_counts table{both, b - both, c - both, n - (b + c - both)};
          if (!found || table.lost < fewest.lost)
            fewest = table;
          if (!found || table.lost > most.lost)
            most = table;
          found = true;
        }
        REQUIRE(found);
        const auto bounds = ts::frechet_flip_bounds({b, n, c, n}).value();
        CHECK(bounds == ts::flip_bounds{fewest, most});
        CHECK(bounds.most.total() == n);
        CHECK(bounds.most.baseline_right() == b);
        CHECK(bounds.fewest.candidate_right() == c);
      }
}

TEST_CASE("flip bounds: the hull of Tango's intervals, over every compatible table") {
  for (const std::uint64_t n : {1u, 2u, 5u, 12u, 40u})
    for (const double level : {.5, .9, .99})
      for (std::uint64_t b = 0; b <= n; b += n > 12 ? 3 : 1)
        for (std::uint64_t c = 0; c <= n; c += n > 12 ? 4 : 1) {
          const marginal_counts counts{b, n, c, n};
          const auto [fewest, most] = ts::frechet_flip_bounds(counts).value();
          const ts::confidence_level confidence(level);
          double lower = 1, upper = -1, last_lower = 1, last_upper = -1;
          for (std::uint64_t lost = fewest.lost; lost <= most.lost; ++lost) {
            const auto ci =
                ts::tango_interval({b - lost, lost, lost + c - b, n - c - lost}, confidence)
                    .value();
            CHECK(ci.lower <= last_lower + 1e-12); // each flip more widens the interval
            CHECK(ci.upper >= last_upper - 1e-12);
            last_lower = ci.lower;
            last_upper = ci.upper;
            lower = std::min(lower, ci.lower);
            upper = std::max(upper, ci.upper);
          }
          const auto hull = ts::tango_hull(counts, confidence).value();
          CHECK(hull.lower == doctest::Approx(lower).epsilon(1e-12));
          CHECK(hull.upper == doctest::Approx(upper).epsilon(1e-12));
        }
}

TEST_CASE("flip bounds: what totals alone leave open") {
  // 240 and 229 right of 250: from 11 lost and none gained to 21 lost and 10 gained.
  const auto bounds = ts::frechet_flip_bounds({240, 250, 229, 250}).value();
  CHECK(bounds.fewest == paired_counts{229, 11, 0, 10});
  CHECK(bounds.most == paired_counts{219, 21, 10, 0});
  const auto narrow = ts::tango_hull({240, 250, 229, 250}).value();
  const auto wide = ts::tango_hull({240, 250, 229, 250}, ts::default_confidence, 4).value();
  CHECK(wide.lower < narrow.lower);
  CHECK(wide.upper > narrow.upper);
  CHECK(ts::frechet_flip_bounds({}).why() == undefined_reason::no_items);
  CHECK(ts::tango_hull({}).why() == undefined_reason::no_items);
  CHECK_THROWS_WITH_AS((void)ts::frechet_flip_bounds({1, 4, 1, 5}),
      doctest::Contains("tailgate.E216"), tailgate::shape_error);
  CHECK_THROWS_AS((void)ts::tango_hull({5, 4, 1, 4}), tailgate::argument_error);
}
