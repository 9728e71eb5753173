// What the file readers and writers share: the POSIX descriptor and the error messages.
#pragma once

#include <filesystem>
#include <string>
#include <system_error>
#include <tailgate/error.hpp>

// TAILGATE_NO_POSIX chooses the portable code on a POSIX system, for example to test it.
#if !defined(TAILGATE_NO_POSIX) && (defined(__unix__) || defined(__APPLE__))
#define TAILGATE_IO_POSIX 1
#include <unistd.h>
#else
#define TAILGATE_IO_POSIX 0
#endif

namespace tailgate::detail {

/// `action` completes "cannot ...", for example "open"; `code` is an errno.
[[noreturn]] inline void throw_file_error(int number, const std::filesystem::path& path,
    const std::string& action, int code, const char* way_out) {
  throw io_error(number, path.string(),
      "cannot " + action + ": " + std::generic_category().message(code) + "; " + way_out);
}

[[noreturn]] inline void throw_not_regular(const std::filesystem::path& path) {
  throw io_error(
      551, path.string(), "this is not a regular file (a directory, FIFO or device); name a file");
}

#if TAILGATE_IO_POSIX

/// Closes on destruction; a negative value is no descriptor.
struct file_descriptor {
  int value = -1;
  explicit file_descriptor(int descriptor) noexcept : value(descriptor) {}
  file_descriptor(const file_descriptor&) = delete;
  file_descriptor& operator=(const file_descriptor&) = delete;
  ~file_descriptor() { close(); }
  /// False when the system reports a write error on closing.
  bool close() noexcept {
    const int closing = value;
    value = -1;
    return closing < 0 || ::close(closing) == 0;
  }
};

#endif

} // namespace tailgate::detail
