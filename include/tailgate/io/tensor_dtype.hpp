// The element types of tensors in files, by the names of the safetensors format.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace tailgate {

enum class tensor_dtype : std::uint8_t { f64, f32, f16, bf16, i64, i32, i16, i8, u8, boolean };

namespace detail {

struct tensor_dtype_row {
  std::string_view name;
  std::size_t size;
};

inline constexpr std::array<tensor_dtype_row, 10> tensor_dtypes{{{"F64", 8}, {"F32", 4}, {"F16", 2},
    {"BF16", 2}, {"I64", 8}, {"I32", 4}, {"I16", 2}, {"I8", 1}, {"U8", 1}, {"BOOL", 1}}};

} // namespace detail

/// "BF16"
[[nodiscard]] constexpr std::string_view to_string(tensor_dtype dtype) noexcept {
  return detail::tensor_dtypes[static_cast<std::size_t>(dtype)].name;
}

/// Bytes of one element, 1 to 8.
[[nodiscard]] constexpr std::size_t element_size(tensor_dtype dtype) noexcept {
  return detail::tensor_dtypes[static_cast<std::size_t>(dtype)].size;
}

/// The type of that name, or nothing.
[[nodiscard]] constexpr std::optional<tensor_dtype> parse_tensor_dtype(
    std::string_view name) noexcept {
  for (std::size_t i = 0; i < detail::tensor_dtypes.size(); ++i)
    if (detail::tensor_dtypes[i].name == name)
      return static_cast<tensor_dtype>(i);
  return std::nullopt;
}

} // namespace tailgate
