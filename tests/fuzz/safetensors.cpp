// Any bytes are either refused with a format_error or give tensors that cover the data exactly.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <tailgate/error.hpp>
#include <tailgate/io/safetensors_file.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tailgate;
  const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
  try {
    const safetensors_file file(bytes, "input");
    std::size_t covered = 0;
    for (const tensor_info& tensor : file.tensors()) {
      const auto stored = file.bytes(tensor.name);
      covered += stored.size();
      unsigned sum = 0;
      for (const std::byte b : stored)
        sum += std::to_integer<unsigned>(b);
      if (sum > 255 * stored.size() || !file.contains(tensor.name))
        std::abort();
      if (tensor.dtype == tensor_dtype::f32 || tensor.dtype == tensor_dtype::f16 ||
          tensor.dtype == tensor_dtype::bf16)
        if (file.read_f32(tensor.name).size() != tensor.elements())
          std::abort();
    }
    if (size < 8 || covered > size - 8)
      std::abort();
  } catch (const format_error&) {
  }
  return 0;
}
