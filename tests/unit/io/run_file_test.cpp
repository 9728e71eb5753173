#include "made_run.hpp"
#include "temp_folder.hpp"
#include "thrown.hpp"

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <tailgate/core/sha256.hpp>
#include <tailgate/io/run_file.hpp>
#include <vector>

using namespace tailgate;

namespace {

std::string text_of(const run_record& run) {
  std::string text;
  detail::write_run_lines(run, "made", [&](const std::string& line) { text += line; });
  return text;
}

/// The text with `from` replaced by `to` and a trailer that fits again.
std::string forged(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE_MESSAGE(at != text.npos, from);
  text.replace(at, from.size(), to);
  text.erase(text.rfind('\n', text.size() - 2) + 1);
  return text + detail::run_trailer_line(made_run().items.size(), sha256_hex(text));
}

thrown reading(std::string_view text) {
  return thrown_by<format_error>([&] { (void)parse_run(text, "base.jsonl"); });
}

thrown reading_forged(const std::string& from, const std::string& to) {
  return reading(forged(text_of(made_run()), from, to));
}

} // namespace

TEST_CASE("run_file: what was written reads back equal") {
  const temp_folder folder;
  const auto path = folder.path() / "base.jsonl";
  write_run(path, made_run());
  CHECK(folder.entries() == 1);
  CHECK(read_run(path) == made_run());
  CHECK(temp_folder::content(path) == text_of(made_run()));
  CHECK(read_run(path).items[0].tokens[1].loss == 0);
  CHECK(std::signbit(read_run(path).items[0].tokens[1].loss)); // == does not see the sign
}

TEST_CASE("run_file: the text is the documented one") {
  run_record run = made_header();
  run.items = {made_run().items[0]};
  run.design.axes.clear();
  const std::string text = text_of(run);
  const std::string body =
      R"({"schema":"tailgate.run/1","model":"cliff-7m int4-g128","model_fingerprint":")" +
      std::string(64, 'c') + R"(","bits_per_weight":4.15625,"divergence_reference":")" +
      std::string(64, 'd') + R"(","prompt_set":"sums and \"prose\"","prompts_digest":")" +
      std::string(64, 'a') + R"(","tokenizer_fingerprint":")" + std::string(64, 'b') +
      R"(","scoring_version":1,"strata":[{"levels":[["task","sum"],["digits","2"]],)"
      R"("natural_frequency":0.1,"minimum_items":2,"planned_items":3},)"
      R"({"levels":[["task","prose"]],"natural_frequency":3,"minimum_items":1,"planned_items":2}],)"
      R"("axes":[],"settings":[["activations","fp32"],["empty",""]],)"
      R"("environment":[["threads","2"]]})"
      "\n"
      R"({"id":"q1","stratum":0,"inclusion_probability":0.1,"cluster":"source\tA","expected":"19",)"
      "\"output\":\"18\\n\u2028\\\"\","
      R"("right":false,"loss":[0.1,-0.0],"rank":[1,4294967295],"top":[[7,2],[4294967295,0]],)"
      R"("divergence":{"forward":1e-300,"reverse":0.3333333333333333,"jensen_shannon":0.69},)"
      R"("outside_script":0.14285714285714285,"seconds":0.25})"
      "\n";
  CHECK(text == body + R"({"items":1,"sha256":")" + sha256_hex(body) + "\"}\n");
}

TEST_CASE("run_file: every double reads back with the same bits") {
  run_record run = made_header();
  std::mt19937_64 bits(7);
  item_record item;
  item.id = "all";
  for (int i = 0; i < 20000; ++i) {
    const auto drawn = std::bit_cast<double>(bits() >> 1); // not negative
    if (std::isfinite(drawn))
      item.tokens.push_back({drawn, 1, {}});
  }
  for (std::uint64_t power = 1; power != 0; power <<= 1) // integers stand without a point
    item.tokens.push_back({static_cast<double>(power), 1, {}});
  run.items = {item};
  CHECK(parse_run(text_of(run), "t") == run);
}

