#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/priority_total.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;

TEST_CASE("priority sample: the total and its error by hand") {
  const std::vector<double> y{3, 4, 5};
  const std::vector<double> p{.5, .8, 1};
  const auto total = ts::priority_total(y, p);
  CHECK(total.value.value() == Approx(6 + 5 + 5));
  CHECK(total.standard_error.value() == Approx(std::sqrt(.5 * 36 + .2 * 25)));
  // values in proportion to size still leave an error: the threshold is random
  CHECK(ts::priority_total(p, p).standard_error.value() > 0);
}

TEST_CASE("priority sample: what cannot be said is undefined") {
  const std::vector<double> y{3, 4, 5};
  const std::vector<double> p{.5, .8, .9};
  const std::vector<std::uint64_t> strata{0, 1, 1};
  CHECK(ts::priority_total({}, {}).value.why() == undefined_reason::no_items);
  CHECK(ts::priority_total(y, p, strata).standard_error.why() == undefined_reason::too_few_items);
  CHECK(ts::priority_total(y, std::vector<double>{1, .8, .9}, strata).standard_error.defined());
  CHECK(ts::priority_total(std::vector<double>{INFINITY}, std::vector<double>{1}).value.why() ==
        undefined_reason::non_finite_input);
  CHECK_THROWS_AS(
      (void)ts::priority_total(y, std::vector<double>{1, 2, 1}), tailgate::argument_error);
  CHECK_THROWS_AS((void)ts::priority_total(y, std::vector<double>{1}), tailgate::shape_error);
}
