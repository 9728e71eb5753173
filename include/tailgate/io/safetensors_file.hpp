// One safetensors file: its checked header, and the tensors as bytes or converted to float.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/half.hpp>
#include <tailgate/error.hpp>
#include <tailgate/io/mapped_file.hpp>
#include <tailgate/io/safetensors_header.hpp>
#include <utility>
#include <vector>

namespace tailgate {

namespace detail {

/// Converts little-endian elements of type Code, at any alignment, to float.
template <class Code, class Convert>
void widen(std::span<const std::byte> bytes, std::span<float> out, Convert convert) noexcept {
  static_assert(std::endian::native == std::endian::little,
      "safetensors stores little-endian numbers; this reader has no byte swap");
  const std::byte* const source = bytes.data();
  for (std::size_t i = 0; i < out.size(); ++i) {
    Code code;
    std::memcpy(&code, source + i * sizeof(Code), sizeof(Code));
    out[i] = convert(code);
  }
}

} // namespace detail

/// Read access to the tensors of one file. Movable; spans and infos stay valid across a move.
/// Const members may be called from several threads.
class safetensors_file {
public:
  /// Maps and checks the file. Throws io_error E550, E551 as mapped_file, and format_error as
  /// parse_safetensors_header. Reads the header only.
  explicit safetensors_file(const std::filesystem::path& path)
      : map_(path), source_(path.string()), bytes_(map_.bytes()),
        header_(parse_safetensors_header(bytes_, source_)) {}

  /// The same on bytes in memory, which the caller owns and keeps alive; `source` is for messages.
  safetensors_file(std::span<const std::byte> bytes, std::string source)
      : source_(std::move(source)), bytes_(bytes),
        header_(parse_safetensors_header(bytes_, source_)) {}

  /// All tensors, sorted by name.
  [[nodiscard]] std::span<const tensor_info> tensors() const noexcept { return header_.tensors; }
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const noexcept {
    return header_.metadata;
  }
  /// The name that messages give the file.
  [[nodiscard]] const std::string& source() const noexcept { return source_; }

  [[nodiscard]] bool contains(std::string_view name) const noexcept {
    return header_.find(name) != nullptr;
  }

  /// The description of a tensor. Throws argument_error E583 when there is none of that name.
  [[nodiscard]] const tensor_info& info(std::string_view name) const {
    if (const tensor_info* const found = header_.find(name))
      return *found;
    throw argument_error(583, source_,
        "there is no tensor \"" + std::string(name) + "\" among " +
            std::to_string(header_.tensors.size()) + "; tensors() lists the names");
  }

  /// The stored bytes, little-endian, at any alignment. Throws E583.
  [[nodiscard]] std::span<const std::byte> bytes(std::string_view name) const {
    const tensor_info& tensor = info(name);
    return bytes_.subspan(tensor.begin, tensor.size_bytes());
  }

  /// The values of an F32, F16 or BF16 tensor, row-major; exact. Throws argument_error E583 (no
  /// such tensor) or E584 (another dtype). One allocation, of a size that the file is known to
  /// hold.
  [[nodiscard]] std::vector<float> read_f32(std::string_view name) const {
    std::vector<float> values(float_tensor(name).elements());
    read_f32_into(name, values);
    return values;
  }

  /// The same into `out`, which has one float an element. Throws also shape_error E585 when not.
  void read_f32_into(std::string_view name, std::span<float> out) const {
    const tensor_info& tensor = float_tensor(name);
    if (out.size() != tensor.elements())
      throw shape_error(585, source_,
          "tensor \"" + tensor.name + "\" has " + std::to_string(tensor.elements()) +
              " elements and the span has " + std::to_string(out.size()) +
              "; pass one float for each element");
    const std::span<const std::byte> stored = bytes(name);
    if (tensor.dtype == tensor_dtype::f16)
      detail::widen<std::uint16_t>(stored, out, fp16_to_float);
    else if (tensor.dtype == tensor_dtype::bf16)
      detail::widen<std::uint16_t>(stored, out, bf16_to_float);
    else
      detail::widen<float>(stored, out, [](float value) { return value; });
  }

private:
  const tensor_info& float_tensor(std::string_view name) const {
    const tensor_info& tensor = info(name);
    if (tensor.dtype != tensor_dtype::f32 && tensor.dtype != tensor_dtype::f16 &&
        tensor.dtype != tensor_dtype::bf16)
      throw argument_error(584, source_,
          "tensor \"" + tensor.name + "\" is " + std::string(to_string(tensor.dtype)) +
              "; only F32, F16 and BF16 are read as float, use bytes() for the others");
    return tensor;
  }

  mapped_file map_;
  std::string source_;
  std::span<const std::byte> bytes_;
  safetensors_header header_;
};

} // namespace tailgate
