#include "numeric_cases.hpp"

#include <doctest/doctest.h>
#include <tailgate/strata/numeric_edge/fraction_or_percent.hpp>

using edge = tailgate::numeric_edge::fraction_or_percent;

TEST_CASE("percent, fractions and smaller parts") {
  check_present<edge>({{"15%", edge::percent}, {"15 % of 40", edge::percent},
      {"0.5 percent", edge::percent}, {"5 per cent", edge::percent}, {"20%.", edge::percent},
      {"3/4 of 12", edge::fraction}, {"1/2 + 1/3 = ", edge::fraction}, {"-3 / 4", edge::fraction},
      {"2\u00BD cups", edge::fraction}, {"\u215B", edge::fraction},
      {"7\u2030", edge::per_mille_or_basis_point},
      {"25 basis points", edge::per_mille_or_basis_point},
      {"25 bps", edge::per_mille_or_basis_point}, {"3 per mille", edge::per_mille_or_basis_point}});
}

TEST_CASE("remainders, dates, paths and divisions") {
  check_absent<edge>({"17%5=", "17 % 5", "1/2/2024", "a/b", "and/or", "percent", "3 \u00F7 4",
      "path/3/x", "3.5/4", "%", "/", "v1/2x"});
}
