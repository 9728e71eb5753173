// A whole file as read-only bytes: memory mapped on POSIX systems, read into memory elsewhere.
//
// Model weights are larger than what a program wants to copy; a mapping shares the page cache
// between processes and costs nothing for tensors that are never read. Only regular files are
// accepted: a directory, FIFO or device has no stable size that a format check could rely on.
// A file that another process truncates while it is mapped ends this process with SIGBUS; replace
// model files by rename (io/atomic_file.hpp), never in place.
#pragma once

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <span>
#include <string_view>
#include <system_error>
#include <tailgate/io/detail/file_handle.hpp>
#include <utility>

#if TAILGATE_IO_POSIX
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#else
#include <fstream>
#include <vector>
#endif

namespace tailgate {

/// Owns the bytes of one file. Movable; spans of bytes() stay valid across a move.
class mapped_file {
public:
  mapped_file() = default;

  /// Maps `path`. Throws io_error E550 (cannot be opened, inspected or mapped; with the system's
  /// reason) or E551 (not a regular file). An empty file is legal and has empty bytes().
  explicit mapped_file(const std::filesystem::path& path);

  mapped_file(mapped_file&& other) noexcept { swap(other); }
  mapped_file& operator=(mapped_file&& other) noexcept {
    mapped_file(std::move(other)).swap(*this);
    return *this;
  }
  mapped_file(const mapped_file&) = delete;
  mapped_file& operator=(const mapped_file&) = delete;
  ~mapped_file();

  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }
  /// The same bytes as characters.
  [[nodiscard]] std::string_view text() const noexcept {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }

private:
  void swap(mapped_file& other) noexcept {
    std::swap(bytes_, other.bytes_);
#if !TAILGATE_IO_POSIX
    std::swap(buffer_, other.buffer_);
#endif
  }

  std::span<const std::byte> bytes_;
#if !TAILGATE_IO_POSIX
  std::vector<std::byte> buffer_;
#endif
};

namespace detail {

[[noreturn]] inline void throw_read_error(
    const std::filesystem::path& path, const char* action, int code) {
  throw_file_error(550, path, action, code, "check the path and its permissions");
}

} // namespace detail

#if TAILGATE_IO_POSIX

inline mapped_file::mapped_file(const std::filesystem::path& path) {
  // Without O_NONBLOCK, opening a FIFO would wait for a writer before it could be refused.
  const detail::file_descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.value < 0)
    detail::throw_read_error(path, "open", errno);
  struct ::stat status {};
  if (::fstat(file.value, &status) != 0)
    detail::throw_read_error(path, "inspect", errno);
  if (!S_ISREG(status.st_mode))
    detail::throw_not_regular(path);
  if (std::cmp_greater(status.st_size, std::numeric_limits<std::ptrdiff_t>::max()))
    detail::throw_read_error(path, "map", EFBIG);
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) // mmap refuses a length of 0
    return;
  void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.value, 0);
  if (start == MAP_FAILED)
    detail::throw_read_error(path, "map", errno);
  bytes_ = {static_cast<const std::byte*>(start), size};
}

inline mapped_file::~mapped_file() {
  if (!bytes_.empty())
    ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

#else

inline mapped_file::mapped_file(const std::filesystem::path& path) {
  std::error_code code;
  const auto status = std::filesystem::status(path, code);
  if (!std::filesystem::exists(status))
    detail::throw_read_error(path, "open", code ? code.value() : ENOENT);
  if (!std::filesystem::is_regular_file(status))
    detail::throw_not_regular(path);
  const auto size = std::filesystem::file_size(path, code);
  if (code)
    detail::throw_read_error(path, "inspect", code.value());
  std::ifstream file(path, std::ios::binary);
  if (!file)
    detail::throw_read_error(path, "open", EACCES);
  if (std::cmp_greater(size, std::numeric_limits<std::ptrdiff_t>::max()))
    detail::throw_read_error(path, "map", EFBIG);
  buffer_.resize(static_cast<std::size_t>(size));
  if (!file.read(reinterpret_cast<char*>(buffer_.data()), static_cast<std::streamsize>(size)))
    detail::throw_read_error(path, "read", EIO);
  bytes_ = buffer_;
}

inline mapped_file::~mapped_file() = default;

#endif

} // namespace tailgate
