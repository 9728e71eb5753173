// Any bytes are either refused with a format_error or give a matrix that can be multiplied with.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/io/packed_matrix_file.hpp>
#include <tailgate/kernels/matmul_quantized.hpp>
#include <vector>

namespace {

void use(const std::string& bytes, tailgate::packed_check check) {
  using namespace tailgate;
  try {
    const packed_matrix w = packed_matrix_from_bytes(bytes, nullptr, "input", check);
    if (w.layout().bytes() != bytes.size() - 128)
      std::abort();
    if (w.outputs() > 4096 || w.inputs() > 65536) // possible without data: an empty matrix
      return;
    const std::vector<float> x(w.inputs(), 1.0f);
    std::vector<float> y(w.outputs());
    matmul_quantized(matrix_view<const float>(x.data(), 1, w.inputs()), w, {},
        matrix_view<float>(y.data(), 1, w.outputs()));
  } catch (const format_error&) {
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using tailgate::packed_check;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  use(bytes, packed_check::everything);
  use(bytes, packed_check::header);
  // Past the header's checksum, which chance does not meet.
  if (size >= 128) {
    const std::uint64_t hash =
        tailgate::siphash_2_4(std::string_view(bytes).substr(0, 120), {0, 0});
    std::memcpy(bytes.data() + 120, &hash, 8);
    use(bytes, packed_check::header);
  }
  return 0;
}
