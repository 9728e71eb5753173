#include "temp_folder.hpp"
#include "thrown.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <string>
#include <string_view>
#include <tailgate/io/prompt_jsonl.hpp>
#include <vector>

using namespace tailgate;
using namespace std::string_view_literals;

namespace {

prompt_set parse(std::string_view text) {
  prompt_jsonl_reader reader;
  reader.add_text(text, "p.jsonl", "p");
  return reader.finish();
}

thrown parsing(std::string_view text) {
  return thrown_by<format_error>([&] { (void)parse(text); });
}

} // namespace

TEST_CASE("prompt_jsonl: both forms, with every key") {
  const prompt_set set = parse(
      R"({"id": "q1", "prompt": "1+1=", "answer": "2", "stratum": {"task": "sum", "digits": 1},)"
      R"( "prefix": "3+3=6\n", "cluster": "c", "stop": " ", "natural_frequency": 0.25})"
      "\n"
      R"({"text": "Prose.", "stratum": "prose", "natural_frequency": 3})"
      "\n"
      R"({"prompt": "2+2=", "answer": "4", "stratum": {"digits": 1, "task": "sum"}})");
  CHECK(set.name == "p");
  REQUIRE(set.prompts.size() == 3);
  const prompt& first = set.prompts[0];
  CHECK(first.id == "q1");
  CHECK(first.stratum == 0);
  CHECK(first.prefix == "3+3=6\n");
  CHECK(first.text == "1+1=");
  CHECK(first.answer == "2");
  CHECK(first.stop == " ");
  CHECK(first.cluster == "c");
  const prompt& second = set.prompts[1];
  CHECK(second.id == "p:2");
  CHECK(second.stratum == 1);
  CHECK(second.text == "Prose.");
  CHECK(second.answer == std::nullopt);
  CHECK(second.prefix.empty());
  CHECK(second.stop == "\n");
  CHECK(second.cluster.empty());
  CHECK(set.prompts[2].stratum == 0); // the order of the axes in the line does not matter
  REQUIRE(set.strata.size() == 2);
  CHECK(set.strata[0].key == stratum_key{{"digits", "1"}, {"task", "sum"}});
  CHECK(set.strata[0].natural_frequency == 0.25);
  CHECK(set.strata[1].key == stratum_key{{"stratum", "prose"}});
  CHECK(set.strata[1].natural_frequency == 3);
}

TEST_CASE("prompt_jsonl: numbers and booleans name levels by their JSON text") {
  const prompt_set set =
      parse(R"({"text": "a", "stratum": {"a": 300, "b": 0.5, "c": true, "d": -1}})");
  CHECK(set.strata[0].key == stratum_key{{"a", "300"}, {"b", "0.5"}, {"c", "true"}, {"d", "-1"}});
}

TEST_CASE("prompt_jsonl: frequencies are equal when none is stated") {
  const prompt_set set = parse("{\"text\": \"a\", \"stratum\": \"s\"}\n"
                               "{\"text\": \"b\", \"stratum\": \"t\"}\n");
  CHECK(set.strata[0].natural_frequency == set.strata[1].natural_frequency);
  CHECK(set.strata[0].natural_frequency > 0);
}

TEST_CASE("prompt_jsonl: byte order mark, CR LF, blank lines and a last line without an end") {
  const prompt_set set = parse("\xEF\xBB\xBF{\"text\": \"a\", \"stratum\": \"s\"}\r\n\r\n \t\n\n"
                               "{\"text\": \"b\", \"stratum\": \"s\"}\r\n"
                               "{\"text\": \"c\", \"stratum\": \"s\"}");
  REQUIRE(set.prompts.size() == 3);
  CHECK(set.prompts[0].id == "p:1");
  CHECK(set.prompts[1].id == "p:5");
  CHECK(set.prompts[2].id == "p:6");
  CHECK(set.prompts[0].text == "a");
}

