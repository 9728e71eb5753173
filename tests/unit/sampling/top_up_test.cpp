#include "../harness/cells.hpp"
#include "../io/thrown.hpp"
#include "made_population.hpp"
#include <doctest/doctest.h>
#include <tailgate/harness/gate.hpp>
#include <tailgate/sampling/top_up.hpp>

using tailgate::added_items;
using tailgate::selection;
using tailgate::top_up;

TEST_CASE("top-up: 200 more of one stratum, and every earlier item stays") {
  const made_population population{{5000, 600, 100}};
  for (const auto how : {selection::equal_probability, selection::proportional_to_size}) {
    auto request = request_of(3, 300);
    request.select = how;
    const auto first = population.draw(request);
    const auto second = population.draw(top_up(first.design, task("b"), 200));
    audit(second);
    CHECK(second.items.size() == 500);
    const auto added = added_items(second, first.design);
    CHECK(added.size() == 200);
    for (const auto& item : added) {
      CHECK(item.stratum == 1);
      CHECK_FALSE(first.design.contains(1, item.id, item.size));
    }
    for (const auto& item : first.items)
      CHECK(second.design.contains(item.stratum, item.id, item.size));
    // and again
    const auto third = population.draw(top_up(second.design, task("a"), 50));
    CHECK(added_items(third, first.design).size() == 250);
  }
}

TEST_CASE("top-up: what cannot be had is refused by name") {
  const made_population population{{5000, 600}};
  const auto first = population.draw(request_of(2, 300));
  const auto wanting =
      thrown_by<tailgate::incomplete_error>([&] { (void)top_up(first.design, task("b"), 600); });
  CHECK(wanting.number == 320);
  CHECK(wanting.says("stratum 'task=b' holds 600 items"));
  CHECK(thrown_by<tailgate::argument_error>([&] {
    (void)top_up(first.design, task("z"), 1);
  }).number == 312);
}

TEST_CASE("top-up: a population that changed is noticed") {
  const auto request = request_of(2, 300);
  const made_population before{{5000, 600}};
  const auto first = before.draw(request);
  const auto wanted = top_up(first.design, task("b"), 10);
  CHECK(added_items(before.draw(wanted), first.design).size() == 10);
  // one item less in the first stratum and one more in the second: ids shift between them
  CHECK(thrown_by<tailgate::incomplete_error>([&] {
    (void)added_items(made_population{{4999, 601}}.draw(wanted), first.design);
  }).number == 321);
  auto reseeded = wanted;
  reseeded.seed = 99;
  CHECK_THROWS_AS(
      (void)added_items(before.draw(reseeded), first.design), tailgate::incomplete_error);
  CHECK_THROWS_AS((void)added_items(first, before.draw(wanted).design), tailgate::incomplete_error);
}

TEST_CASE("shortfall: it survives topping up, and the gate never passes the stratum") {
  auto request = request_of(3, 400);
  request.allocation.minimum = 100;
  request.allocation.shortfalls = tailgate::on_shortfall::record;
  const made_population population{{5000, 60, 0}};
  const auto first = population.draw(request);
  const auto shortfalls = first.design.shortfalls();
  REQUIRE(shortfalls.size() == 2);
  CHECK(shortfalls[0].missing() == 40);
  CHECK(shortfalls[1].missing() == 100);
  CHECK(first.items.size() == 400);
  const auto second = population.draw(top_up(first.design, task("a"), 50));
  CHECK(second.design.shortfalls() == shortfalls);

  const tailgate::gate gate({.alpha = 0.05, .metrics = {{"exact_match", 0.03, {}}}});
  const auto complete = exact_match({{"b", 0, 0, 1000, 900}});
  CHECK(gate.judge("int4", 4, {complete}).decision == tailgate::verdict::pass);
  auto row = complete.strata()[0];
  row.missing_items = static_cast<std::size_t>(shortfalls[0].missing());
  const std::vector<tailgate::declared_stratum> declared{{row.stratum, 1, 2}};
  const auto lacking = tailgate::breakdown::complete(declared, {row});
  CHECK(gate.judge("int4", 4, {lacking}).decision == tailgate::verdict::inconclusive);
}