TEST_CASE("run_file: no items, and no divergence reference") {
  run_record run = made_header();
  run.divergence_reference.clear();
  CHECK(parse_run(text_of(run), "t") == run);
}

TEST_CASE("run_file: a run is written once") {
  const temp_folder folder;
  const auto path = folder.file("base.jsonl", "something");
  CHECK(thrown_by<io_error>([&] { write_run(path, made_run()); }).number == 629);
  CHECK(temp_folder::content(path) == "something");
}

TEST_CASE("run_file: a record with a fault is not written") {
  const temp_folder folder;
  run_record twice = made_run();
  twice.items.push_back(twice.items[0]);
  const auto refused =
      thrown_by<argument_error>([&] { write_run(folder.path() / "base.jsonl", twice); });
  CHECK(refused.number == 481);
  CHECK(refused.says("item 'q1' is there twice"));
  CHECK(folder.entries() == 0);
}

TEST_CASE("run_file: E620 for other files and versions") {
  CHECK(reading("").number == 620);
  CHECK(reading("{}\n").number == 620);
  CHECK(reading("\xEF\xBB\xBF" + text_of(made_run())).number == 620);
  const auto later = reading_forged("tailgate.run/1", "tailgate.run/2");
  CHECK(later.number == 620);
  CHECK(later.says("another version"));
}

TEST_CASE("run_file: cut at any byte is E620 or E621, never a run") {
  const std::string text = text_of(made_run());
  for (std::size_t length = 0; length < text.size(); ++length) {
    const int number = reading(std::string_view(text).substr(0, length)).number;
    CHECK(number == (length < detail::run_magic.size() ? 620 : 621));
  }
  CHECK(reading(text + "\n").number == 621);
}

TEST_CASE("run_file: any changed byte is found") {
  const std::string text = text_of(made_run());
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string damaged = text;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    const int number = reading(damaged).number;
    CHECK_MESSAGE(number >= 560, at);
  }
  std::string changed = text;
  changed.replace(changed.find("0.25"), 4, "0.26");
  const auto refused = reading(changed);
  CHECK(refused.number == 622);
  CHECK(refused.says("base.jsonl: "));
}

TEST_CASE("run_file: E622 when the trailer counts other items") {
  std::string text = text_of(made_run());
  const std::size_t at = text.rfind("{\"items\":3");
  text.replace(at, 10, "{\"items\":4");
  CHECK(reading(text).number == 622);
}

TEST_CASE("run_file: E623 for missing, unknown and mistyped keys, with file and line") {
  const auto missing = reading_forged("\"stratum\":0,", "");
  CHECK(missing.number == 623);
  CHECK(missing.says("base.jsonl:2: \"stratum\" is missing"));
  CHECK(reading_forged("\"seconds\"", "\"hours\"").number == 623);
  CHECK(reading_forged("\"id\":\"q1\"", "\"id\":1").number == 623);
  CHECK(reading_forged("\"right\":false", "\"right\":0").number == 623);
  CHECK(reading_forged("\"stratum\":0", "\"stratum\":-1").number == 623);
  CHECK(reading_forged("\"stratum\":0", "\"stratum\":18446744073709551616").number == 623);
  CHECK(reading_forged("[1,4294967295]", "[1,4294967296]").number == 623);
  CHECK(reading_forged("[1,4294967295]", "[1]").number == 623);
  CHECK(reading_forged("\"loss\":[0.1,-0.0],", "").number == 623);
  CHECK(reading_forged("[[7,2],", "[7,").number == 623);
  CHECK(reading_forged("\"output\":{\"hex\":\"c3\"}", "\"output\":{\"hex\":\"c\"}").number == 623);
  CHECK(reading_forged("{\"hex\":\"c3\"}", "{\"hex\":\"cG\"}").number == 623);
  CHECK(reading_forged("{\"hex\":\"c3\"}", "{\"hex\":\"41\"}").number == 623); // is UTF-8
  CHECK(reading_forged("{\"hex\":\"c3\"}", "{\"hex\":\"c3\",\"x\":1}").number == 623);
  CHECK(reading_forged("\"forward\":1e-300,", "").number == 623);
  CHECK(reading_forged("\"planned_items\":3", "\"planned_items\":\"3\"").number == 623);
  CHECK(reading_forged("\"kind\":\"ordinal\"", "\"kind\":\"odd\"").number == 623);
  CHECK(reading_forged("[[\"task\",\"prose\"]]", "[[\"task\",\"\"]]").number == 623);
  CHECK(reading_forged("[[\"task\",\"prose\"]]", "[[\"task\"]]").number == 623);
  CHECK(reading_forged("[\"empty\",\"\"]", "[\"empty\"]").number == 623);
}