TEST_CASE("prompt_jsonl: lines that are not strict JSON are refused with their place") {
  const std::string good = "{\"text\": \"a\", \"stratum\": \"s\"}\n";
  const auto cut = parsing(good + "{\"text\": ");
  CHECK(cut.number == 562);
  CHECK(cut.says("p.jsonl:2:"));
  CHECK(parsing(good + "\n{\"text\": \"\xFC\"}\n").number == 560);
  CHECK(parsing(good + "\n{\"text\": \"\xFC\"}\n").says("p.jsonl:3:11: "));
  CHECK(parsing("{\"text\": \"a\0b\", \"stratum\": \"s\"}"sv).number == 561);
  CHECK(parsing(good + "\xEF\xBB\xBF" + good).number == 561); // a mark in the middle
  CHECK(parsing("{\"text\": " + std::string(200, '[')).number == 563);
  CHECK(parsing(R"({"text": "a", "text": "b", "stratum": "s"})").number == 564);
  CHECK(parsing(good + R"({"text": "a", "stratum": "s"} {"text": "b", "stratum": "s"})").number ==
        562);
}

TEST_CASE("prompt_jsonl: E600 and E601 for lines of the wrong form") {
  const auto array = parsing("\n[1]\n");
  CHECK(array.number == 600);
  CHECK(array.says("p.jsonl:2: the line is a JSON array"));
  CHECK(parsing("\"text\"").number == 600);
  const auto unknown = parsing(R"({"text": "a", "stratum": "s", "wieght": 2})");
  CHECK(unknown.number == 601);
  CHECK(unknown.says("p.jsonl:1: the key \"wieght\""));
}

TEST_CASE("prompt_jsonl: E602 unless exactly one form is there") {
  for (const char* const fields : {R"("x")", R"("prompt": "a")", R"("answer": "b")",
           R"("text": "a", "answer": "b")", R"("text": "a", "prompt": "b")",
           R"("text": "a", "prompt": "b", "answer": "c")", R"("text": "a", "stop": "b")"}) {
    const std::string text = fields == R"("x")"sv ? "" : std::string(fields) + ", ";
    CHECK_MESSAGE(parsing("{" + text + "\"stratum\": \"s\"}").number == 602, fields);
  }
}

TEST_CASE("prompt_jsonl: E603 and E604 for values that are no or empty texts") {
  const auto type = parsing(R"({"text": 1, "stratum": "s"})");
  CHECK(type.number == 603);
  CHECK(type.says("\"text\" is a JSON number"));
  for (const char* const key : {"id", "prefix", "cluster"})
    CHECK(parsing(R"({"text": "a", "stratum": "s", ")" + std::string(key) + "\": null}").number ==
          603);
  CHECK(parsing(R"({"text": "", "stratum": "s"})").number == 604);
  CHECK(parsing(R"({"prompt": "", "answer": "a", "stratum": "s"})").number == 604);
  CHECK(parsing(R"({"prompt": "a", "answer": "", "stratum": "s"})").number == 604);
  CHECK(parsing(R"({"prompt": "a", "answer": "b", "stop": "", "stratum": "s"})").number == 604);
  CHECK(parsing(R"({"id": "", "text": "a", "stratum": "s"})").number == 604);
}

TEST_CASE("prompt_jsonl: E605 for an id given twice, over files too") {
  const std::string line = R"({"id": "q", "text": "a", "stratum": "s"})";
  const auto twice = parsing(line + "\n" + line);
  CHECK(twice.number == 605);
  CHECK(twice.says("p.jsonl:2: the id \"q\" is taken by p.jsonl:1"));
  const temp_folder folder;
  const std::vector<std::filesystem::path> files{
      folder.file("a.jsonl", line), folder.file("b.jsonl", line)};
  CHECK(thrown_by<format_error>([&] { (void)read_prompts_jsonl(files); }).number == 605);
  // A default id can be taken as well.
  CHECK(parsing("{\"id\": \"p:2\", \"text\": \"a\", \"stratum\": \"s\"}\n"
                "{\"text\": \"b\", \"stratum\": \"s\"}")
            .number == 605);
}

