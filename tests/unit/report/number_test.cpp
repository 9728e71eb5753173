#include <clocale>
#include <doctest/doctest.h>
#include <limits>
#include <string>
#include <tailgate/report/number.hpp>

using namespace tailgate;
using namespace tailgate::report;

TEST_CASE("numbers: fixed decimals without a negative zero") {
  CHECK(format_fixed(-0.3, 3) == "-0.300");
  CHECK(format_fixed(-0.0004, 3) == "0.000");
  CHECK(format_fixed(-0.0, 1) == "0.0");
  CHECK(format_fixed(1e300, 0).size() == 301);
  CHECK(format_fixed(-std::numeric_limits<double>::max(), 17).size() == 1 + 309 + 1 + 17);
  CHECK(format_fixed(std::numeric_limits<double>::quiet_NaN(), 3) == "not finite");
}

TEST_CASE("numbers: scores and differences speak the unit's terms") {
  CHECK(format_score(0.98249, "proportion") == "0.982");
  CHECK(format_difference(-0.021, "proportion") == "-2.1");
  CHECK(format_difference(0.0, "proportion") == "0.0");
  CHECK(format_difference(-0.0004, "proportion") == "0.0");
  CHECK(format_difference(0.021, "nats per token") == "+0.0210");
  CHECK(format_score(0.00001, "nats per token") == "1.0e-05");
  CHECK(format_score(0.0, "nats per token") == "0.0000");
  CHECK(format_score(1234567.0, "nats per token") == "1.235e+06");
  CHECK(format_interval({-0.38, 0.22}, "proportion") == "[-38.0, +22.0]");
  CHECK(format_magnitude(0.03, "proportion") == "3.0 points");
  CHECK(difference_unit("nats per token") == "nats per token");
}

TEST_CASE("numbers: probabilities, shares and levels") {
  CHECK(format_p(0.0) == "<0.001");
  CHECK(format_p(0.0344) == "0.034");
  CHECK(format_percent(0.125) == "12.5%");
  CHECK(format_percent(0.0001) == "<0.1%");
  CHECK(format_percent(0.0) == "0.0%");
  CHECK(format_level(0.9) == "90%");
  CHECK(format_level(0.975) == "97.5%");
  CHECK(format_level(0.05) == "5%");
}

TEST_CASE("numbers: undefined estimates name their reason") {
  const auto score = [](double x) { return format_score(x, "proportion"); };
  CHECK(format_estimate(estimate<double>(undefined_reason::one_cluster), score) ==
        "n/a (only one cluster)");
  CHECK(format_estimate(estimate<double>(0.5), score) == "0.500");
}

TEST_CASE("numbers: the locale has no say") {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8"})
    if (std::setlocale(LC_ALL, name) != nullptr)
      CHECK(format_fixed(1234.5, 1) == "1234.5");
  std::setlocale(LC_ALL, before.c_str());
}
