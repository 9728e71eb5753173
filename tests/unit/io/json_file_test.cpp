#include "temp_folder.hpp"
#include "thrown.hpp"

#include <doctest/doctest.h>
#include <tailgate/io/json_file.hpp>

using namespace tailgate;

TEST_CASE("json_file: reads a value, with or without a byte order mark") {
  const temp_folder folder;
  CHECK(read_json_file(folder.file("a.json", "{\"a\": 1}\n"))["a"] == 1);
  CHECK(read_json_file(folder.file("b.json", "\xEF\xBB\xBF[2]"))[0] == 2);
}

TEST_CASE("json_file: errors name the file") {
  const temp_folder folder;
  const auto path = folder.file("bad.json", "{\n  \"a\": }");
  const auto t = thrown_by<format_error>([&] { (void)read_json_file(path); });
  CHECK(t.number == 562);
  CHECK(t.says(path.string() + ":2:8: "));
  CHECK(thrown_by<format_error>([&] {
    (void)read_json_file(folder.file("c", "[[]]"), 1);
  }).number == 563);
  CHECK(thrown_by<io_error>([&] { (void)read_json_file(folder.path() / "no"); }).number == 550);
}
