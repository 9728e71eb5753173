#include "rounds_to.hpp"
#include <doctest/doctest.h>
#include <tailgate/stats/bonett_price.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("Bonett-Price: [[59, 6], [16, 80]], contingencytables (R), chapter 8") {
  const auto ci = ts::bonett_price_interval({59, 16, 6, 80}).value();
  CHECK(ci.lower == rounds_to("-.1195"));
  CHECK(ci.upper == rounds_to("-.0032"));
}

TEST_CASE("Bonett-Price: has width without discordant pairs and stays within [-1, 1]") {
  const auto ci = ts::bonett_price_interval({40, 0, 0, 10}).value();
  CHECK(ci.lower < -0.03);
  CHECK(ci.upper == Approx(-ci.lower));
  CHECK(ts::bonett_price_interval({0, 1, 0, 0}).value().lower == -1.0);
  CHECK(ts::bonett_price_interval({}).why() == tailgate::undefined_reason::no_items);
}
