// Writing a file so that a reader sees the old content or the new one, never a part.
//
// The bytes go to a temporary name in the target's own folder, are forced to the disk (fsync), and
// the temporary file is then renamed over the target, which POSIX makes atomic. After any failure
// or exception the old file stays as it was and the temporary file is removed.
#pragma once

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <tailgate/io/detail/file_handle.hpp>

#if TAILGATE_IO_POSIX
#include <fcntl.h>
#include <sys/stat.h>
#else
#include <cstdint>
#include <fstream>
#endif

namespace tailgate {

/// Whether a missing folder of the target is an error or is made, with its parents.
enum class parent_folders { must_exist, create };

/// A file being written. Nothing is visible under the target's name before commit().
class atomic_file {
public:
  /// Starts writing. An existing target must be a regular file; its permissions are kept, and a
  /// symbolic link is followed. Throws io_error E551 (target is no regular file), E552 (the
  /// temporary file cannot be made) or E553 (the folder cannot be made).
  explicit atomic_file(
      const std::filesystem::path& target, parent_folders parents = parent_folders::must_exist)
      : target_(resolve(target)), folder_(target_.has_parent_path() ? target_.parent_path() : ".") {
    const auto status = std::filesystem::status(target_);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
      detail::throw_not_regular(target_);
    if (parents == parent_folders::create)
      create_folder();
    open_temporary(status);
  }

  atomic_file(const atomic_file&) = delete;
  atomic_file& operator=(const atomic_file&) = delete;

  /// Removes the temporary file when commit() was not reached.
  ~atomic_file() { discard(); }

  /// Appends bytes. Throws io_error E552 with the system's reason.
  void write(std::string_view bytes);

  /// Makes the bytes durable and gives them the target's name. Call once, last. Throws E552.
  void commit();

private:
  static std::filesystem::path resolve(const std::filesystem::path& target) {
    std::error_code code;
    const auto real = std::filesystem::canonical(target, code); // fails for a new file
    return code ? target : real;
  }

  void create_folder() const {
    std::error_code code;
    std::filesystem::create_directories(folder_, code);
    if (code)
      throw io_error(553, target_.string(),
          "cannot make the folder " + folder_.string() + ": " + code.message() +
              "; choose another folder");
  }

  [[noreturn]] void fail(const char* action, int code) const {
    detail::throw_file_error(552, target_, std::string(action) + " " + temporary_.string(), code,
        "the folder must exist, be writable and have space; an old file was left as it was");
  }

  /// Unique among the threads of this process; other processes are kept out by O_EXCL.
  std::filesystem::path next_temporary(long process) const {
    static std::atomic<unsigned> counter{0};
    return folder_ /
           (".tailgate-" + std::to_string(process) + "-" + std::to_string(++counter) + ".tmp");
  }

  void open_temporary(const std::filesystem::file_status& old);

  void discard() noexcept {
    if (temporary_.empty())
      return;
    file_.close();
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
    temporary_.clear();
  }

  std::filesystem::path target_;
  std::filesystem::path folder_;
  std::filesystem::path temporary_; // empty when there is nothing to remove
#if TAILGATE_IO_POSIX
  detail::file_descriptor file_{-1};
#else
  std::ofstream file_;
#endif
};

#if TAILGATE_IO_POSIX

inline void atomic_file::open_temporary(const std::filesystem::file_status& old) {
  std::filesystem::path candidate;
  do {
    candidate = next_temporary(static_cast<long>(::getpid()));
    file_.value = ::open(candidate.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (file_.value < 0 && errno == EEXIST);
  const int code = errno;
  temporary_ = candidate;
  if (file_.value < 0) {
    const std::string action = "make the temporary file " + candidate.string();
    temporary_.clear();
    detail::throw_file_error(552, target_, action, code,
        "the folder must exist (or ask for it to be made) and be writable");
  }
  // A filesystem without permissions may refuse; the file is then as readable as any new one.
  if (std::filesystem::exists(old))
    static_cast<void>(::fchmod(file_.value, static_cast<::mode_t>(old.permissions()) & 07777));
}

inline void atomic_file::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ::ssize_t count = ::write(file_.value, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      fail("write", errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

inline void atomic_file::commit() {
  if (::fsync(file_.value) != 0)
    fail("force to the disk", errno);
  if (!file_.close())
    fail("close", errno);
  if (::rename(temporary_.c_str(), target_.c_str()) != 0)
    fail("rename", errno);
  temporary_.clear();
  // The new name itself is durable once the folder is; some file systems cannot sync a folder.
  const detail::file_descriptor folder(::open(folder_.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  if (folder.value >= 0)
    static_cast<void>(::fsync(folder.value));
}

#else

inline void atomic_file::open_temporary(const std::filesystem::file_status&) {
  // Without O_EXCL, the object's address stands in for the process number.
  const auto self = static_cast<long>(reinterpret_cast<std::uintptr_t>(this) >> 4);
  const auto candidate = next_temporary(self);
  file_.open(candidate, std::ios::binary | std::ios::trunc);
  if (!file_)
    detail::throw_file_error(552, target_, "make the temporary file " + candidate.string(), EACCES,
        "the folder must exist (or ask for it to be made) and be writable");
  temporary_ = candidate;
}

inline void atomic_file::write(std::string_view bytes) {
  if (!file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size())))
    fail("write", EIO);
}

inline void atomic_file::commit() {
  file_.close();
  if (!file_)
    fail("close", EIO);
  std::error_code code;
  std::filesystem::rename(temporary_, target_, code);
  if (code)
    fail("rename", code.value());
  temporary_.clear();
}

#endif

/// Writes `content` as the whole file `target`. Throws io_error E551 to E553 as atomic_file.
inline void write_file_atomically(const std::filesystem::path& target, std::string_view content,
    parent_folders parents = parent_folders::must_exist) {
  atomic_file file(target, parents);
  file.write(content);
  file.commit();
}

} // namespace tailgate
