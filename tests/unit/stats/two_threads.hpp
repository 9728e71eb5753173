// An executor of two threads that runs its calls out of order, for tests of thread independence.
#pragma once

#include <cstddef>
#include <thread>

/// Two threads, each taking every other call, backwards.
struct two_threads {
  [[nodiscard]] std::size_t concurrency() const { return 2; }
  template <class F>
  void parallel_for(std::size_t n, F&& f) const {
    const auto half = [&](std::size_t parity) {
      for (std::size_t i = n; i-- > 0;)
        if (i % 2 == parity)
          f(i);
    };
    std::thread other(half, 1);
    half(0);
    other.join();
  }
};
