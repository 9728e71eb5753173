#include "../io/thrown.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <string>
#include <tailgate/metrics/next_token_loss.hpp>
#include <vector>

using tailgate::next_token_loss;
using tailgate::stats::confidence_level;

TEST_CASE("independent items: means and the paired t interval") {
  next_token_loss metric;
  const std::vector<double> differences{0.1, 0.2, 0.3, 0.4, 0.5};
  for (std::size_t i = 0; i < differences.size(); ++i)
    metric.observe({"i" + std::to_string(i), "", 2.0, 2.0 + differences[i]});
  const auto row = metric.summary(confidence_level(0.95));
  CHECK(row.metric == "loss");
  CHECK(row.direction == tailgate::better::lower);
  CHECK(row.baseline.value() == 2.0);
  CHECK(row.candidate.value() == doctest::Approx(2.3));
  CHECK(row.difference.value() == doctest::Approx(0.3));
  // s = sqrt(0.025), t(4, 0.975) = 2.776445
  const double se = std::sqrt(0.025 / 5);
  CHECK(row.standard_error.value() == doctest::Approx(se));
  CHECK(row.confidence.value().lower == doctest::Approx(0.3 - 2.776445 * se).epsilon(1e-6));
  CHECK(row.confidence.value().upper == doctest::Approx(0.3 + 2.776445 * se).epsilon(1e-6));
  CHECK(row.degrees_of_freedom.value() == 4);
  CHECK(row.method == "skewness-adjusted t");
  CHECK_FALSE(row.design_effect.defined());

  const auto ppl = tailgate::perplexity(row);
  CHECK(ppl.baseline.value() == doctest::Approx(std::exp(2.0)));
  CHECK(ppl.candidate.value() == doctest::Approx(std::exp(2.3)));
  CHECK(ppl.ratio.value() == doctest::Approx(std::exp(0.3)));
  CHECK(ppl.confidence.value().upper == doctest::Approx(std::exp(row.confidence.value().upper)));
}

TEST_CASE("clustered items: the standard error of inspect_ai's test") {
  next_token_loss metric; // values 0..19, cluster i mod 4: 0.6454972243679
  for (int i = 0; i < 20; ++i)
    metric.observe({"i" + std::to_string(i), "c" + std::to_string(i % 4), 1.0, 1.0 + i});
  const auto row = metric.summary(confidence_level(0.9));
  CHECK(row.clusters == 4);
  CHECK(row.standard_error.value() == doctest::Approx(0.6454972243679).epsilon(1e-12));
  CHECK(row.degrees_of_freedom.value() == 3);
  CHECK(row.method == "skewness-adjusted cluster t");
}

TEST_CASE("items without a cluster stand alone beside clustered ones") {
  next_token_loss metric;
  metric.observe({"a", "", 1, 1.5});
  metric.observe({"b", "", 1, 1.25});
  metric.observe({"c", "doc", 1, 1.5});
  metric.observe({"d", "doc", 1, 1.75});
  CHECK(metric.summary(confidence_level(0.9)).clusters == 3);
}

TEST_CASE("undefined results keep their reason") {
  const confidence_level level(0.9);
  CHECK(next_token_loss().summary(level).baseline.why() == tailgate::undefined_reason::no_items);
  next_token_loss one;
  one.observe({"a", "", 1, 2});
  CHECK(one.summary(level).difference.value() == 1);
  CHECK(one.summary(level).confidence.why() == tailgate::undefined_reason::too_few_items);
  CHECK_FALSE(one.summary(level).degrees_of_freedom.defined());
  next_token_loss same;
  same.observe({"a", "", 1, 1});
  same.observe({"b", "", 2, 2});
  CHECK(same.summary(level).confidence.why() == tailgate::undefined_reason::zero_variance);
  CHECK(tailgate::perplexity(same.summary(level)).confidence.why() ==
        tailgate::undefined_reason::zero_variance);
}

TEST_CASE("order and shards do not change a bit") {
  std::vector<tailgate::paired_loss> items;
  for (int i = 0; i < 100; ++i)
    items.push_back({"i" + std::to_string(i), i % 2 == 0 ? "c" + std::to_string(i % 14) : "",
        1.0 + std::sin(i), 1.0 + std::sin(i) * std::sin(i) + 1e-9 * i});
  for (auto& item : items)
    item.baseline = std::abs(item.baseline);
  next_token_loss forward, left, right;
  for (const auto& item : items)
    forward.observe(item);
  for (std::size_t i = items.size(); i-- > 0;)
    (i % 3 == 0 ? left : right).observe(items[i]);
  right.merge(left);
  const auto a = forward.summary(confidence_level(0.9));
  const auto b = right.summary(confidence_level(0.9));
  CHECK(a.baseline == b.baseline);
  CHECK(a.difference == b.difference);
  CHECK(a.confidence == b.confidence);
}

TEST_CASE("a loss that is not a loss names its item") {
  next_token_loss metric;
  for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity(), -0.5}) {
    const auto baseline = thrown_by<tailgate::argument_error>([&] {
      metric.observe({"q17", "", bad, 1});
    });
    CHECK(baseline.number == 362);
    CHECK(baseline.says("'q17'"));
    CHECK(baseline.says("baseline"));
    const auto candidate = thrown_by<tailgate::argument_error>([&] {
      metric.observe({"q17", "", 1, bad});
    });
    CHECK(candidate.number == 362);
    CHECK(candidate.says("candidate"));
  }
  CHECK(metric.summary(confidence_level(0.9)).items == 0);
  tailgate::paired_summary other;
  other.metric = "exact_match";
  CHECK(thrown_by<tailgate::argument_error>([&] { (void)tailgate::perplexity(other); }).number ==
        364);
}
