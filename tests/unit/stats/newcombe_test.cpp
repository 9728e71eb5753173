#include <doctest/doctest.h>
#include <tailgate/stats/newcombe.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("Newcombe: published intervals") {
  // [[59, 6], [16, 80]], contingencytables (R), chapter 8
  const ts::paired_counts table{59, 16, 6, 80};
  CHECK(table.difference().value() == Approx(-.0621).epsilon(1e-3));
  const auto airway = ts::newcombe_interval(table).value();
  CHECK(airway.lower == Approx(-.1186).epsilon(5e-4));
  CHECK(airway.upper == Approx(-.0046).epsilon(1e-2));
  // [[1, 1], [7, 12]], Fagerland, Lydersen, Laake 2013
  const auto small = ts::newcombe_interval({1, 7, 1, 12}).value();
  CHECK(small.lower == Approx(-.50692).epsilon(1e-5));
  CHECK(small.upper == Approx(-.02556).epsilon(2e-4));
  // [[1, 0], [0, 1]] and all zeros, contingencytables (R), chapter 8
  const auto tiny = ts::newcombe_interval({1, 0, 0, 1}).value();
  CHECK(tiny.lower == Approx(-.5734).epsilon(1e-4));
  CHECK(tiny.upper == Approx(.5734).epsilon(1e-4));
  CHECK(ts::newcombe_interval({}).why() == tailgate::undefined_reason::no_items);
}

TEST_CASE("Newcombe: exchanging the models mirrors the interval") {
  const auto a = ts::newcombe_interval({40, 9, 2, 11}).value();
  const auto b = ts::newcombe_interval({40, 2, 9, 11}).value();
  CHECK(a.lower == Approx(-b.upper).epsilon(1e-14));
  CHECK(a.upper == Approx(-b.lower).epsilon(1e-14));
}

TEST_CASE("Newcombe: an empty margin has correlation 0 and the interval stays within [-1, 1]") {
  const auto all_right = ts::newcombe_interval({50, 0, 0, 0}).value();
  CHECK(all_right.lower < 0);
  CHECK(all_right.upper > 0);
  CHECK(ts::newcombe_interval({0, 3, 0, 0}).value().lower == -1.0);
}
