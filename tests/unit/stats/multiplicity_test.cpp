#include "rounds_to.hpp"
#include <cmath>
#include <doctest/doctest.h>
#include <tailgate/stats/multiplicity.hpp>
#include <vector>

namespace ts = tailgate::stats;
using doctest::Approx;
using tailgate::estimate;
using tailgate::undefined_reason;

TEST_CASE("adjusted p-values: scipy's test of eight") {
  const std::vector<double> p{.005, .009, .019, .022, .051, .101, .361, .387};
  const char* const bh[] = {".036", ".036", ".044", ".044", ".0816", ".134667", ".387", ".387"};
  const char* const holm[] = {".04", ".063", ".114", ".114", ".204", ".303", ".722", ".722"};
  const auto got_bh = ts::benjamini_hochberg_adjust(p);
  const auto got_holm = ts::holm_adjust(p);
  for (std::size_t i = 0; i < p.size(); ++i) {
    CHECK(got_bh[i] == rounds_to(bh[i]));
    CHECK(got_holm[i] == rounds_to(holm[i]));
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

TEST_CASE("adjusted p-values: ten random ones as in statsmodels' tests (values of R's multtest)") {
  const std::vector<double> p{0.838541367553, 0.642193923795, 0.680845947633, 0.967833824309,
      0.71626938238, 0.177096952723, 5.23656777208e-005, 0.0202732688798, 0.00028140506198,
      0.0149877310796};
  const char* const holm[] = {"1", "1", "1", "1", "1", "1", ".00052365677720800", ".14191288215860",
      ".0025326455578200", ".11990184863680"};
  const char* const bh[] = {".93171263061444", ".89533672797500", ".89533672797500",
      ".967833824309", ".89533672797500", ".35419390544600", ".00052365677720800",
      ".050683172199500", ".0014070253099000", ".049959103598667"};
  const auto got_holm = ts::holm_adjust(p);
  const auto got_bh = ts::benjamini_hochberg_adjust(p);
  for (std::size_t i = 0; i < p.size(); ++i) {
    CHECK(got_holm[i] == rounds_to(holm[i]));
    CHECK(got_bh[i] == rounds_to(bh[i]));
  }
  CHECK_THROWS_AS((void)ts::holm_adjust(std::vector<double>{.1, NAN}), tailgate::argument_error);
  CHECK_THROWS_AS(
      (void)ts::benjamini_hochberg_adjust(std::vector<double>{NAN}), tailgate::argument_error);
}
