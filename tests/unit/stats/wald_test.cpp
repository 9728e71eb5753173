#include <doctest/doctest.h>
#include <tailgate/stats/bonett_price.hpp>
#include <tailgate/stats/wald.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("Wald and Bonett-Price: [[59, 6], [16, 80]], contingencytables (R), chapter 8") {
  const ts::paired_counts table{59, 16, 6, 80};
  CHECK(ts::wald_interval(table).value().lower == Approx(-.1184).epsilon(5e-4));
  CHECK(ts::wald_interval(table).value().upper == Approx(-.0058).epsilon(1e-2));
  CHECK(ts::bonett_price_interval(table).value().lower == Approx(-.1195).epsilon(5e-4));
  CHECK(ts::bonett_price_interval(table).value().upper == Approx(-.0032).epsilon(2e-2));
}

TEST_CASE("Wald has no interval without discordant pairs; Bonett-Price has") {
  const ts::paired_counts same{40, 0, 0, 10};
  CHECK(ts::wald_interval(same).why() == tailgate::undefined_reason::zero_variance);
  const auto ci = ts::bonett_price_interval(same).value();
  CHECK(ci.lower < -0.03);
  CHECK(ci.upper == Approx(-ci.lower));
  CHECK(ts::wald_interval({}).why() == tailgate::undefined_reason::no_items);
  CHECK(ts::bonett_price_interval({}).why() == tailgate::undefined_reason::no_items);
  CHECK(ts::bonett_price_interval({0, 1, 0, 0}).value().lower == -1.0);
}
