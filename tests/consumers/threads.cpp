// The program of the component test: needs oneTBB's headers and its library.
#include <atomic>
#include <tailgate/exec/tbb.hpp>

int main() {
  tailgate::tbb_executor executor(2);
  std::atomic<int> calls = 0;
  executor.parallel_for(10, [&](std::size_t) { ++calls; });
  return calls == 10 ? 0 : 1;
}
