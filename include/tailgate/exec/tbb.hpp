// An executor on oneTBB. The only header that includes oneTBB; link TBB::tbb (the CMake target
// `tailgate::tbb` does).
#pragma once

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#include <optional>
#include <string>
#include <tailgate/core/executor.hpp>
#include <tailgate/error.hpp>

namespace tailgate {

/// Runs on at most `threads` threads, the calling one among them, in an arena of its own.
/// Not copyable; safe to use from several threads.
class tbb_executor {
public:
  /// Throws argument_error E030 unless 1 <= threads <= 4096.
  explicit tbb_executor(int threads) : threads_(checked(threads)), arena_(threads) {
    // TBB starts no more workers than the machine has cores unless told otherwise.
    if (threads > oneapi::tbb::this_task_arena::max_concurrency())
      limit_.emplace(
          oneapi::tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads));
  }

  [[nodiscard]] std::size_t concurrency() const noexcept {
    return static_cast<std::size_t>(threads_);
  }

  template <class F>
  void parallel_for(std::size_t n, F&& f) {
    if (threads_ == 1) {
      for (std::size_t i = 0; i < n; ++i)
        f(i);
      return;
    }
    arena_.execute([&] {
      oneapi::tbb::parallel_for(
          std::size_t{0}, n, [&](std::size_t i) { f(i); }, oneapi::tbb::simple_partitioner{});
    });
  }

private:
  static int checked(int threads) {
    if (threads < 1 || threads > 4096)
      throw argument_error(30, "tbb_executor",
          "threads is " + std::to_string(threads) + "; it must be from 1 to 4096");
    return threads;
  }

  int threads_;
  std::optional<oneapi::tbb::global_control> limit_;
  oneapi::tbb::task_arena arena_;
};

} // namespace tailgate
