// Executors of several threads that run their calls out of order, for tests of thread independence.
#pragma once

#include <cstddef>
#include <thread>
#include <vector>

/// Thread t takes the calls t, t + count, ..., backwards.
struct threads {
  std::size_t count;
  [[nodiscard]] std::size_t concurrency() const { return count; }
  template <class F>
  void parallel_for(std::size_t n, F&& f) const {
    const auto share = [&](std::size_t t) {
      for (std::size_t i = n; i-- > 0;)
        if (i % count == t)
          f(i);
    };
    std::vector<std::thread> others;
    others.reserve(count);
    for (std::size_t t = 1; t < count; ++t)
      others.emplace_back(share, t);
    share(0);
    for (auto& other : others)
      other.join();
  }
};
