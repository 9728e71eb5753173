#include <doctest/doctest.h>
#include <tailgate/stats/multiplicity.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::estimate;
using tailgate::undefined_reason;

TEST_CASE("adjusted p-values: scipy's test of eight") {
  const std::vector<double> p{.005, .009, .019, .022, .051, .101, .361, .387};
  const std::vector<double> bh{.036, .036, .044, .044, .0816, .134667, .387, .387};
  const std::vector<double> holm{.04, .063, .114, .114, .204, .303, .722, .722};
  const auto got_bh = ts::benjamini_hochberg_adjust(p);
  const auto got_holm = ts::holm_adjust(p);
  for (std::size_t i = 0; i < p.size(); ++i) {
    CHECK(got_bh[i] == Approx(bh[i]).epsilon(3e-6));
    CHECK(got_holm[i] == Approx(holm[i]).epsilon(1e-12));
  }
}

TEST_CASE("adjusted p-values come back in the order given and stay within 1") {
  const std::vector<double> p{.9, .001, .6};
  const auto holm = ts::holm_adjust(p);
  CHECK(holm[0] == 1.0);
  CHECK(holm[1] == Approx(.003));
  CHECK(holm[2] == 1.0);
  const auto bh = ts::benjamini_hochberg_adjust(p);
  CHECK(bh[0] == Approx(.9));
  CHECK(bh[1] == Approx(.003));
  CHECK(ts::holm_adjust(std::vector<double>{}).empty());
  CHECK_THROWS_AS((void)ts::holm_adjust(std::vector<double>{1.2}), tailgate::argument_error);
}

TEST_CASE("a stratum without p-value stays undefined and still counts") {
  const std::vector<estimate<double>> p{.01, undefined_reason::no_items, .02};
  const auto holm = ts::holm_adjust(p);
  CHECK(holm[0].value() == Approx(.03));
  CHECK(holm[1].why() == undefined_reason::no_items);
  CHECK(holm[2].value() == Approx(.04));
  CHECK(ts::benjamini_hochberg_adjust(p)[2].value() == Approx(.03));
}