TEST_CASE("run_file: E624 for impossible values of the header") {
  const auto frequency = reading_forged("\"natural_frequency\":0.1", "\"natural_frequency\":0");
  CHECK(frequency.number == 624);
  CHECK(frequency.says("base.jsonl:1: "));
  CHECK(reading_forged("\"bits_per_weight\":4.15625", "\"bits_per_weight\":-1").number == 624);
  CHECK(reading_forged(
            "\"model_fingerprint\":\"" + std::string(64, 'c') + "\"", "\"model_fingerprint\":\"\"")
            .number == 624);
}

TEST_CASE("run_file: E625 for impossible values of an item") {
  const auto rank = reading_forged("\"rank\":[1,", "\"rank\":[0,");
  CHECK(rank.number == 625);
  CHECK(rank.says("base.jsonl:2: item 'q1': token 0: rank is 0"));
  CHECK(reading_forged("\"loss\":[0.1", "\"loss\":[-0.1").number == 625);
  CHECK(reading_forged("\"stratum\":0", "\"stratum\":2").number == 625);
  CHECK(
      reading_forged("\"inclusion_probability\":0.1", "\"inclusion_probability\":0").number == 625);
  CHECK(reading_forged("\"inclusion_probability\":0.1", "\"inclusion_probability\":1.5").number ==
        625);
  CHECK(reading_forged("\"jensen_shannon\":0.69", "\"jensen_shannon\":0.7").number == 625);
  CHECK(reading_forged("\"seconds\":0.25", "\"seconds\":-1").number == 625);
  CHECK(reading_forged("[[7,2],", "[[7,7],").number == 625);
  CHECK(reading_forged("\"id\":\"q1\"", "\"id\":\"\"").number == 625);
}

TEST_CASE("run_file: numbers outside a double, and text that is no JSON") {
  CHECK(reading_forged("\"loss\":[0.1", "\"loss\":[1e999").number == 562);
  CHECK(reading_forged("\"loss\":[0.1", "\"loss\":[NaN").number == 562);
  CHECK(reading_forged("\"loss\":[0.1", "\"loss\":[[[[[[[[[0.1").number == 563);
  CHECK(reading_forged("\"stratum\":0", "\"id\":\"x\"").number == 564);
}

TEST_CASE("run_file: E626 for an id twice") {
  const auto twice = reading_forged("\"id\":\"p1\"", "\"id\":\"q1\"");
  CHECK(twice.number == 626);
  CHECK(twice.says("base.jsonl:4: "));
}

TEST_CASE("run_file: E627 for a line too long, on both sides") {
  run_record run = made_run();
  run.items[0].output.assign(max_run_line, 'x');
  CHECK(thrown_by<format_error>([&] { (void)text_of(run); }).number == 627);
  const std::string long_output(max_run_line, 'x');
  CHECK(reading_forged("18\\n", long_output).number == 627);
}

TEST_CASE("run_file: a journal is named as what it is") {
  const auto refused = reading(detail::journal_line(detail::run_header_line(made_header())));
  CHECK(refused.number == 621);
  CHECK(refused.says("journal"));
}
