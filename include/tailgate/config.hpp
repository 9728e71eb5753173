// The few compile-time knobs, each with its reason.
#pragma once

// TAILGATE_HAS_XSIMD: the portable vector loops use xsimd when it can be found. Define it to 0 to
// build the same loops on the one-lane fallback, for example to look for a compiler's fault.
#if !defined(TAILGATE_HAS_XSIMD)
#if __has_include(<xsimd/xsimd.hpp>)
#define TAILGATE_HAS_XSIMD 1
#else
#define TAILGATE_HAS_XSIMD 0
#endif
#endif

// TAILGATE_X86: hot kernels with a per-function instruction set exist on 64-bit x86 with g++ and
// clang; everywhere else the portable path runs. Define it to 0 to leave them out.
#if !defined(TAILGATE_X86)
#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define TAILGATE_X86 1
#else
#define TAILGATE_X86 0
#endif
#endif
