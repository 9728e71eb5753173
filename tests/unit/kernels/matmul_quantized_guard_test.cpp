// The integer product between pages that may not be touched: X, packed W and Y end, and in a second
// run begin, at a page without access, so that a read or write past a ragged edge ends the program.
#include "rows.hpp"

#include <cstddef>
#include <cstring>
#include <doctest/doctest.h>
#include <memory>
#include <tailgate/kernels/matmul_quantized.hpp>
#include <tailgate/quant/round_to_nearest.hpp>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>

namespace {

/// `bytes` bytes with a page without access right after them, or right before.
class guarded_memory {
public:
  guarded_memory(std::size_t bytes, bool at_end) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t inner = (bytes + page - 1) / page * page;
    size_ = inner + 2 * page;
    base_ = static_cast<std::byte*>(
        ::mmap(nullptr, size_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    REQUIRE(base_ != MAP_FAILED);
    if (inner != 0)
      REQUIRE(::mprotect(base_ + page, inner, PROT_READ | PROT_WRITE) == 0);
    data_ = base_ + page + (at_end ? inner - bytes : 0);
  }
  guarded_memory(const guarded_memory&) = delete;
  guarded_memory& operator=(const guarded_memory&) = delete;
  ~guarded_memory() { ::munmap(base_, size_); }

  [[nodiscard]] std::byte* data() const { return data_; }
  [[nodiscard]] float* floats() const { return reinterpret_cast<float*>(data_); }

private:
  std::byte* base_ = nullptr;
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

} // namespace

TEST_CASE("no level reads or writes past the ends of X, packed W and Y") {
  using tailgate::isa;
  for (const char* name : {"int4-g32", "int8", "int4-g16-sym", "int8-g24-asym"})
    for (std::size_t n = 1; n <= 70; n += n < 34 ? 4 : 11)
      for (const std::size_t k : std::vector<std::size_t>{1, 3, 9, 17, 40, 67, 129}) {
        const auto weights = random_floats(n * k, 1, 1);
        const tailgate::packed_matrix source(
            tailgate::round_to_nearest({weights.data(), n, k}, tailgate::parse_quant_scheme(name)));
        for (const bool at_end : {true, false}) {
          const std::size_t bytes = source.layout().bytes();
          const auto memory = std::make_shared<guarded_memory>(bytes, at_end);
          std::memcpy(memory->data(), source.data(), bytes);
          const tailgate::packed_matrix w(
              source.layout(), std::shared_ptr<const std::uint8_t>(
                                   memory, reinterpret_cast<const std::uint8_t*>(memory->data())));
          for (std::size_t m = 1; m <= 7; m += 2) {
            const guarded_memory x(m * k * sizeof(float), at_end);
            const guarded_memory y(m * n * sizeof(float), at_end);
            const auto values = random_floats(m * k, m, 1);
            std::memcpy(x.data(), values.data(), values.size() * sizeof(float));
            std::vector<float> first;
            for (const isa level : tailgate::all_isas) {
              if (level == isa::reference || !tailgate::machine_has(level))
                continue;
              tailgate::matmul_quantized({x.floats(), m, k}, w, {},
                  tailgate::matrix_view<float>(y.floats(), m, n),
                  tailgate::activation_scaling::per_group, {}, level);
              if (first.empty())
                first.assign(y.floats(), y.floats() + m * n);
              CHECK(std::memcmp(first.data(), y.data(), m * n * sizeof(float)) == 0);
            }
          }
        }
      }
}
#endif
