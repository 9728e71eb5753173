// Which instruction sets this machine can run, and which one the library uses.
//
// A CPUID bit alone is not enough: the operating system must also save the wider registers, which
// XCR0 tells. `TAILGATE_ISA=name` in the environment lowers the choice, never raises it.
#pragma once

#include <array>
#include <cstdlib>
#include <string>
#include <string_view>
#include <tailgate/config.hpp>
#include <tailgate/error.hpp>

#if TAILGATE_X86
#include <cpuid.h>
#endif

namespace tailgate {

/// The rooms that a kernel may have, from the slowest to the fastest.
enum class isa {
  reference, ///< scalar oracle, written to be read
  portable,  ///< xsimd at the instruction set the unit is compiled for
  avx2,      ///< AVX2, FMA and F16C
  avx512     ///< AVX-512 F, BW, DQ and VL
};

inline constexpr std::array<isa, 4> all_isas{isa::reference, isa::portable, isa::avx2, isa::avx512};

[[nodiscard]] constexpr const char* to_string(isa level) noexcept {
  switch (level) {
  case isa::reference:
    return "reference";
  case isa::portable:
    return "portable";
  case isa::avx2:
    return "avx2";
  case isa::avx512:
    return "avx512";
  }
  return "unknown";
}

/// The level of that name. Throws argument_error E050 for an unknown name.
[[nodiscard]] inline isa parse_isa(std::string_view name) {
  for (const isa level : all_isas)
    if (name == to_string(level))
      return level;
  throw argument_error(50, "TAILGATE_ISA",
      "'" + std::string(name) +
          "' is not an instruction set known here; use reference, portable, avx2 or avx512");
}

/// The fastest level that the processor and the operating system support.
[[nodiscard]] inline isa detect_isa() noexcept {
#if TAILGATE_X86
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0)
    return isa::portable;
  const bool osxsave = (c & (1u << 27)) != 0;
  const bool fma = (c & (1u << 12)) != 0;
  const bool f16c = (c & (1u << 29)) != 0;
  if (!osxsave || !fma || !f16c)
    return isa::portable;
  unsigned xcr0 = 0, upper = 0;
  __asm__ volatile("xgetbv" : "=a"(xcr0), "=d"(upper) : "c"(0));
  constexpr unsigned ymm_state = 0x6, zmm_state = 0xe6;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0)
    return isa::portable;
  const bool avx2 = (b & (1u << 5)) != 0 && (xcr0 & ymm_state) == ymm_state;
  constexpr unsigned f_dq_bw_vl = (1u << 16) | (1u << 17) | (1u << 30) | (1u << 31);
  const bool avx512 = (b & f_dq_bw_vl) == f_dq_bw_vl && (xcr0 & zmm_state) == zmm_state;
  if (avx2)
    return avx512 ? isa::avx512 : isa::avx2;
#endif
  return isa::portable;
}

/// The level that kernels use unless told otherwise: the detected one, lowered by TAILGATE_ISA.
/// Read once a process. Throws argument_error E050 when the variable names no level.
[[nodiscard]] inline isa selected_isa() {
  static const isa level = [] {
    const isa best = detect_isa();
    const char* wanted = std::getenv("TAILGATE_ISA");
    if (wanted == nullptr || *wanted == '\0')
      return best;
    const isa named = parse_isa(wanted);
    return named < best ? named : best;
  }();
  return level;
}

} // namespace tailgate
