#include <doctest/doctest.h>
#include <tailgate/stats/paired_counts.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("paired counts add items and shards") {
  ts::paired_counts a;
  a.add(true, true);
  a.add(true, false);
  a.add(false, true);
  a.add(false, true);
  a.add(false, false);
  CHECK(a == ts::paired_counts{1, 1, 2, 1});
  CHECK((a + a).total() == 10);
  CHECK(a.difference().value() == Approx(0.2));
  CHECK(ts::paired_counts{}.difference().why() == tailgate::undefined_reason::no_items);
}
