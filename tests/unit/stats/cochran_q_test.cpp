#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/cochran_q.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;

TEST_CASE("Cochran's Q and I^2: two estimates by hand") {
  // Weights 1 and 4: pooled (0 + 4 * 5) / 5 = 4; Q = 16 + 4 = 20; I^2 = 19 / 20.
  const auto result = ts::cochran_q(std::vector<double>{0, 5}, std::vector<double>{1, .5}).value();
  CHECK(result.pooled == Approx(4));
  CHECK(result.q == Approx(20));
  CHECK(result.degrees_of_freedom == 1);
  CHECK(result.p_value == Approx(std::erfc(std::sqrt(10.0))).epsilon(1e-12));
  CHECK(result.i_squared == Approx(.95));
  const std::vector<double> same{2, 2, 2};
  CHECK(ts::cochran_q(same, same).value().i_squared == 0.0);
  CHECK(ts::cochran_q(same, same).value().p_value == 1.0);
  CHECK(ts::cochran_q(std::vector<double>{1}, std::vector<double>{1}).why() ==
        undefined_reason::too_few_items);
  CHECK(ts::cochran_q(same, std::vector<double>{1, 0, 1}).why() == undefined_reason::zero_variance);
  CHECK_THROWS_AS((void)ts::cochran_q(same, {}), tailgate::shape_error);
}
