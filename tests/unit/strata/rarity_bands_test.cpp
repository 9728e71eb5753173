#include "../io/thrown.hpp"
#include "shared_data.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <numeric>
#include <string>
#include <tailgate/strata/rarity_bands.hpp>
#include <vector>

using namespace tailgate;

namespace {

/// Token i is in band i; token 6 was not seen.
const token_counter corpus({500, 300, 150, 40, 9, 1, 0}, "t");

} // namespace

TEST_CASE("rarity_bands: tokens by the mass of the more frequent ones") {
  const auto bands = rarity_bands::from_counts(corpus);
  CHECK(bands.source() == rarity_source::counts);
  for (token_id id = 0; id < 7; ++id)
    CHECK(bands.band(id) == static_cast<std::size_t>(std::min(id, 5)));
  const std::array<std::size_t, 6> sizes{1, 1, 1, 1, 1, 2};
  CHECK(bands.sizes() == sizes);
}

TEST_CASE("rarity_bands: surprisal adds one half to each count") {
  const auto bands = rarity_bands::from_counts(corpus);
  const double all = 1000 + 3.5;
  double sum = 0;
  const double counts[] = {500, 300, 150, 40, 9, 1, 0};
  for (token_id id = 0; id < 7; ++id) {
    const double p = (counts[id] + 0.5) / all;
    CHECK(bands.surprisal(id).value() == doctest::Approx(-std::log(p)).epsilon(1e-14));
    sum += std::exp(-bands.surprisal(id).value());
  }
  CHECK(sum == doctest::Approx(1).epsilon(1e-14)); // a distribution over the vocabulary
  CHECK(std::isfinite(bands.surprisal(6).value()));
}

TEST_CASE("rarity_bands: a prompt has the band of its rarest target") {
  const auto bands = rarity_bands::from_counts(corpus);
  struct {
    std::vector<token_id> targets;
    std::size_t band;
    token_id rarest;
  } const cases[] = {{{0}, 0, 0}, {{0, 1, 0}, 1, 1}, {{4, 3, 4, 0}, 4, 4}, {{5, 6, 5}, 5, 6}};
  for (const auto& c : cases) {
    const auto rarity = bands.of(c.targets).value();
    CHECK(rarity.band == c.band);
    CHECK(rarity.rarest == c.rarest);
    CHECK(rarity.maximum_surprisal == bands.surprisal(c.rarest));
    double least = 1e9, sum = 0;
    for (const token_id id : c.targets) {
      least = std::min(least, bands.surprisal(id).value());
      sum += bands.surprisal(id).value();
    }
    CHECK(rarity.minimum_surprisal.value() == least);
    CHECK(rarity.mean_surprisal.value() ==
          doctest::Approx(sum / static_cast<double>(c.targets.size())));
  }
  CHECK(bands.of({}).why() == undefined_reason::no_items);
}

TEST_CASE("rarity_bands: merge ranks stand in, say so, and give no surprisal") {
  // 1 + 1/2 + ... + 1/10 = 2.92897: half is reached with rank 2, 80 % with 6, 95 % with 9.
  std::vector<std::uint32_t> ranks(10);
  std::iota(ranks.rbegin(), ranks.rend(), 0u); // token 9 was merged first
  ranks.push_back(no_merge_rank);
  const auto bands = rarity_bands::from_merge_ranks(ranks);
  CHECK(bands.source() == rarity_source::merge_rank);
  const std::size_t by_rank[] = {0, 0, 1, 1, 1, 1, 2, 2, 2, 3};
  for (token_id id = 0; id < 10; ++id)
    CHECK(bands.band(id) == by_rank[9 - id]);
  CHECK(bands.band(10) == 5);
  CHECK(bands.surprisal(0).why() == undefined_reason::not_measured);
  const auto rarity = bands.of(std::vector<token_id>{9, 0}).value();
  CHECK(rarity.band == 3);
  CHECK(rarity.rarest == 0);
  CHECK_FALSE(rarity.mean_surprisal.defined());
  CHECK_FALSE(rarity.minimum_surprisal.defined());
  CHECK_FALSE(rarity.maximum_surprisal.defined());
  CHECK(rarity_bands::level(5, rarity_source::counts) == "99.9 %+");
  CHECK(rarity_bands::level(5, rarity_source::merge_rank) == "99.9 %+ by merge rank");
}

TEST_CASE("rarity_bands: equal ranks share a band, a small step of the ranks changes nothing") {
  const std::vector<std::uint32_t> ranks{0, 0, 0, 7, 9};
  const auto bands = rarity_bands::from_merge_ranks(ranks);
  CHECK(bands.band(0) == bands.band(2));
  const std::vector<std::uint32_t> same_order{5, 5, 5, 6, 1000};
  CHECK(bands == rarity_bands::from_merge_ranks(same_order));
}

TEST_CASE("rarity_bands: misuse is refused") {
  const auto number = [](auto f) { return thrown_by<argument_error>(f).number; };
  CHECK(number([] { (void)rarity_bands::from_counts(token_counter(3, "t")); }) == 280);
  CHECK(number([] { (void)rarity_bands::from_merge_ranks({}); }) == 280);
  const std::vector<std::uint32_t> none(3, no_merge_rank);
  CHECK(number([&] { (void)rarity_bands::from_merge_ranks(none); }) == 280);
  const auto bands = rarity_bands::from_counts(corpus);
  CHECK(number([&] { (void)bands.band(7); }) == 276);
  CHECK(number([&] { (void)bands.surprisal(-1); }) == 276);
  CHECK(number([&] { (void)bands.of(std::vector<token_id>{0, 7}); }) == 276);
  CHECK(number([] { (void)rarity_bands::level(6, rarity_source::counts); }) == 294);
}

TEST_CASE("rarity_bands: the characters of an encyclopedia, by their bytes as tokens") {
  const auto path = shared_data("wikitext2_test.txt");
  if (!path) {
    MESSAGE("skipped: TAILGATE_SHARED does not hold data/wikitext2_test.txt");
    return;
  }
  std::ifstream in(*path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::vector<token_id> tokens;
  tokens.reserve(text.size());
  for (const char c : text)
    tokens.push_back(static_cast<unsigned char>(c));
  token_counter counter(256, "bytes");
  counter.count(tokens);
  CHECK(counter.total() == text.size());
  const auto bands = rarity_bands::from_counts(counter);
  CHECK(bands.band(' ') == 0);
  CHECK(bands.band('e') == 0);
  CHECK(bands.band('z') >= 3);
  CHECK(bands.band(0xFF) == 5); // never in UTF-8
  std::array<std::uint64_t, rarity_band_count> mass{};
  for (token_id id = 0; id < 256; ++id)
    mass[bands.band(id)] += counter.counts()[static_cast<std::size_t>(id)];
  std::uint64_t held = 0;
  for (std::size_t k = 0; k + 1 < rarity_band_count; ++k) {
    CHECK(bands.sizes()[k] > 0);
    held += mass[k];
    CHECK(held * 1000 >= counter.total() * rarity_band_ends[k]);
    // Without its rarest token a band would not reach the end of its share.
    std::uint64_t least = counter.total();
    for (token_id id = 0; id < 256; ++id)
      if (bands.band(id) == k)
        least = std::min(least, counter.counts()[static_cast<std::size_t>(id)]);
    CHECK((held - least) * 1000 < counter.total() * rarity_band_ends[k]);
  }
}
