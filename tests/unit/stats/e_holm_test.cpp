#include <doctest/doctest.h>
#include <tailgate/stats/e_holm.hpp>
#include <tailgate/stats/multiplicity.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;

TEST_CASE("e-Holm: by hand, and never less than Holm on 1/e") {
  const auto adjusted = ts::e_holm_adjust(std::vector<double>{40, .5, 3});
  CHECK(adjusted[1] == .5);
  CHECK(adjusted[2] == Approx(1.75)); // (3 + .5) / 2
  CHECK(adjusted[0] == Approx(14.5)); // (40 + .5 + 3) / 3
  CHECK_THROWS_AS((void)ts::e_holm_adjust(std::vector<double>{-1}), tailgate::argument_error);

  const std::vector<double> e{2, 90, 7, 33, 1.5, 400};
  std::vector<double> p;
  for (const double value : e)
    p.push_back(1 / value);
  const auto holm = ts::holm_adjust(p);
  const auto e_holm = ts::e_holm_adjust(e);
  for (std::size_t i = 0; i < e.size(); ++i)
    CHECK(e_holm[i] >= 1 / holm[i] - 1e-12);
}
