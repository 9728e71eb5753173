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
  reference,  ///< scalar oracle, written to be read
  portable,   ///< xsimd at the instruction set the unit is compiled for
  avx2,       ///< AVX2, FMA and F16C
  avx512,     ///< AVX-512 F, BW, DQ and VL
  avx512_vnni ///< the same with VNNI; rooms without integer products run avx512
};

inline constexpr std::array<isa, 5> all_isas{
    isa::reference, isa::portable, isa::avx2, isa::avx512, isa::avx512_vnni};

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
  case isa::avx512_vnni:
    return "avx512_vnni";
  }
  return "unknown";
}

/// The level of that name. Throws argument_error E050 for an unknown name.
[[nodiscard]] inline isa parse_isa(std::string_view name) {
  std::string known;
  for (const isa level : all_isas) {
    if (name == to_string(level))
      return level;
    known.append(known.empty() ? "" : ", ").append(to_string(level));
  }
  throw argument_error(50, "TAILGATE_ISA",
      "'" + std::string(name) + "' is not an instruction set known here; use one of " + known);
}

namespace detail {

/// Bit i tells whether the processor and the operating system support all_isas[i].
[[nodiscard]] inline unsigned query_isas() noexcept {
  const auto bit = [](isa level) { return 1u << static_cast<unsigned>(level); };
  unsigned found = bit(isa::reference) | bit(isa::portable);
#if TAILGATE_X86
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0)
    return found;
  const bool osxsave = (c & (1u << 27)) != 0;
  const bool fma = (c & (1u << 12)) != 0;
  const bool f16c = (c & (1u << 29)) != 0;
  if (!osxsave || !fma || !f16c)
    return found;
  unsigned xcr0 = 0, upper = 0;
  __asm__ volatile("xgetbv" : "=a"(xcr0), "=d"(upper) : "c"(0));
  constexpr unsigned ymm_state = 0x6, zmm_state = 0xe6;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0)
    return found;
  constexpr unsigned f_dq_bw_vl = (1u << 16) | (1u << 17) | (1u << 30) | (1u << 31);
  const bool avx2 = (b & (1u << 5)) != 0 && (xcr0 & ymm_state) == ymm_state;
  const bool avx512 = avx2 && (b & f_dq_bw_vl) == f_dq_bw_vl && (xcr0 & zmm_state) == zmm_state;
  const bool vnni = avx512 && (c & (1u << 11)) != 0;
  found |= (avx2 ? bit(isa::avx2) : 0u) | (avx512 ? bit(isa::avx512) : 0u) |
           (vnni ? bit(isa::avx512_vnni) : 0u);
#endif
  return found;
}

} // namespace detail

/// Whether the processor and the operating system support a level. Asked once a process.
[[nodiscard]] inline bool machine_has(isa level) noexcept {
  static const unsigned found = detail::query_isas();
  return (found >> static_cast<unsigned>(level) & 1u) != 0;
}

/// The fastest level that the machine has, not above `limit`.
[[nodiscard]] inline isa detect_isa(isa limit = all_isas.back()) noexcept {
  isa best = isa::reference;
  for (const isa level : all_isas)
    if (level <= limit && machine_has(level))
      best = level;
  return best;
}

/// The level that kernels use unless told otherwise: the detected one, lowered by TAILGATE_ISA.
/// Read once a process. Throws argument_error E050 when the variable names no level.
[[nodiscard]] inline isa selected_isa() {
  static const isa level = [] {
    const char* wanted = std::getenv("TAILGATE_ISA");
    return wanted == nullptr || *wanted == '\0' ? detect_isa() : detect_isa(parse_isa(wanted));
  }();
  return level;
}

} // namespace tailgate
