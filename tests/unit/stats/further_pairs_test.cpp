#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/further_pairs.hpp>

namespace ts = tailgate::stats;

namespace {

ts::paired_counts scaled(const ts::paired_counts& c, std::uint64_t factor) {
  return {c.both * factor, c.lost * factor, c.gained * factor, c.neither * factor};
}

} // namespace

TEST_CASE("further pairs: at power 1/2 the number is where Tango's bound meets the margin") {
  // No flip: the bound is z^2 / (n + z^2), which meets .03 at n = z^2 .97 / .03 = 87.48.
  CHECK(ts::further_pairs({50, 0, 0, 0}, 0.03, 0.05, 0.5).value() == 38);
  CHECK(ts::tango_noninferiority_p_value({88, 0, 0, 0}, 0.03).value() < 0.05);
  CHECK(ts::tango_noninferiority_p_value({87, 0, 0, 0}, 0.03).value() > 0.05);
}

TEST_CASE("further pairs: enough pairs of the same rates decide, fewer do not") {
  for (const auto& table : {ts::paired_counts{135, 9, 6, 0}, ts::paired_counts{88, 10, 2, 0}}) {
    const auto more = ts::further_pairs(table, 0.03, 0.05, 0.5).value();
    const std::uint64_t factor = (table.total() + more) / table.total();
    const auto decided = [](const ts::paired_counts& c) {
      return ts::tango_noninferiority_p_value(c, 0.03).value() < 0.05 ||
             ts::tango_inferiority_p_value(c, 0.03).value() < 0.05;
    };
    CHECK_FALSE(decided(scaled(table, factor)));
    CHECK(decided(scaled(table, factor + 1)));
    CHECK(ts::further_pairs(table, 0.03).value() > more); // power .8 asks for more
  }
}

TEST_CASE("further pairs: a decided table needs none, a hopeless one has no number") {
  CHECK(ts::further_pairs({1942, 28, 30, 0}, 0.03).value() == 0);
  CHECK(ts::further_pairs({97, 3, 0, 0}, 0.03).why() == tailgate::undefined_reason::not_invertible);
  CHECK(ts::further_pairs({}, 0.03).why() == tailgate::undefined_reason::no_items);
  CHECK_THROWS_AS((void)ts::further_pairs({1, 0, 0, 0}, 2), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::further_pairs({1, 0, 0, 0}, NAN), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::further_pairs({1, 0, 0, 0}, .03, NAN), tailgate::argument_error);
}
