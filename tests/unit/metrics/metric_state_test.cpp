#include "../io/thrown.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <sstream>
#include <string>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/core/sha256.hpp>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/kl_divergence.hpp>
#include <tailgate/metrics/metric_state.hpp>
#include <tailgate/metrics/next_token_loss.hpp>
#include <tailgate/metrics/stratified.hpp>
#include <tailgate/metrics/top1_flips.hpp>
#include <vector>

using namespace tailgate;

static_assert(serializable_metric<exact_match>);
static_assert(serializable_metric<next_token_loss>);
static_assert(serializable_metric<kl_divergence>);
static_assert(serializable_metric<top1_flips>);

namespace {

const auto level = stats::confidence_level::one_sided(0.05);
const stratum_key prose{{"task", "prose"}};
const stratum_key hex{{"task", "hex"}, {"length", "8"}};
const std::vector<declared_stratum> declared{{prose, 98, 2}, {hex, 2, 3}};

paired_outcome outcome(int i) {
  return {"i" + std::to_string(i), i % 3 == 0 ? "" : "c" + std::to_string(i / 4), i % 4 != 0,
      i % 5 != 0};
}

const stratum_key& stratum_of(int i) {
  return i % 2 == 0 ? prose : hex;
}

stratified<exact_match> filled(int from, int to) {
  stratified<exact_match> metric(declared);
  for (int i = from; i < to; ++i)
    metric.observe(stratum_of(i), outcome(i));
  return metric;
}

std::string text_of(const breakdown& result) {
  std::ostringstream out;
  out.precision(17);
  out << result << result.population();
  return out.str();
}

/// `bytes` with a checksum that fits, as a forger would make it.
std::string sealed(std::string bytes) {
  const auto digest = sha256().update(bytes).digest();
  bytes.append(digest.begin(), digest.end());
  return bytes;
}

template <class Error>
int refusal(stratified<exact_match>& metric, const std::string& bytes) {
  return thrown_by<Error>([&] { metric.merge_state(bytes); }).number;
}

} // namespace

TEST_CASE("shards that come as bytes give the breakdown of one process") {
  const auto whole = filled(0, 120);
  stratified<exact_match> home(declared);
  for (const auto& [from, to] : {std::pair{70, 120}, std::pair{0, 33}, std::pair{33, 70}})
    home.merge_state(filled(from, to).state());
  CHECK(text_of(home.result(level)) == text_of(whole.result(level)));
  CHECK(home.state() == whole.state());
  const auto twice = thrown_by<argument_error>([&] { home.merge_state(filled(30, 34).state()); });
  CHECK(twice.number == 361);
  CHECK(home.state() == whole.state());
}

TEST_CASE("values of every kind of metric survive") {
  stratified<next_token_loss> loss(declared), loss_back(declared);
  stratified<top1_flips> flips(declared), flips_back(declared);
  for (int i = 0; i < 40; ++i) {
    loss.observe(stratum_of(i), {"i" + std::to_string(i), "", 2.0 / (i + 1), 1e-300 * i});
    flips.observe(
        stratum_of(i), {"i" + std::to_string(i), "c", 7, static_cast<std::size_t>(i % 8)});
  }
  loss_back.merge_state(loss.state());
  flips_back.merge_state(flips.state());
  CHECK(loss_back.state() == loss.state());
  CHECK(flips_back.state() == flips.state());
  CHECK(text_of(loss_back.result(level)) == text_of(loss.result(level)));
}

TEST_CASE("the same items in any order are the same bytes") {
  std::vector<int> order(60);
  for (int i = 0; i < 60; ++i)
    order[static_cast<std::size_t>(i)] = i * 17 % 60; // 17 and 60 have no common divisor
  stratified<exact_match> metric(declared);
  for (const int i : order)
    metric.observe(stratum_of(i), outcome(i));
  CHECK(metric.state() == filled(0, 60).state());
}

TEST_CASE("the layout is fixed: little-endian, with the SHA-256 of all before at the end") {
  stratified<exact_match> metric({{{{"t", "x"}}, 1, 2}});
  metric.observe(0, {"a", "c", true, false});
  byte_writer wanted;
  for (const char c : std::string("tgmetric"))
    wanted.put(static_cast<std::uint8_t>(c));
  wanted.put(std::uint32_t{1});
  wanted.put(std::string_view("exact_match"));
  wanted.put(std::uint32_t{1});
  wanted.put(std::uint64_t{1}); // strata
  wanted.put(std::uint64_t{1}); // levels
  wanted.put(std::string_view("t"));
  wanted.put(std::string_view("x"));
  wanted.put(1.0);
  wanted.put(std::uint64_t{2});
  wanted.put(1.0); // intracluster correlation
  wanted.put(std::uint64_t{1});
  wanted.put(std::string_view("a"));
  wanted.put(std::string_view("c"));
  wanted.put(std::uint8_t{1}); // right with the baseline only
  CHECK(metric.state() == sealed(wanted.bytes()));
  // The same bytes made with struct.pack('<...') and hashlib of Python 3.
  CHECK(sha256_hex(metric.state()) ==
        "8b694f023a8638f19e6688c25878932f3cf752f7b69c9457bb967f85b8db24ec");
}

