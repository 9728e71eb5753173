// What becomes of a bad line: it ends the run, or with --skip-bad is listed and counted.
#pragma once

#include <cstdint>
#include <map>
#include <tailgate/error.hpp>

namespace sample_prompts {

class bad_lines {
public:
  explicit bad_lines(bool skip) noexcept : skip_(skip) {}

  /// Throws the fault, or prints it on stdout at once, so that the list takes no memory.
  void report(const tailgate::error& fault);

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  /// Lines by error number.
  [[nodiscard]] const std::map<int, std::uint64_t>& by_error() const noexcept { return by_error_; }

private:
  bool skip_;
  std::uint64_t count_ = 0;
  std::map<int, std::uint64_t> by_error_;
};

} // namespace sample_prompts
