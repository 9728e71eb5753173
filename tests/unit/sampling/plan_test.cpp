#include "../io/thrown.hpp"
#include "made_population.hpp"
#include <doctest/doctest.h>
#include <tailgate/sampling/plan.hpp>
#include <tailgate/stats/tango_power.hpp>
#include <vector>

using tailgate::plan;
using tailgate::planned_stratum;
using tailgate::stats::margin_verdict;

TEST_CASE("plan: what each verdict costs") {
  const std::vector<planned_stratum> strata{{task("fine"), {.lost = .02, .gained = .02}, .03},
      {task("broken"), {.lost = .15, .gained = .01}, .05},
      {task("scarce"), {.lost = .02, .gained = .02}, .03, 100}};
  const auto made = plan(strata);
  REQUIRE(made.strata.size() == 3);
  const auto& fine = made.strata[0];
  const auto& broken = made.strata[1];
  const auto& scarce = made.strata[2];
  CHECK(fine.verdict == margin_verdict::no_worse);
  CHECK(fine.level == .05);
  CHECK(fine.pairs == tailgate::stats::tango_sample_size(strata[0].expected, .03));
  CHECK(fine.power.value() >= .8);
  CHECK(fine.any_change.why() == tailgate::undefined_reason::not_invertible); // nothing changes
  CHECK(broken.verdict == margin_verdict::worse);
  CHECK(broken.level == doctest::Approx(.05 / 3));
  CHECK(broken.power.value() >= .8);
  CHECK(broken.any_change == tailgate::stats::connor_sample_size(strata[1].expected));
  CHECK(scarce.missing == fine.pairs.value() - 100);
  CHECK(scarce.power.value() == tailgate::stats::tango_power(100, strata[2].expected, .03));
  CHECK(scarce.power.value() < .5);
  CHECK(made.pairs == fine.pairs.value() + broken.pairs.value() + scarce.pairs.value());
  CHECK(made.all.value() ==
        doctest::Approx(fine.power.value() * broken.power.value() * scarce.power.value()));
}

TEST_CASE("plan: at the margin nothing decides") {
  const std::vector<planned_stratum> strata{
      {task("a"), {.lost = .03, .gained = 0}, .03}, {task("b"), {.lost = .01, .gained = .01}, .03}};
  const auto made = plan(strata);
  CHECK(made.strata[0].pairs.why() == tailgate::undefined_reason::not_invertible);
  CHECK_FALSE(made.strata[0].power.defined());
  CHECK_FALSE(made.all.defined());
  CHECK(made.pairs == made.strata[1].pairs.value());
}

TEST_CASE("plan: becomes a request") {
  const std::vector<planned_stratum> strata{{task("b"), {.lost = .01, .gained = .01}, .05}};
  const auto made = plan(strata);
  auto request = request_of(2, 20);
  request.allocation.minimum = 10;
  tailgate::ask_for(request, made);
  CHECK_FALSE(request.strata[0].minimum.has_value());
  CHECK(request.strata[1].minimum == made.pairs);
  CHECK(request.allocation.total == made.pairs + 10);
}

TEST_CASE("plan: nonsense is refused") {
  const std::vector<planned_stratum> good{{task("b"), {.lost = .01, .gained = .01}, .05}};
  const auto number = [](const std::vector<planned_stratum>& s, tailgate::plan_options o) {
    return thrown_by<tailgate::argument_error>([&] { (void)plan(s, o); }).number;
  };
  CHECK(number({}, {}) == 340);
  CHECK(number(good, {.alpha = 0}) == 340);
  CHECK(number(good, {.power = 1}) == 340);
  auto bad = good;
  bad[0].margin = 0;
  CHECK(number(bad, {}) == 340);
  bad[0].margin = .05;
  bad[0].expected = {.lost = .7, .gained = .7};
  CHECK(number(bad, {}) == 211);
}
