// A file that one process at a time appends to, and of which a broken end can be cut off.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <tailgate/error.hpp>
#include <tailgate/io/detail/file_handle.hpp>
#include <utility>

#if TAILGATE_IO_POSIX
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#else
#include <fstream>
#endif

namespace tailgate::detail {

/// Open and, on POSIX systems, locked against every other journal_file of the same name, in this
/// process or another, until closed or the process ends. Elsewhere there is no lock.
class journal_file {
public:
  /// Opens or makes the file. Throws io_error E630 (another has it), E633 (the system refuses).
  explicit journal_file(std::filesystem::path path);

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  /// Cuts the file to `bytes`, where append() goes on. Throws E633.
  void truncate(std::uint64_t bytes);

  /// Appends and forces to the disk. Throws E633; the file then ends where it ended before, unless
  /// the system refuses that as well, and a line that is not whole is cut off by the next reader.
  void append(std::string_view bytes);

  /// Deletes the file; the object can then only be destroyed. Throws E633.
  void remove() {
    std::error_code code;
    if (!std::filesystem::remove(path_, code) && code)
      fail("remove", code.value());
  }

private:
  [[noreturn]] void fail(const char* action, int code) const {
    throw_file_error(633, path_, action, code,
        "the folder must be writable and have space; what was recorded before is kept");
  }

  std::filesystem::path path_;
  std::uint64_t size_ = 0;
#if TAILGATE_IO_POSIX
  [[nodiscard]] bool locked_what_the_name_means() const;
  file_descriptor file_{-1};
#endif
};

#if TAILGATE_IO_POSIX

inline journal_file::journal_file(std::filesystem::path path) : path_(std::move(path)) {
  do {
    file_.close();
    file_.value = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666);
    if (file_.value < 0)
      fail("open", errno);
    int refused = 0;
    do
      refused = ::flock(file_.value, LOCK_EX | LOCK_NB);
    while (refused != 0 && errno == EINTR);
    if (refused != 0 && errno == EWOULDBLOCK)
      throw io_error(630, path_.string(),
          "another process is recording this run; wait for it to end, or choose another name");
    if (refused != 0)
      fail("lock", errno);
  } while (!locked_what_the_name_means());
}

/// Between opening and locking, the process that held the lock may have removed the file.
inline bool journal_file::locked_what_the_name_means() const {
  struct ::stat held {};
  struct ::stat named {};
  if (::fstat(file_.value, &held) != 0)
    fail("inspect", errno);
  if (!S_ISREG(held.st_mode))
    throw_not_regular(path_);
  return ::stat(path_.c_str(), &named) == 0 && held.st_dev == named.st_dev &&
         held.st_ino == named.st_ino;
}

inline void journal_file::truncate(std::uint64_t bytes) {
  if (::ftruncate(file_.value, static_cast<::off_t>(bytes)) != 0)
    fail("truncate", errno);
  size_ = bytes;
}

inline void journal_file::append(std::string_view bytes) {
  const auto give_up = [&](const char* action) {
    const int code = errno;
    static_cast<void>(!::ftruncate(file_.value, static_cast<::off_t>(size_)));
    fail(action, code);
  };
  std::uint64_t at = size_;
  while (!bytes.empty()) {
    const ::ssize_t count =
        ::pwrite(file_.value, bytes.data(), bytes.size(), static_cast<::off_t>(at));
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      give_up("write");
    at += static_cast<std::uint64_t>(count);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  if (::fsync(file_.value) != 0)
    give_up("force to the disk");
  size_ = at;
}

#else

inline journal_file::journal_file(std::filesystem::path path) : path_(std::move(path)) {
  if (!std::ofstream(path_, std::ios::binary | std::ios::app))
    fail("open", EACCES);
}

inline void journal_file::truncate(std::uint64_t bytes) {
  std::error_code code;
  std::filesystem::resize_file(path_, bytes, code);
  if (code)
    fail("truncate", code.value());
  size_ = bytes;
}

inline void journal_file::append(std::string_view bytes) {
  std::ofstream file(path_, std::ios::binary | std::ios::app);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) {
    std::error_code ignored;
    std::filesystem::resize_file(path_, size_, ignored);
    fail("write", EIO);
  }
  size_ += bytes.size();
}

#endif

} // namespace tailgate::detail
