// What one unit saw of the library, so that the units can be compared.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

struct observed {
  std::array<std::uint32_t, 8> random; ///< the same bits in every unit
  std::vector<float> reference;        ///< matmul_f32, reference room: the same bits in every unit
  std::vector<float> portable;         ///< matmul_f32, portable room, through the public entry
  std::vector<float> own_portable;     ///< the portable room of the unit's own architecture
  std::vector<float> quantized; ///< matmul_quantized, portable room: the same bits in every unit
};
