#include "bad_lines.hpp"

#include <cstdio>

namespace sample_prompts {

void bad_lines::report(const tailgate::error& fault) {
  if (!skip_)
    throw fault;
  if (count_++ == 0)
    std::puts("Bad lines, left out:");
  ++by_error_[fault.number()];
  std::printf("  %s\n", fault.what());
}

} // namespace sample_prompts
