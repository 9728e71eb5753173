// Builds the bytes of safetensors files, right or wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// Header length, header and data as given.
[[nodiscard]] inline std::string safetensors_bytes(
    std::string_view header, std::string_view data = {}) {
  std::string bytes;
  for (int i = 0; i < 8; ++i)
    bytes += static_cast<char>(std::uint64_t{header.size()} >> (8 * i) & 0xFF);
  return bytes.append(header).append(data);
}

[[nodiscard]] inline std::span<const std::byte> as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}
