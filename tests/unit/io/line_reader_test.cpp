#include "thrown.hpp"
#include <doctest/doctest.h>
#include <sstream>
#include <streambuf>
#include <string>
#include <tailgate/io/line_reader.hpp>
#include <vector>

using tailgate::line_reader;

namespace {

std::vector<std::string> lines_of(const std::string& content) {
  std::istringstream in(content);
  line_reader reader(in, "in");
  std::vector<std::string> lines;
  while (const auto line = reader.next()) {
    lines.emplace_back(line->text);
    CHECK(line->number == lines.size());
    CHECK(line->size >= line->text.size());
  }
  CHECK_FALSE(reader.next());
  return lines;
}

/// Fails as a directory does.
class broken_buffer : public std::streambuf {
  std::streamsize xsgetn(char*, std::streamsize) override { throw std::ios_base::failure("EIO"); }
};

} // namespace

TEST_CASE("line_reader: lines, with and without a last line feed") {
  using list = std::vector<std::string>;
  CHECK(lines_of("").empty());
  CHECK(lines_of("\n") == list{""});
  CHECK(lines_of("a") == list{"a"});
  CHECK(lines_of("a\n\nb\r\n") == list{"a", "", "b\r"});
  CHECK(lines_of("\xEF\xBB\xBF"
                 "a\n\xEF\xBB\xBF"
                 "b") == list{"a", "\xEF\xBB\xBF"
                                   "b"});
}

TEST_CASE("line_reader: lines across the blocks that are read") {
  for (const std::size_t length : {line_reader::block - 1, line_reader::block,
           2 * line_reader::block - 1, 2 * line_reader::block, 5 * line_reader::block + 3}) {
    const std::vector<std::string> expected{
        "x", std::string(length, 'a'), "y", std::string(length, 'b'), "z"};
    std::string content;
    for (const std::string& line : expected)
      content += line + '\n';
    CHECK(lines_of(content) == expected);
  }
}

TEST_CASE("line_reader: a line that is too long is passed over, with its size") {
  const std::size_t longest = 1000;
  for (const std::size_t size : {longest + 1, 3 * line_reader::block, 7 * line_reader::block + 5})
    for (const bool last : {false, true}) {
      std::istringstream in("a\n" + std::string(longest, 'b') + "\n" + std::string(size, 'c') +
                            (last ? "" : "\nd\n"));
      line_reader reader(in, "in", longest);
      CHECK(reader.next()->text == "a");
      const auto whole = reader.next();
      CHECK(whole->text.size() == longest);
      reader.require_whole(*whole);
      const auto line = reader.next();
      REQUIRE(line);
      CHECK(line->text.empty());
      CHECK(line->size == size);
      CHECK(line->number == 3);
      const auto fault = thrown_by<tailgate::format_error>([&] { reader.require_whole(*line); });
      CHECK(fault.number == 644);
      CHECK(fault.says("in:3: the line has " + std::to_string(size) + " bytes"));
      if (!last)
        CHECK(reader.next()->text == "d");
      CHECK_FALSE(reader.next());
    }
}

TEST_CASE("line_reader: a stream that fails is no end of the file") {
  broken_buffer buffer;
  std::istream in(&buffer);
  line_reader reader(in, "broken");
  const auto fault = thrown_by<tailgate::io_error>([&] { (void)reader.next(); });
  CHECK(fault.number == 550);
  CHECK(fault.says("broken: cannot read"));
}
