#include "oversampled_tail.hpp"
#include "rounds_to.hpp"
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/horvitz_thompson.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;

TEST_CASE("Horvitz-Thompson: five items of unequal probability") {
  const std::vector<double> y{1, 0, 1, 1, 0};
  const std::vector<double> pi{.1, .2, .5, .5, .05};
  CHECK(ts::horvitz_thompson_total(y, pi).value.value() == Approx(14).epsilon(1e-14));
}

TEST_CASE("Horvitz-Thompson: simple random samples within strata have the textbook error") {
  const oversampled_tail::items drawn(oversampled_tail::baseline);
  const auto total = ts::horvitz_thompson_total(drawn.values, drawn.inclusion, drawn.stratum);
  CHECK(total.value.value() == Approx(95160).epsilon(1e-12));
  CHECK(total.standard_error.value() == rounds_to("1126.68"));
  const oversampled_tail::items after(oversampled_tail::candidate);
  CHECK(ts::horvitz_thompson_total(after.values, after.inclusion).value.value() ==
        Approx(94352).epsilon(1e-12));
}

TEST_CASE("Horvitz-Thompson: what cannot be said is undefined") {
  const std::vector<double> y{1, 2, 3};
  const std::vector<double> certain{1, 1, 1};
  CHECK(ts::horvitz_thompson_total(y, certain).standard_error.value() == 0.0);
  CHECK(
      ts::horvitz_thompson_total(y, certain).confidence().why() == undefined_reason::zero_variance);
  CHECK(ts::horvitz_thompson_total(
            y, std::vector<double>{1, .5, 1}, std::vector<std::uint64_t>{0, 1, 0})
            .standard_error.why() == undefined_reason::too_few_items);
  CHECK(ts::horvitz_thompson_total({}, {}).value.why() == undefined_reason::no_items);
  for (const auto& bad : {std::vector<double>{1, NAN, 3}, std::vector<double>{1, INFINITY, 3},
           std::vector<double>{1.7e308, 1.7e308, 3}}) {
    CHECK(
        ts::horvitz_thompson_total(bad, certain).value.why() == undefined_reason::non_finite_input);
    CHECK(ts::horvitz_thompson_total(bad, certain).confidence().why() ==
          undefined_reason::non_finite_input);
  }
  CHECK(ts::horvitz_thompson_total(
            std::vector<double>{1e200, -1e200, 1}, std::vector<double>{.5, .5, .5})
            .standard_error.why() == undefined_reason::non_finite_input);
  CHECK_THROWS_AS((void)ts::horvitz_thompson_total(y, std::vector<double>{1, NAN, 1}),
      tailgate::argument_error);
  CHECK_THROWS_AS(
      (void)ts::horvitz_thompson_total(y, std::vector<double>{1, 0, 1}), tailgate::argument_error);
  CHECK_THROWS_AS(
      (void)ts::horvitz_thompson_total(y, std::vector<double>{1}), tailgate::shape_error);
}
