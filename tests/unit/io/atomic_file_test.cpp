#include "temp_folder.hpp"
#include "thrown.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <tailgate/io/atomic_file.hpp>

#if TAILGATE_IO_POSIX
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#endif

using namespace tailgate;

TEST_CASE("atomic_file: writes a new file and replaces an old one") {
  const temp_folder folder;
  const auto path = folder.path() / "report.json";
  write_file_atomically(path, "one");
  CHECK(temp_folder::content(path) == "one");
  write_file_atomically(path, "");
  CHECK(temp_folder::content(path).empty());
  const std::string large(3'000'000, 'x');
  write_file_atomically(path, large);
  CHECK(temp_folder::content(path) == large);
  CHECK(folder.entries() == 1);
}

TEST_CASE("atomic_file: nothing shows before commit, and without it the old file stays") {
  const temp_folder folder;
  const auto path = folder.file("a", "old");
  {
    atomic_file file(path);
    file.write("new ");
    file.write("content");
    CHECK(temp_folder::content(path) == "old");
    CHECK(folder.entries() == 2);
  }
  CHECK(temp_folder::content(path) == "old");
  CHECK(folder.entries() == 1);
  try {
    atomic_file file(path);
    file.write("new");
    throw std::runtime_error("the caller failed");
  } catch (const std::runtime_error&) {
  }
  CHECK(temp_folder::content(path) == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("atomic_file: two writers of one target do not mix") {
  const temp_folder folder;
  const auto path = folder.path() / "a";
  atomic_file first(path);
  atomic_file second(path);
  first.write("first");
  second.write("second");
  second.commit();
  CHECK(temp_folder::content(path) == "second");
  first.commit();
  CHECK(temp_folder::content(path) == "first");
  CHECK(folder.entries() == 1);
}

TEST_CASE("atomic_file: a missing folder is E552, or made on request") {
  const temp_folder folder;
  const auto path = folder.path() / "x" / "y" / "a";
  const auto t = thrown_by<io_error>([&] { write_file_atomically(path, "a"); });
  CHECK(t.number == 552);
  CHECK(t.says(path.string()));
  CHECK(folder.entries() == 0);
  write_file_atomically(path, "a", parent_folders::create);
  write_file_atomically(path, "b", parent_folders::create);
  CHECK(temp_folder::content(path) == "b");
}

TEST_CASE("atomic_file: E551 for a target that is a folder, E553 for a folder that is a file") {
  const temp_folder folder;
  const auto t = thrown_by<io_error>([&] { write_file_atomically(folder.path(), "a"); });
  CHECK(t.number == 551);
  const auto file = folder.file("file", "old");
  const auto inside =
      thrown_by<io_error>([&] { write_file_atomically(file / "a", "x", parent_folders::create); });
  CHECK(inside.number == 553);
  CHECK(inside.says((file / "a").string()));
  CHECK(temp_folder::content(file) == "old");
  CHECK(folder.entries() == 1);
}

#if TAILGATE_IO_POSIX

TEST_CASE("atomic_file: a device is never replaced") {
  CHECK(thrown_by<io_error>([] { write_file_atomically("/dev/null", "a"); }).number == 551);
}

TEST_CASE("atomic_file: E552 when the disk takes no more; the old file stays") {
  const temp_folder folder;
  const auto path = folder.file("a", "old");
  struct ::rlimit before {};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  struct ::rlimit small = before;
  small.rlim_cur = 4096;
  auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  const auto t =
      thrown_by<io_error>([&] { write_file_atomically(path, std::string(10'000, 'x')); });
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, handler);
  CHECK(t.number == 552);
  CHECK(t.says("cannot write"));
  CHECK(t.says("File too large"));
  CHECK(t.says(path.string()));
  CHECK(temp_folder::content(path) == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("atomic_file: E552 when the name is taken by a folder before commit") {
  const temp_folder folder;
  const auto path = folder.path() / "a";
  const auto t = thrown_by<io_error>([&] {
    atomic_file file(path);
    std::filesystem::create_directory(path);
    file.commit();
  });
  CHECK(t.number == 552);
  CHECK(t.says("cannot rename"));
  CHECK(folder.entries() == 1); // the folder; the temporary file is gone
}

TEST_CASE("atomic_file: permissions of an old file and symbolic links are kept") {
  const temp_folder folder;
  const auto path = folder.file("a", "old");
  REQUIRE(::chmod(path.c_str(), 0640) == 0);
  const auto link = folder.path() / "link";
  std::filesystem::create_symlink("a", link);
  write_file_atomically(link, "new");
  CHECK(std::filesystem::is_symlink(link));
  CHECK(temp_folder::content(path) == "new");
  struct ::stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 07777) == 0640);
}

#endif
