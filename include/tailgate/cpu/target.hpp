// Regions of code compiled for an instruction set that the rest of the unit does not assume.
//
//   TAILGATE_TARGET_AVX2_BEGIN     // after all includes
//   namespace tailgate::avx2 { ... intrinsics, lambdas, templates ... }
//   TAILGATE_TARGET_END
//
// A region covers lambdas and templates on both compilers, which a per-function attribute does not.
// `__AVX2__` stays undefined inside, so nothing there may depend on it, and no header may be
// included there. Code of a region runs only after detect_isa() has allowed it.
#pragma once

#include <tailgate/config.hpp>

#if TAILGATE_X86
#include <immintrin.h>

#if defined(__clang__)
#define TAILGATE_TARGET_AVX2_BEGIN                                                                 \
  _Pragma("clang attribute push(__attribute__((target(\"avx2,fma,f16c\"))), apply_to = function)")
// _Pragma takes one string literal, which does not fit a line.
// clang-format off
#define TAILGATE_TARGET_AVX512_BEGIN                                                               \
  _Pragma("clang attribute push(__attribute__((target(\"avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c\"))), apply_to = function)")
#define TAILGATE_TARGET_AVX512_VNNI_BEGIN                                                          \
  _Pragma("clang attribute push(__attribute__((target(\"avx512vnni,avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c\"))), apply_to = function)")
// clang-format on
#define TAILGATE_TARGET_END _Pragma("clang attribute pop")
#define TAILGATE_UNROLL _Pragma("clang loop unroll(full)")
#else
// Without optimization g++'s intrinsics are macros, whose masks of -1 warn in the user's code.
#define TAILGATE_TARGET_OPEN                                                                       \
  _Pragma("GCC push_options") _Pragma("GCC diagnostic push")                                       \
      _Pragma("GCC diagnostic ignored \"-Wsign-conversion\"")
#define TAILGATE_TARGET_AVX2_BEGIN TAILGATE_TARGET_OPEN _Pragma("GCC target(\"avx2,fma,f16c\")")
#define TAILGATE_TARGET_AVX512_BEGIN                                                               \
  TAILGATE_TARGET_OPEN                                                                             \
  _Pragma("GCC target(\"avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c\")")
#define TAILGATE_TARGET_AVX512_VNNI_BEGIN                                                          \
  TAILGATE_TARGET_OPEN                                                                             \
  _Pragma("GCC target(\"avx512vnni,avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c\")")
#define TAILGATE_TARGET_END _Pragma("GCC diagnostic pop") _Pragma("GCC pop_options")
#define TAILGATE_UNROLL _Pragma("GCC unroll 32")
#endif
#endif
