#include "rounds_to.hpp"
#include <doctest/doctest.h>
#include <tailgate/stats/wald.hpp>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("Wald: [[59, 6], [16, 80]], contingencytables (R), chapter 8") {
  const auto ci = ts::wald_interval({59, 16, 6, 80}).value();
  CHECK(ci.lower == rounds_to("-.1184"));
  CHECK(ci.upper == rounds_to("-.0058"));
}

TEST_CASE("Wald: without discordant pairs there is no interval, rather than one of width 0") {
  CHECK(ts::wald_interval({40, 0, 0, 10}).why() == tailgate::undefined_reason::zero_variance);
  CHECK(ts::wald_interval({0, 9, 0, 0}).why() == tailgate::undefined_reason::zero_variance);
  CHECK(ts::wald_interval({}).why() == tailgate::undefined_reason::no_items);
}