TEST_CASE("prompt_jsonl: E606 for strata that are missing or malformed") {
  CHECK(parsing(R"({"text": "a"})").number == 606);
  for (const char* const stratum : {"1", "null", "[]", "{}", "\"\"", R"({"": "a"})", R"({"a": ""})",
           R"({"a": null})", R"({"a": {"b": "c"}})", R"({"a": ["b"]})"})
    CHECK_MESSAGE(
        parsing(R"({"text": "a", "stratum": )" + std::string(stratum) + "}").number == 606,
        stratum);
}

TEST_CASE("prompt_jsonl: E607 to E609 for frequencies") {
  for (const char* const value : {"0", "-1", "\"1\"", "null", "true", "-0.0"})
    CHECK_MESSAGE(
        parsing(R"({"text": "a", "stratum": "s", "natural_frequency": )" + std::string(value) + "}")
                .number == 607,
        value);
  const auto disagree =
      parsing("{\"text\": \"a\", \"stratum\": \"s\", \"natural_frequency\": 1}\n"
              "{\"text\": \"b\", \"stratum\": \"s\"}\n"
              "{\"text\": \"c\", \"stratum\": \"s\", \"natural_frequency\": 2}\n");
  CHECK(disagree.number == 608);
  CHECK(disagree.says("p.jsonl:3: "));
  const auto some = parsing("{\"text\": \"a\", \"stratum\": \"s\", \"natural_frequency\": 1}\n"
                            "{\"text\": \"b\", \"stratum\": \"t\"}\n");
  CHECK(some.number == 609);
  CHECK(some.says("stratum=s states"));
  CHECK(some.says("stratum=t does not"));
}

TEST_CASE("prompt_jsonl: E610 for a line above the bound, none at the bound") {
  std::string line = "{\"text\": \"\", \"stratum\": \"s\"}";
  line.insert(10, max_prompt_line - line.size(), 'x');
  CHECK(parse(line).prompts[0].text.size() > max_prompt_line - 100);
  const auto t = parsing(line + " \n");
  CHECK(t.number == 610);
  CHECK(t.says("p.jsonl:1: the line has 16777217 bytes"));
}

TEST_CASE("prompt_jsonl: E611 for nothing to read") {
  CHECK(parsing("").number == 611);
  CHECK(parsing(" \r\n\n").number == 611);
  CHECK(parsing("\xEF\xBB\xBF").number == 611);
  CHECK(thrown_by<format_error>([] { (void)prompt_jsonl_reader().finish(); }).number == 611);
  const temp_folder folder;
  const std::vector<std::filesystem::path> files{
      folder.file("a.jsonl", R"({"text": "a", "stratum": "s"})"), folder.file("b.jsonl", "")};
  const auto t = thrown_by<format_error>([&] { (void)read_prompts_jsonl(files); });
  CHECK(t.number == 611);
  CHECK(t.says("b.jsonl"));
}

TEST_CASE("prompt_jsonl: E612 for NUL in texts and control characters in names") {
  CHECK(parsing(R"({"text": "a\u0000b", "stratum": "s"})").number == 612);
  CHECK(parsing(R"({"id": "a\nb", "text": "a", "stratum": "s"})").number == 612);
  CHECK(parsing(R"({"text": "a", "stratum": "s\t"})").number == 612);
  CHECK(parsing(R"({"text": "a", "stratum": {"a\u007f": "b"}})").number == 612);
  CHECK(parsing(R"({"text": "a\n\tb", "stratum": "s"})").number == 0);
}

TEST_CASE("prompt_jsonl: files append into one set") {
  const temp_folder folder;
  const std::vector<std::filesystem::path> files{
      folder.file("a.jsonl", "{\"text\": \"1\", \"stratum\": \"s\"}\n"),
      folder.file("b.jsonl", "{\"text\": \"2\", \"stratum\": \"t\"}\n"
                             "{\"text\": \"3\", \"stratum\": \"s\"}\n")};
  const prompt_set set = read_prompts_jsonl(files);
  CHECK(set.name == "a+b");
  REQUIRE(set.prompts.size() == 3);
  CHECK(set.prompts[2].id == "b:2");
  CHECK(set.prompts[2].stratum == 0);
  CHECK(set.strata.size() == 2);
  CHECK(read_prompts_jsonl(files[0]).name == "a");
  CHECK(thrown_by<io_error>([&] { (void)read_prompts_jsonl(folder.path() / "no"); }).number == 550);
}

