#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/strata/low_outliers.hpp>
#include <vector>

using namespace tailgate;

TEST_CASE("low_outlier_rule: the robust z-score is that of median and MAD") {
  // Median 6 and distances 5 4 3 2 1 0 1 2 3 4 5: MAD 3.
  const std::vector<double> values{11, 1, 2, 10, 3, 9, 4, 8, 5, 7, 6};
  CHECK(low_outlier_rule::robust_z(2).threshold(values).value() ==
        doctest::Approx(6 - 2 * 1.482602218505602 * 3).epsilon(1e-15));
  // Even number: median 2.5, distances 1.5 0.5 0.5 1.5, MAD 1.
  const std::vector<double> even{4, 1, 3, 2};
  CHECK(low_outlier_rule::robust_z().threshold(even).value() ==
        doctest::Approx(2.5 - 3.5 * 1.482602218505602).epsilon(1e-15));
}

TEST_CASE("low_outlier_rule: the lowest share is that many values") {
  std::vector<double> values;
  values.reserve(100);
  for (int i = 0; i < 100; ++i)
    values.push_back((i * 37) % 100);
  CHECK(low_outlier_rule::lowest_share(0.05).threshold(values).value() == 4);
  CHECK(low_outlier_rule::lowest_share(0.059).threshold(values).value() == 4);
  CHECK(low_outlier_rule::lowest_share(0.009).threshold(values).why() ==
        undefined_reason::too_few_items);
}

TEST_CASE("low_outlier_rule: no threshold is invented") {
  CHECK(low_outlier_rule::robust_z().threshold({}).why() == undefined_reason::no_items);
  const std::vector<double> same{1, 1, 1, 0.5};
  CHECK(low_outlier_rule::robust_z().threshold(same).why() == undefined_reason::zero_variance);
  for (const double z : {0.0, -1.0, HUGE_VAL, std::nan("")})
    CHECK_THROWS_AS((void)low_outlier_rule::robust_z(z), argument_error);
  for (const double share : {0.0, 1.0, -0.5, std::nan("")})
    CHECK_THROWS_AS((void)low_outlier_rule::lowest_share(share), argument_error);
}
