#include "../io/thrown.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <doctest/doctest.h>
#include <tailgate/metrics/target_rank.hpp>
#include <tailgate/metrics/top1_flips.hpp>
#include <vector>

using tailgate::rank_of_token;
using tailgate::target_rank;

TEST_CASE("the row is the mean reciprocal rank, the distribution is of ranks") {
  target_rank metric;
  metric.observe({"a", "", {1, 2, 4}, {1, 4, 8}});
  metric.observe({"b", "", {1}, {2}});
  const auto row = metric.summary(tailgate::stats::confidence_level(0.9));
  CHECK(row.metric == "target_rank");
  CHECK(row.unit == "reciprocal rank");
  CHECK(row.direction == tailgate::better::higher);
  CHECK(row.baseline.value() == doctest::Approx((1.75 / 3 + 1) / 2));
  CHECK(row.candidate.value() == doctest::Approx((1.375 / 3 + 0.5) / 2));
  const auto& spread = *row.distribution;
  CHECK(spread.observations == 4);
  CHECK(spread.quantiles[0].probability == 0.5);
  CHECK(spread.quantiles[0].baseline == 1.0);  // 1 1 2 4
  CHECK(spread.quantiles[0].candidate == 2.0); // 1 2 4 8
  CHECK(spread.quantiles[0].shift == 1.0);     // 0 1 2 4
  CHECK(spread.quantiles.back().candidate == 8.0);
  CHECK(spread.root_mean_square_shift.value() == doctest::Approx(std::sqrt(21.0 / 4)));
}

TEST_CASE("ranks that cannot be are refused") {
  target_rank metric;
  const auto refusal = [&](tailgate::paired_ranks item) {
    return thrown_by<tailgate::argument_error>([&] { metric.observe(item); });
  };
  CHECK(refusal({"a", "", {1, 0}, {1, 1}}).number == 384);
  CHECK(refusal({"a", "", {1, 1}, {1, 0}}).says("item 'a': a rank is 0"));
  CHECK(refusal({"a", "", {1, 1}, {1}}).number == 383);
  CHECK(refusal({"a", "", {}, {}}).number == 383);
  CHECK(metric.summary(tailgate::stats::confidence_level(0.9)).items == 0);
}

TEST_CASE("rank_of_token counts the tokens before it, equal ones by their order") {
  const std::array logits{1.0f, 3.0f, 2.0f, 3.0f, -1.0f};
  const std::array<std::uint32_t, 5> ranks{4, 1, 3, 2, 5};
  for (std::size_t i = 0; i < logits.size(); ++i)
    CHECK(rank_of_token(logits, i) == ranks[i]);
  CHECK(rank_of_token(logits, tailgate::top1(logits)) == 1);
  const std::vector<float> none, nan{0, std::nanf("")};
  for (const auto& bad : {none, nan})
    CHECK(thrown_by<tailgate::argument_error>([&] { (void)rank_of_token(bad, 0); }).number == 369);
  const auto outside = thrown_by<tailgate::argument_error>([&] { (void)rank_of_token(logits, 5); });
  CHECK(outside.number == 385);
  CHECK(outside.says("token 5 of 5"));
}
