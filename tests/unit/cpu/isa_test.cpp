#include <doctest/doctest.h>
#include <string>
#include <tailgate/cpu/isa.hpp>

TEST_CASE("level names survive a round trip; an unknown one is refused by id") {
  for (const tailgate::isa level : tailgate::all_isas)
    CHECK(tailgate::parse_isa(tailgate::to_string(level)) == level);
  CHECK_THROWS_WITH_AS(static_cast<void>(tailgate::parse_isa("sse9")),
      doctest::Contains("tailgate.E050"), tailgate::argument_error);
}

TEST_CASE("the selected level is one that the machine has") {
  CHECK(tailgate::selected_isa() <= tailgate::detect_isa());
  CHECK(tailgate::detect_isa() >= tailgate::isa::portable);
  MESSAGE("this machine runs " << std::string(tailgate::to_string(tailgate::detect_isa())));
}
