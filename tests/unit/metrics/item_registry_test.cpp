#include "../io/thrown.hpp"

#include <cstddef>
#include <doctest/doctest.h>
#include <sstream>
#include <string>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/item_registry.hpp>
#include <tailgate/metrics/kl_divergence.hpp>
#include <tailgate/metrics/next_token_loss.hpp>
#include <tailgate/metrics/stratified.hpp>
#include <vector>

using namespace tailgate;

namespace {

const auto level = stats::confidence_level::one_sided(0.05);
const std::vector<declared_stratum> declared{
    {{{"task", "prose"}}, 98, 2}, {{{"task", "hex"}}, 2, 2}};

struct measured {
  std::size_t stratum;
  std::string id;
  std::string cluster;
  bool right;
  double loss;
};

/// Ids repeat in the other stratum; a third of the items come in clusters.
std::vector<measured> made(int count) {
  std::vector<measured> items;
  for (int i = 0; i < count; ++i)
    items.push_back({static_cast<std::size_t>(i % 2), "item " + std::to_string(i / 2),
        i % 3 == 0 ? "source " + std::to_string(i / 12) : "", i % 5 != 0, 1.0 / (i + 1)});
  return items;
}

template <class Metric>
std::string text_of(const stratified<Metric>& metric) {
  std::ostringstream out;
  out.precision(17);
  const breakdown result = metric.result(level);
  for (const paired_summary& row : result.strata())
    out << row.items << ' ' << row.clusters << ' ' << row.difference.value() << ' '
        << row.standard_error.value() << ' ' << row.confidence.value().lower << ' '
        << row.confidence.value().upper << '\n';
  return out.str();
}

} // namespace

TEST_CASE("a registry changes neither results nor states") {
  const auto items = made(200);
  item_registry registry;
  stratified<exact_match> right(declared, registry), right_alone(declared);
  stratified<next_token_loss> loss(declared, registry), loss_alone(declared);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const measured& a = items[i];
    right.observe(a.stratum, {a.id, a.cluster, true, a.right});
    right_alone.observe(declared[a.stratum].key, {a.id, a.cluster, true, a.right});
    const measured& b = items[items.size() - 1 - i]; // in another order
    if (b.right) {                                   // and only some of them
      loss.observe(b.stratum, {b.id, b.cluster, 1.0, 1.0 + b.loss});
      loss_alone.observe(declared[b.stratum].key, {b.id, b.cluster, 1.0, 1.0 + b.loss});
    }
  }
  CHECK(text_of(right) == text_of(right_alone));
  CHECK(text_of(loss) == text_of(loss_alone));
  CHECK(right.state() == right_alone.state());
  CHECK(loss.state() == loss_alone.state());

  SUBCASE("a repeated item is refused for its own metric only") {
    const measured& wrong = items[0];
    REQUIRE_FALSE(wrong.right);
    const std::string before = loss.state();
    CHECK(thrown_by<argument_error>([&] {
      right.observe(wrong.stratum, {wrong.id, wrong.cluster, true, true});
    }).number == 361);
    const auto other_cluster = thrown_by<argument_error>([&] {
      loss.observe(wrong.stratum, {wrong.id, "elsewhere", 1.0, 1.0});
    });
    CHECK(other_cluster.number == 371);
    CHECK(other_cluster.says("'item 0'"));
    CHECK(other_cluster.says("'elsewhere'"));
    CHECK(loss.state() == before);
    loss.observe(wrong.stratum, {wrong.id, wrong.cluster, 1.0, 1.5});
    CHECK(thrown_by<argument_error>([&] {
      loss.observe(wrong.stratum, {wrong.id, wrong.cluster, 1.0, 1.5});
    }).number == 361);
  }
  SUBCASE("a copy shares with no other") {
    auto copy = loss;
    copy.observe(0, {"item 0", "elsewhere", 1.0, 1.0}); // would be E371
    CHECK(text_of(right) == text_of(right_alone));
    CHECK(copy.state() != loss.state());
  }
}

TEST_CASE("shards with registries of their own merge to the bits of one process") {
  const auto items = made(400);
  item_registry whole_items;
  stratified<exact_match> right(declared, whole_items);
  stratified<kl_divergence> divergence(declared, whole_items);
  std::vector<item_registry> registries(3);
  std::vector<stratified<exact_match>> right_shards;
  std::vector<stratified<kl_divergence>> divergence_shards;
  for (item_registry& registry : registries) {
    right_shards.emplace_back(declared, registry);
    divergence_shards.emplace_back(declared, registry);
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const measured& m = items[i];
    const auto add = [&](auto& a, auto& b) {
      a.observe(m.stratum, {m.id, m.cluster, true, m.right});
      b.observe(m.stratum, {m.id, m.cluster, m.loss});
    };
    add(right, divergence);
    add(right_shards[i % 7 % 3], divergence_shards[i % 7 % 3]);
  }
  for (const std::size_t from : {std::size_t{0}, std::size_t{2}}) {
    right_shards[1].merge(right_shards[from]);
    divergence_shards[1].merge(divergence_shards[from]);
  }
  CHECK(text_of(right) == text_of(right_shards[1]));
  CHECK(text_of(divergence) == text_of(divergence_shards[1]));
  CHECK(right.state() == right_shards[1].state());
  CHECK(divergence.state() == divergence_shards[1].state());
}

TEST_CASE("a merge that is refused changes nothing, whichever stratum refuses") {
  stratified<exact_match> a(declared), b(declared);
  a.observe(1, {"shared", "", true, true});
  b.observe(0, {"fresh", "", true, true});
  b.observe(1, {"shared", "", true, true});
  const std::string before = a.state();
  const auto refused = thrown_by<argument_error>([&] { a.merge(b); });
  CHECK(refused.number == 361);
  CHECK(refused.says("'shared'"));
  CHECK(a.state() == before);
  CHECK(thrown_by<argument_error>([&] { a.merge(a); }).number == 361);
}

TEST_CASE("many names: every one is found again in its group, and no other") {
  detail::grouped_names table;
  const auto name = [](std::uint32_t i) { return std::to_string(i / 3 * 7); };
  for (std::uint32_t i = 0; i < 6000; ++i)
    CHECK(table.intern(i % 3, name(i), i / 3) == i);
  for (std::uint32_t i = 0; i < 6000; ++i) {
    CHECK(table.find(i % 3, name(i)) == i);
    CHECK(table.intern(i % 3, name(i), 99) == i);
    CHECK(table.is(i, i % 3, name(i)));
    CHECK_FALSE(table.is(i, (i + 1) % 3, name(i)));
    CHECK(table[i] == name(i));
    CHECK(table.ordinal(i) == i / 3);
  }
  CHECK(table.size() == 6000);
  CHECK(table.find(0, "3") == detail::grouped_names::none);
  CHECK(table.find(3, "7") == detail::grouped_names::none);
  CHECK(table.find(0, "") == detail::grouped_names::none);
  CHECK_FALSE(table.is(detail::grouped_names::none, 0, ""));
}
