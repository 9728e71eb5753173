#include "../io/thrown.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <doctest/doctest.h>
#include <limits>
#include <string>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/metrics/top1_flips.hpp>
#include <tailgate/metrics/topk_agreement.hpp>
#include <vector>

using tailgate::topk_agreement;
using tailgate::topk_overlap;

TEST_CASE("the row is the mean over items of shared / (positions k)") {
  topk_agreement metric;
  metric.observe({"a", "", 4, 5, 20});
  metric.observe({"b", "", 2, 5, 7});
  const auto row = metric.summary(tailgate::stats::confidence_level(0.9));
  CHECK(row.metric == "topk_agreement");
  CHECK(row.unit == "share of the top 5");
  CHECK(row.direction == tailgate::better::higher);
  CHECK(row.baseline.value() == 1);
  CHECK(row.candidate.value() == doctest::Approx((1 + 0.7) / 2));
  CHECK(row.difference.value() == doctest::Approx(-0.15));
}

TEST_CASE("impossible counts and mixed k are refused and change nothing") {
  topk_agreement metric;
  const auto number_of = [&](tailgate::item_topk_agreement item) {
    return thrown_by<tailgate::argument_error>([&] { metric.observe(item); }).number;
  };
  constexpr std::size_t huge = std::numeric_limits<std::size_t>::max();
  CHECK(number_of({"a", "", 0, 5, 0}) == 380);
  CHECK(number_of({"a", "", 4, 0, 0}) == 380);
  CHECK(number_of({"a", "", 4, 5, 21}) == 380);
  CHECK(number_of({"a", "", huge, 2, huge}) == 0); // positions * k would overflow
  CHECK(number_of({"b", "", 4, 5, 3}) == 381);
  CHECK(number_of({"a", "", 4, 2, 3}) == 361);
  topk_agreement other, none;
  other.observe({"c", "", 4, 10, 3});
  CHECK(thrown_by<tailgate::argument_error>([&] { metric.merge(other); }).number == 381);
  metric.merge(none);
  none.merge(metric);
  const tailgate::stats::confidence_level level(0.9);
  CHECK(metric.summary(level).items == 1);
  CHECK(none.summary(level).unit == "share of the top 2");
}

TEST_CASE("topk_overlap counts the tokens in both sets") {
  const std::array a{5.0f, 4.0f, 3.0f, 2.0f, 1.0f, 0.0f};
  const std::array b{5.0f, 0.0f, 4.0f, 1.0f, 2.0f, 3.0f}; // order 0 2 5 4 3 1
  CHECK(topk_overlap(a, b, 1) == 1);
  CHECK(topk_overlap(a, b, 2) == 1); // {0 1} and {0 2}
  CHECK(topk_overlap(a, b, 3) == 2); // {0 1 2} and {0 2 5}
  CHECK(topk_overlap(a, b, 6) == 6);
  const std::array c{0.0f, 0.0f, 3.0f, 2.0f, 1.0f, 5.0f};
  CHECK(topk_overlap(a, c, 1) == 0);
}

TEST_CASE("of equal logits the first come first, as for top1") {
  const std::array flat{1.0f, 1.0f, 1.0f, 1.0f};
  const std::array risen{0.0f, 1.0f, 1.0f, 1.0f};
  CHECK(tailgate::top1(risen) == 1);
  CHECK(topk_overlap(flat, risen, 1) == 0); // {0} and {1}
  CHECK(topk_overlap(flat, risen, 2) == 1); // {0 1} and {1 2}
}

TEST_CASE("topk_overlap refuses rows and k that do not fit") {
  const std::vector<float> two{0, 1}, three{0, 1, 2}, nan{0, std::nanf("")};
  CHECK(thrown_by<tailgate::shape_error>([&] { (void)topk_overlap(two, three, 1); }).number == 365);
  for (const std::size_t k : {std::size_t{0}, std::size_t{3}})
    CHECK(thrown_by<tailgate::argument_error>([&] { (void)topk_overlap(two, two, k); }).number ==
          382);
  CHECK(
      thrown_by<tailgate::argument_error>([&] { (void)topk_overlap(two, nan, 1); }).number == 369);
}

TEST_CASE("a saved state comes back with its k, and a damaged one is refused") {
  topk_agreement metric;
  metric.observe({"a", "", 4, 5, 20});
  tailgate::byte_writer out;
  metric.save(out);
  topk_agreement loaded;
  tailgate::byte_reader in(out.bytes(), "test");
  loaded.load(in);
  in.finish();
  const tailgate::stats::confidence_level level(0.9);
  CHECK(loaded.summary(level).unit == "share of the top 5");
  CHECK(thrown_by<tailgate::argument_error>([&] {
    loaded.observe({"b", "", 1, 4, 1});
  }).number == 381);
  std::string damaged = out.bytes();
  damaged[0] = 0;
  tailgate::byte_reader without_k(damaged, "test");
  CHECK(thrown_by<tailgate::format_error>([&] { loaded.load(without_k); }).number == 373);
  CHECK(loaded.summary(level).candidate.value() == 1);
}