TEST_CASE("any flipped bit and any truncation is refused and changes nothing") {
  const std::string good = filled(0, 5).state();
  auto metric = filled(5, 8);
  const std::string before = metric.state();
  for (std::size_t at = 0; at < good.size(); ++at)
    for (const int bit : {0, 3, 7}) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      REQUIRE(refusal<format_error>(metric, bad) == (at < 8 ? 372 : 373));
    }
  for (std::size_t length = 0; length < good.size(); ++length)
    REQUIRE(refusal<format_error>(metric, good.substr(0, length)) == (length < 8 ? 372 : 373));
  CHECK(refusal<format_error>(metric, good + '\0') == 373);
  CHECK(metric.state() == before);
  metric.merge_state(good);
  CHECK(metric.state() == filled(0, 8).state());
}

TEST_CASE("a foreign state is refused by what differs") {
  auto metric = filled(0, 5);
  const std::string before = metric.state();
  CHECK(refusal<format_error>(metric, "{\"metric\": \"exact_match\"}") == 372);

  std::string future = before.substr(0, before.size() - 32);
  future[8] = 2;
  const auto format = thrown_by<format_error>([&] { metric.merge_state(sealed(future)); });
  CHECK(format.number == 374);
  CHECK(format.says("format 2"));

  const stratified<next_token_loss> loss(declared);
  const auto other = thrown_by<argument_error>([&] { metric.merge_state(loss.state()); });
  CHECK(other.number == 375);
  CHECK(other.says("'loss'"));
  CHECK(other.says("'exact_match'"));

  std::string newer = before.substr(0, before.size() - 32);
  newer[8 + 4 + 8 + 11] = 9; // behind magic, format, and the name with its length
  const auto version = thrown_by<argument_error>([&] { metric.merge_state(sealed(newer)); });
  CHECK(version.number == 375);
  CHECK(version.says("version 9"));

  for (const auto& strata : std::vector<std::vector<declared_stratum>>{{{prose, 98, 2}},
           {{prose, 98, 2}, {hex, 2.5, 3}}, {{prose, 98, 2}, {hex, 2, 4}},
           {{prose, 98, 2}, {{{"task", "hex"}, {"length", "9"}}, 2, 3}},
           {{prose, 98, 2}, {{{"task", "hex"}}, 2, 3}}, {{hex, 2, 3}, {prose, 98, 2}}})
    CHECK(refusal<argument_error>(metric, stratified<exact_match>(strata).state()) == 376);

  const stratified<exact_match> stated(declared, exact_match(intracluster_correlation{0.25}));
  CHECK(refusal<argument_error>(metric, stated.state()) == 377);
  CHECK(thrown_by<argument_error>([&] { metric.merge(stated); }).number == 377);
  CHECK(metric.state() == before);
}

TEST_CASE("a forged state with a right checksum is still checked") {
  stratified<exact_match> metric({{{{"t", "x"}}, 1, 2}});
  metric.observe(0, {"b", "", true, true});
  metric.observe(0, {"c", "", true, true});
  const std::string good = metric.state();
  const std::string body = good.substr(0, good.size() - 32);
  stratified<exact_match> home({{{{"t", "x"}}, 1, 2}});
  const std::string empty = home.state();
  const auto edited = [&](std::size_t from_end, char to) {
    std::string bad = body;
    bad[bad.size() - from_end] = to;
    return sealed(bad);
  };
  // An item is the length and letter of its id, the length of its cluster, and its outcome.
  CHECK(refusal<format_error>(home, edited(1, 4)) == 373);    // no outcome
  CHECK(refusal<format_error>(home, edited(10, 'b')) == 373); // the same id twice
  CHECK(refusal<format_error>(home, edited(10, 'a')) == 373); // not in order
  CHECK(refusal<format_error>(home, edited(9, 9)) == 32);     // a cluster behind the end
  CHECK(refusal<format_error>(home, sealed(body + "x")) == 32);
  CHECK(refusal<format_error>(home, sealed(body.substr(0, body.size() - 1))) == 32);
  CHECK(home.state() == empty);
  home.merge_state(good);
  CHECK(home.state() == good);
}
