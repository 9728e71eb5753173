#include "../io/thrown.hpp"

#include <cmath>
#include <cstddef>
#include <doctest/doctest.h>
#include <limits>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/strata/under_trained_tokens.hpp>
#include <vector>

using namespace tailgate;

namespace {

constexpr std::size_t tokens = 2'000, width = 32;

/// A sum of twelve uniform draws less 6: close to a standard normal draw.
float normal(philox_stream& stream) {
  double sum = -6;
  for (int i = 0; i < 12; ++i)
    sum += stream.uniform();
  return static_cast<float>(sum);
}

const std::vector<token_id> planted{17, 400, 401, 1'234, 1'999};

/// Rows of a random length and direction; the planted ones are `center` with a little noise.
std::vector<float> made_embedding(float center, float noise) {
  philox_stream stream(11);
  std::vector<float> rows(tokens * width);
  for (float& x : rows)
    x = normal(stream);
  for (const token_id id : planted)
    for (std::size_t j = 0; j < width; ++j)
      rows[static_cast<std::size_t>(id) * width + j] =
          (j % 2 == 0 ? center : -center) + noise * normal(stream);
  return rows;
}

} // namespace

TEST_CASE("find_under_trained_tokens: planted tokens are found by each indicator, and no others") {
  tbb_executor four(4);
  struct {
    embedding_indicator indicator;
    float center;
  } const cases[] = {{embedding_indicator::norm, 0.0F},
      {embedding_indicator::distance_to_unused, 0.4F},
      {embedding_indicator::cosine_to_unused, 2.0F}};
  const std::vector<token_id> unused{17, 1'234};
  for (const auto& c : cases) {
    const auto rows = made_embedding(c.center, 0.05F);
    const matrix_view<const float> embedding(rows.data(), tokens, width);
    under_trained_options options;
    options.indicator = c.indicator;
    options.unused = unused;
    options.rule = low_outlier_rule::robust_z(4.5);
    const auto found = find_under_trained_tokens(embedding, options);
    CHECK(found.flagged == planted);
    CHECK(found.threshold.defined());
    options.rule = low_outlier_rule::lowest_share(5.0 / tokens);
    CHECK(find_under_trained_tokens(embedding, options).flagged == planted);
    const auto parallel = find_under_trained_tokens(embedding, options, four);
    CHECK(parallel.indicator == found.indicator);
  }
}

TEST_CASE("find_under_trained_tokens: nothing is flagged where nothing was planted") {
  philox_stream stream(5);
  std::vector<float> rows(tokens * width);
  for (float& x : rows)
    x = normal(stream);
  const matrix_view<const float> embedding(rows.data(), tokens, width);
  under_trained_options options;
  options.rule = low_outlier_rule::robust_z(4.5);
  const auto found = find_under_trained_tokens(embedding, options);
  CHECK(found.threshold.defined());
  CHECK(found.flagged.empty());
  // By 3.5, two in ten thousand of normal indicators: the mean is 0.5 here.
  CHECK(find_under_trained_tokens(embedding).flagged.size() <= 3);
}

TEST_CASE("find_under_trained_tokens: indicators by hand, with rows apart in memory") {
  const std::vector<float> rows{3, 4, 99, 0, 2, 99, 1, 0, 99};
  const matrix_view<const float> embedding(rows.data(), 3, 2, 3);
  const std::vector<token_id> unused{1, 2}; // mean (0.5, 1)
  under_trained_options options;
  options.unused = unused;
  CHECK(find_under_trained_tokens(embedding, options).indicator == std::vector<double>{5, 2, 1});
  options.indicator = embedding_indicator::distance_to_unused;
  auto found = find_under_trained_tokens(embedding, options).indicator;
  CHECK(found[0] == doctest::Approx(std::sqrt(2.5 * 2.5 + 9)));
  CHECK(found[1] == doctest::Approx(std::sqrt(1.25)));
  options.indicator = embedding_indicator::cosine_to_unused;
  found = find_under_trained_tokens(embedding, options).indicator;
  CHECK(found[0] == doctest::Approx(1 - 5.5 / (5 * std::sqrt(1.25))));
  CHECK(found[2] == doctest::Approx(1 - 0.5 / std::sqrt(1.25)));
}

TEST_CASE("find_under_trained_tokens: no threshold, nothing flagged") {
  const std::vector<float> same(8, 1.0F);
  const auto found = find_under_trained_tokens({same.data(), 4, 2});
  CHECK(found.threshold.why() == undefined_reason::zero_variance);
  CHECK(found.flagged.empty());
  CHECK(find_under_trained_tokens({}).threshold.why() == undefined_reason::no_items);
}

TEST_CASE("find_under_trained_tokens: what has no indicator is named") {
  std::vector<float> rows(6, 1.0F);
  const matrix_view<const float> embedding(rows.data(), 3, 2);
  const auto finding = [&](const under_trained_options& options) {
    return thrown_by<argument_error>([&] { (void)find_under_trained_tokens(embedding, options); });
  };
  under_trained_options options;
  options.indicator = embedding_indicator::cosine_to_unused;
  CHECK(finding(options).number == 283);
  const std::vector<token_id> outside{0, 3}, negative{-1}, first{0};
  options.unused = outside;
  CHECK(finding(options).number == 283);
  options.unused = negative;
  CHECK(finding(options).number == 283);
  options.unused = first;
  rows[4] = rows[5] = 0;
  CHECK(finding(options).number == 281);
  CHECK(finding(options).says("row 2"));
  CHECK(finding({}).number == 0);
  rows[3] = std::numeric_limits<float>::quiet_NaN();
  CHECK(finding({}).says("row 1"));
  rows[3] = -std::numeric_limits<float>::infinity();
  CHECK(finding({}).number == 281);
}
