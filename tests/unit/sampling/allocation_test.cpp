#include "../io/thrown.hpp"
#include "../stats/rounds_to.hpp"
#include "made_population.hpp"
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <numeric>
#include <tailgate/core/philox.hpp>
#include <tailgate/sampling/allocation.hpp>
#include <vector>

using tailgate::allocate;
using tailgate::allocation_options;
using tailgate::allocation_rule;
using tailgate::on_shortfall;
using tailgate::stratum_request;

namespace {

const std::vector<std::uint64_t> tail{90000, 8000, 1500, 500};

std::vector<stratum_request> four_strata() {
  return {
      {task("everyday"), .30}, {task("rare"), .45}, {task("rarer"), .50}, {task("rarest"), .50}};
}

allocation_options options(allocation_rule rule, std::uint64_t total, std::uint64_t minimum = 0) {
  return {.total = total, .rule = rule, .minimum = minimum};
}

std::vector<std::uint64_t> items(const tailgate::allocation& made) {
  std::vector<std::uint64_t> result;
  for (const auto& s : made.strata)
    result.push_back(s.items);
  return result;
}

using counts = std::vector<std::uint64_t>;

} // namespace

TEST_CASE("allocation: Neyman's and the power rule, computed from the formulas") {
  const auto strata = four_strata();
  const auto neyman = allocate(strata, tail, options(allocation_rule::neyman, 1000));
  CHECK(neyman.strata[0].target == rounds_to("854.43"));
  CHECK(neyman.strata[1].target == rounds_to("113.92"));
  CHECK(neyman.strata[2].target == rounds_to("23.73"));
  CHECK(neyman.strata[3].target == rounds_to("7.91"));
  CHECK(items(neyman) == counts{854, 114, 24, 8});
  const auto power = allocate(strata, tail, options(allocation_rule::power, 1000));
  CHECK(power.strata[0].target == rounds_to("614.24"));
  CHECK(power.strata[1].target == rounds_to("224.29"));
  CHECK(power.strata[2].target == rounds_to("102.37"));
  CHECK(power.strata[3].target == rounds_to("59.10"));
  CHECK(items(power) == counts{614, 224, 103, 59}); // .37 is the largest fraction
}

TEST_CASE("allocation: proportional and equal, and the ends of the power rule") {
  const auto strata = four_strata();
  const auto rule = [&](allocation_rule r) {
    return items(allocate(strata, tail, options(r, 1000)));
  };
  CHECK(rule(allocation_rule::proportional) == counts{900, 80, 15, 5});
  CHECK(rule(allocation_rule::equal) == counts{250, 250, 250, 250});
  auto bent = options(allocation_rule::power, 1000);
  bent.exponent = 0;
  CHECK(items(allocate(strata, tail, bent)) == rule(allocation_rule::equal));
  bent.exponent = 1;
  CHECK(items(allocate(strata, tail, bent)) == rule(allocation_rule::neyman));
}

TEST_CASE("allocation: the default is power with a minimum") {
  const auto strata = four_strata();
  allocation_options standard;
  standard.total = 1000;
  const auto made = allocate(strata, tail, standard);
  CHECK(made.strata[3].target == 100.0);
  CHECK(made.strata[2].target == doctest::Approx(100).epsilon(1e-12)); // pushed down to it
  CHECK(items(made)[0] + items(made)[1] == 800);
  // the strata above their minimum keep the proportions of the rule
  CHECK(made.strata[0].target / made.strata[1].target ==
        doctest::Approx(std::sqrt(90000 * .30 / (8000 * .45))).epsilon(1e-12));
}

TEST_CASE("allocation: bounds of one stratum, and an exact number") {
  auto strata = four_strata();
  strata[0].maximum = 300;
  strata[3].minimum = 90;
  strata[2].exactly = 7;
  const auto made = allocate(strata, tail, options(allocation_rule::power, 1000));
  CHECK(items(made)[0] == 300);
  CHECK(items(made)[2] == 7);
  CHECK(items(made)[1] + items(made)[3] == 693);
  CHECK(made.unplaced == 0);
}

