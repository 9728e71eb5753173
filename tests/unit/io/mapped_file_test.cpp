#include "temp_folder.hpp"
#include "thrown.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <string>
#include <tailgate/io/mapped_file.hpp>
#include <utility>

#if TAILGATE_IO_POSIX
#include <sys/stat.h>
#endif

using namespace tailgate;

TEST_CASE("mapped_file: gives the bytes of a file") {
  const temp_folder folder;
  const std::string content("line\r\n\0\xFF end", 12);
  const mapped_file file(folder.file("a", content));
  CHECK(file.text() == content);
  CHECK(file.bytes().size() == content.size());
}

TEST_CASE("mapped_file: an empty file is empty, not an error") {
  const temp_folder folder;
  CHECK(mapped_file(folder.file("empty", "")).bytes().empty());
  CHECK(mapped_file().bytes().empty());
}

TEST_CASE("mapped_file: a move keeps the bytes where they are") {
  const temp_folder folder;
  mapped_file first(folder.file("a", "one"));
  const auto* const at = first.bytes().data();
  mapped_file second(std::move(first));
  CHECK(second.bytes().data() == at);
  mapped_file third(folder.file("b", "two"));
  third = std::move(second);
  CHECK(third.text() == "one");
  CHECK(third.bytes().data() == at);
}

TEST_CASE("mapped_file: E550 for a missing file names the path and the reason") {
  const temp_folder folder;
  const auto path = folder.path() / "missing";
  const auto t = thrown_by<io_error>([&] { mapped_file file(path); });
  CHECK(t.number == 550);
  CHECK(t.says(path.string()));
  CHECK(t.says("No such file"));
}

TEST_CASE("mapped_file: E551 for a directory, a FIFO and a device") {
  const temp_folder folder;
  CHECK(thrown_by<io_error>([&] { mapped_file file(folder.path()); }).number == 551);
#if TAILGATE_IO_POSIX
  const auto fifo = folder.path() / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK(thrown_by<io_error>([&] { mapped_file file(fifo); }).number == 551); // and does not hang
  CHECK(thrown_by<io_error>([&] { mapped_file file("/dev/null"); }).number == 551);
#endif
}
