// A stream with known ranks for the tests of the sketches.
#pragma once

#include <cstdint>

/// Adds the items [first, last) of 0 ... n - 1 in a scrambled order; n must not divide by 7919.
template <class Sketch>
void add_scrambled(Sketch& sketch, std::uint64_t n, std::uint64_t first, std::uint64_t last) {
  for (std::uint64_t i = first; i < last; ++i)
    sketch.add(static_cast<double>(i * 7919 % n));
}
