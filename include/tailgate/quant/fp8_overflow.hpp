// What an 8-bit float does with a number beyond its largest.
#pragma once

namespace tailgate {

/// The two conversion modes of the OCP 8-bit Floating Point Specification (OFP8) 1.0, section 5.2.
enum class fp8_overflow {
  saturate,      ///< the largest finite number of that sign, for infinities too
  non_saturating ///< infinity where the format has one (E5M2), NaN where it has none (E4M3)
};

} // namespace tailgate
