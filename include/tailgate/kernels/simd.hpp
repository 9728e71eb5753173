// The vector type of the portable loops: xsimd's batch when xsimd is there, else one lane.
//
// Every loop on it is a template with the architecture as a parameter. Two units built with
// different -m flags then hold two different functions, and the linker cannot swap one for the
// other (a plain inline function would become one symbol, and the machine without AVX would crash).
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <tailgate/config.hpp>

#if TAILGATE_HAS_XSIMD
#include <xsimd/xsimd.hpp>
#endif

namespace tailgate::simd {

#if TAILGATE_HAS_XSIMD

using default_arch = xsimd::default_arch;
template <class T, class Arch>
using batch = xsimd::batch<T, Arch>;

#else

struct one_lane {};
using default_arch = one_lane;

/// The subset of xsimd's batch that the portable loops use, on one element.
template <class T, class Arch>
struct batch {
  static constexpr std::size_t size = 1;
  T value{};
  batch() = default;
  explicit batch(T v) : value(v) {}
  static batch load_unaligned(const T* p) { return batch(*p); }
  void store_unaligned(T* p) const { *p = value; }
  friend batch operator+(batch a, batch b) { return batch(static_cast<T>(a.value + b.value)); }
  friend batch operator-(batch a, batch b) { return batch(static_cast<T>(a.value - b.value)); }
  friend batch operator*(batch a, batch b) { return batch(static_cast<T>(a.value * b.value)); }
  friend batch operator/(batch a, batch b) { return batch(static_cast<T>(a.value / b.value)); }
  friend batch fma(batch a, batch b, batch c) { return batch(a.value * b.value + c.value); }
  friend batch max(batch a, batch b) { return a.value < b.value ? b : a; }
  friend batch exp(batch a) { return batch(std::exp(a.value)); }
  friend bool operator<(batch a, batch b) { return a.value < b.value; }
  friend bool operator==(batch a, batch b) { return a.value == b.value; }
  friend batch select(bool condition, batch a, batch b) { return condition ? a : b; }
};

#endif

/// The instruction set the current unit is compiled for; pass it on, never name it in a body.
template <class T>
using native = batch<T, default_arch>;

} // namespace tailgate::simd
