#include "oversampled_tail.hpp"
#include "rounds_to.hpp"
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/effective_sample_size.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::undefined_reason;

TEST_CASE("Kish: the oversampled tail, computed from the formula") {
  const oversampled_tail::items drawn(oversampled_tail::baseline);
  std::vector<double> weights;
  for (const double pi : drawn.inclusion)
    weights.push_back(1 / pi);
  CHECK(ts::kish_effective_sample_size(weights).value() == rounds_to("306.1287"));
}

TEST_CASE("Kish: equal weights lose nothing") {
  CHECK(ts::kish_effective_sample_size(std::vector<double>(7, 0.3)).value() == Approx(7));
  CHECK(ts::kish_effective_sample_size({}).why() == undefined_reason::no_items);
  CHECK(ts::kish_effective_sample_size(std::vector<double>{0, 0}).why() ==
        undefined_reason::zero_weight);
  for (const double scale : {1e-300, 1e300}) // the squares alone would leave the range of double
    CHECK(ts::kish_effective_sample_size(std::vector<double>{scale, 2 * scale}).value() ==
          Approx(1.8).epsilon(1e-14));
  CHECK_THROWS_AS(
      (void)ts::kish_effective_sample_size(std::vector<double>{1, NAN}), tailgate::argument_error);
  CHECK_THROWS_AS(
      (void)ts::kish_effective_sample_size(std::vector<double>{-1}), tailgate::argument_error);
}
