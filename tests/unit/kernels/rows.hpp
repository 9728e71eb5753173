// Rows to test with, and the levels that this machine has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/cpu/isa.hpp>
#include <vector>

/// Uniform in [-size, size).
inline std::vector<float> random_floats(std::size_t n, std::uint64_t seed, double size) {
  tailgate::philox_stream stream(seed);
  std::vector<float> values(n);
  for (float& v : values)
    v = static_cast<float>((stream.uniform() * 2 - 1) * size);
  return values;
}

inline std::vector<tailgate::isa> levels() {
  std::vector<tailgate::isa> found;
  for (const tailgate::isa level : tailgate::all_isas)
    if (tailgate::machine_has(level))
      found.push_back(level);
    else
      MESSAGE("skipped: this machine has no " << std::string(tailgate::to_string(level)));
  return found;
}