TEST_CASE(
    "prompt_jsonl: a labeller gives strata to files that name none, and counts their prompts") {
  const auto label = [](const prompt& p) {
    return stratum_key{{"kind", p.answer ? "sum" : "prose"}};
  };
  const auto parse_labelled = [&](std::string_view text) {
    prompt_jsonl_reader reader(label);
    reader.add_text(text, "p.jsonl", "p");
    return reader.finish();
  };
  const auto set = parse_labelled(R"({"prompt":"1+1=","answer":"2"}
{"text":"Once."}
{"prompt":"1+2=","answer":"3"}
)");
  REQUIRE(set.strata.size() == 2);
  CHECK(set.strata[0].key.name() == "kind=sum");
  CHECK(set.strata[0].natural_frequency == 2);
  CHECK(set.strata[1].natural_frequency == 1);
  CHECK(set.prompts[2].stratum == 0);
  const auto named = parse_labelled(R"({"text":"a","stratum":"s"}
{"text":"b","stratum":"s"})");
  CHECK(named.strata[0].key.name() == "stratum=s");
  CHECK(named.strata[0].natural_frequency == 1);
  const auto fault = [&](std::string_view text) {
    return thrown_by<format_error>([&] { (void)parse_labelled(text); });
  };
  CHECK(fault(R"({"text":"a","stratum":"s"}
{"text":"b"})")
            .number == 613);
  CHECK(fault(R"({"text":"a"}
{"text":"b","stratum":"s"})")
            .number == 613);
  CHECK(fault(R"({"text":"a","natural_frequency":2})").number == 613);
}

TEST_CASE("prompt_jsonl: a sample's probabilities say what its strata stand for") {
  const auto set = parse(R"({"text":"a","stratum":"s","inclusion_probability":0.5,"weight":2}
{"text":"b","stratum":"s","inclusion_probability":0.5,"weight":2}
{"text":"c","stratum":"t","inclusion_probability":0.125}
)");
  CHECK(set.strata[0].natural_frequency == 4);
  CHECK(set.strata[1].natural_frequency == 8);
  CHECK(set.prompts[2].inclusion_probability == 0.125);
  const auto stated =
      parse(R"({"text":"a","stratum":"s","inclusion_probability":0.5,"natural_frequency":9})");
  CHECK(stated.strata[0].natural_frequency == 9);

  const std::string first = R"({"text":"a","stratum":"s","inclusion_probability":0.5})";
  const std::string head = R"({"text":"b","stratum":"s")";
  CHECK(parsing(first + "\n" + head + "}").number == 619);
  CHECK(parsing(head + "}\n" + first).number == 619);
  CHECK(parsing(head + R"(,"weight":2})").number == 619);
  const auto other = parsing(first + "\n" + head + R"(,"inclusion_probability":0.25})");
  CHECK(other.number == 619);
  CHECK(other.says("p.jsonl:2: "));
  for (const char* wrong : {"0", "1.5", "-1", "\"0.5\"", "null"})
    CHECK_MESSAGE(
        parsing(head + R"(,"inclusion_probability":)" + wrong + "}").number == 619, wrong);
  CHECK(parsing(head + R"(,"inclusion_probability":0.5,"weight":3})").number == 619);
}

TEST_CASE("prompt_jsonl: keys that are to be ignored mean nothing, others stay unknown") {
  prompt_jsonl_reader reader({}, {"user"});
  reader.add_text(R"({"text":"a","stratum":"s","user":[1]})", "p.jsonl", "p");
  CHECK(reader.finish().prompts.size() == 1);
  CHECK(parsing(R"({"text":"a","stratum":"s","user":[1]})").number == 601);
}
