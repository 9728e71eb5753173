// A progress bar on stderr, drawn only when that is a terminal.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <unistd.h>

namespace quality_cliff {

class progress_bar {
public:
  explicit progress_bar(std::size_t total)
      : total_(total), shown_(isatty(STDERR_FILENO) != 0), start_(clock::now()) {}
  progress_bar(const progress_bar&) = delete;
  progress_bar& operator=(const progress_bar&) = delete;
  ~progress_bar() {
    if (shown_)
      std::fputs("\r\033[K", stderr);
  }

  void advance(std::size_t amount) {
    done_ += amount;
    const auto now = clock::now();
    if (!shown_ || now - drawn_ < std::chrono::milliseconds(100))
      return;
    drawn_ = now;
    constexpr int width = 40;
    const double share = static_cast<double>(done_) / static_cast<double>(total_);
    const double elapsed = std::chrono::duration<double>(now - start_).count();
    const int filled = static_cast<int>(share * width);
    std::fprintf(stderr, "\r[%.*s%.*s] %3.0f %%  %.0f s left \033[K", filled,
        "########################################", width - filled,
        "........................................", share * 100, elapsed / share - elapsed);
  }

private:
  using clock = std::chrono::steady_clock;
  std::size_t total_;
  std::size_t done_ = 0;
  bool shown_;
  clock::time_point start_;
  clock::time_point drawn_;
};

} // namespace quality_cliff