TEST_CASE("allocation: whatever is asked, totals and bounds hold, and Neyman is optimal") {
  tailgate::philox_stream stream(7);
  for (int trial = 0; trial < 500; ++trial) {
    std::vector<stratum_request> strata;
    std::vector<std::uint64_t> population;
    std::uint64_t least = 0;
    std::uint64_t most = 0;
    const std::size_t count = 1 + stream.below(8);
    for (std::size_t k = 0; k < count; ++k) {
      population.push_back(1 + stream.below(5000));
      stratum_request s{task(std::to_string(k)), .01 + stream.uniform()};
      s.minimum = stream.below(static_cast<std::uint32_t>(population[k]) + 1);
      s.maximum = *s.minimum + stream.below(3000);
      least += *s.minimum;
      most += std::min(*s.maximum, population[k]);
      strata.push_back(s);
    }
    const std::uint64_t total = std::max<std::uint64_t>(
        1, least + stream.below(static_cast<std::uint32_t>(most - least) + 1));
    if (total > most)
      continue;
    const auto made =
        allocate(strata, population, options(static_cast<allocation_rule>(trial % 4), total));
    std::uint64_t sum = 0;
    for (std::size_t k = 0; k < count; ++k) {
      const auto& s = made.strata[k];
      CHECK(s.items >= *strata[k].minimum);
      CHECK(s.items <= std::min(*strata[k].maximum, population[k]));
      CHECK(std::abs(static_cast<double>(s.items) - s.target) < 1 + 1e-9);
      sum += s.items;
    }
    CHECK(sum == total);
    if (trial % 4 != static_cast<int>(allocation_rule::neyman))
      continue;
    // The variance sum (N S)^2 / n cannot fall by moving an item from one stratum to another.
    const auto gain = [&](std::size_t k, double n) {
      const double ns = static_cast<double>(population[k]) * strata[k].standard_deviation;
      return ns * ns / (n * n);
    };
    for (std::size_t a = 0; a < count; ++a)
      for (std::size_t b = 0; b < count; ++b) {
        const double low = static_cast<double>(*strata[a].minimum);
        const double high = static_cast<double>(std::min(*strata[b].maximum, population[b]));
        if (made.strata[a].target > low + 1e-6 && made.strata[b].target < high - 1e-6)
          CHECK(gain(a, made.strata[a].target) >= gain(b, made.strata[b].target) * (1 - 1e-6));
      }
  }
}

TEST_CASE("allocation: impossible requests are refused by name") {
  using tailgate::argument_error;
  using tailgate::incomplete_error;
  auto strata = four_strata();
  const auto thrown_number = [&](const allocation_options& o, std::vector<std::uint64_t> n = tail) {
    return thrown_by<tailgate::error>([&] { (void)allocate(strata, n, o); });
  };
  CHECK(thrown_number(options(allocation_rule::power, 0)).number == 300);
  CHECK(thrown_number(options(allocation_rule::power, 9), {1, 2}).number == 300);
  const auto large = thrown_number(options(allocation_rule::power, 4000, 600));
  CHECK(large.number == 304);
  CHECK(large.says("stratum 'task=rarest' holds 500 items and must give at least 600"));
  const auto empty = thrown_number(options(allocation_rule::power, 100), {9000, 0, 10, 10});
  CHECK(empty.number == 305);
  CHECK(empty.says("task=rare'"));
  CHECK(thrown_number(options(allocation_rule::power, 1000, 300)).number == 303);
  CHECK(thrown_number(options(allocation_rule::equal, 100'001)).number == 306);
  auto bent = options(allocation_rule::power, 100);
  bent.exponent = std::numeric_limits<double>::quiet_NaN();
  CHECK(thrown_number(bent).number == 301);
  strata[1].standard_deviation = 0;
  CHECK(thrown_number(options(allocation_rule::power, 100)).number == 301);
  strata = four_strata();
  strata[2].maximum = 5;
  CHECK(thrown_number(options(allocation_rule::power, 100, 6)).number == 302);
  strata = four_strata();
  strata[2].key = strata[0].key;
  CHECK(thrown_number(options(allocation_rule::power, 100)).number == 307);
}

TEST_CASE("allocation: on request a shortfall is recorded") {
  const auto strata = four_strata();
  auto recording = options(allocation_rule::power, 1000, 200);
  recording.shortfalls = on_shortfall::record;
  const auto made = allocate(strata, counts{90000, 60, 0, 500}, recording);
  REQUIRE(made.shortfalls.size() == 2);
  CHECK(made.shortfalls[0].key.name() == "task=rare");
  CHECK(made.shortfalls[0].missing() == 140);
  CHECK(made.shortfalls[1].stratum == 2);
  CHECK(made.shortfalls[1].missing() == 200);
  CHECK(items(made) == counts{740, 60, 0, 200});
  recording.minimum = 0; // an empty declared stratum lacks an item whatever its minimum
  const auto bare = allocate(strata, counts{10, 0, 5, 5}, recording);
  REQUIRE(bare.shortfalls.size() == 1);
  CHECK(bare.shortfalls[0].missing() == 1);
  CHECK(items(bare) == counts{10, 0, 5, 5});
  CHECK(bare.unplaced == 980);
  CHECK(allocate(strata, counts{0, 0, 0, 0}, recording).unplaced == 1000);
}
