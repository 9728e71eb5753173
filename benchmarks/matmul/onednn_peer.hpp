// oneDNN's products, where release 2 of it is installed: int8 weights with a scale an output and
// activations quantized here with a scale a row, and fp32. Weights are reordered before the clock
// starts.
#pragma once

#if TAILGATE_BENCH_HAS_ONEDNN
#include <bit>
#include <memory>
#include <omp.h>
#include <oneapi/dnnl/dnnl.hpp>
#include <string>
#include <tailgate/core/philox.hpp>
#include <tailgate/kernels/matmul_quantized.hpp>
#include <unordered_map>
#include <vector>

#include "contestant.hpp"

namespace benchmarks {

namespace onednn {

using type = dnnl::memory::data_type;
using tag = dnnl::memory::format_tag;

inline dnnl::engine& cpu() {
  static dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}
inline dnnl::stream& stream() {
  static dnnl::stream s(cpu());
  return s;
}

struct product {
  dnnl::matmul primitive;
  std::vector<dnnl::memory> weights;
  dnnl::memory x, y;
  std::string name;

  void operator()(std::size_t copy) {
    primitive.execute(
        stream(), {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, weights[copy]}, {DNNL_ARG_DST, y}});
    stream().wait();
  }
};

inline product make(const shape& s, bool integers, float* y, double cold_bytes) {
  const auto m = static_cast<dnnl::memory::dim>(s.m), n = static_cast<dnnl::memory::dim>(s.n),
             k = static_cast<dnnl::memory::dim>(s.k);
  const type input = integers ? type::s8 : type::f32;
  const dnnl::memory::desc xd({m, k}, input, tag::ab), wd({k, n}, input, tag::any),
      yd({m, n}, type::f32, tag::ab);
  dnnl::primitive_attr attributes;
  if (integers)
    attributes.set_output_scales(1 << 1, std::vector<float>(s.n, 0.01f));
  const dnnl::matmul::primitive_desc description({xd, wd, yd}, attributes, cpu());
  product made{dnnl::matmul(description), {}, dnnl::memory(xd, cpu()), dnnl::memory(yd, cpu(), y),
      description.impl_info_str()};
  std::vector<float> source(s.n * s.k * (integers ? 1 : 4) / 4 + 1, 0.5f);
  tailgate::philox_stream random(3);
  if (integers)
    for (float& word : source)
      word = std::bit_cast<float>(random());
  dnnl::memory plain(dnnl::memory::desc({k, n}, input, tag::ba), cpu(), source.data());
  const double bytes = static_cast<double>(s.n * s.k) * (integers ? 1 : 4);
  for (std::size_t copies = copies_for(bytes, cold_bytes); copies > 0; --copies) {
    made.weights.emplace_back(description.weights_desc(), cpu());
    dnnl::reorder(plain, made.weights.back()).execute(stream(), plain, made.weights.back());
  }
  stream().wait();
  return made;
}

} // namespace onednn

inline contestant onednn_int8(const shape& s, const float* x, float* y, double cold_bytes) {
  auto made = std::make_shared<onednn::product>(onednn::make(s, true, y, cold_bytes));
  const std::size_t copies = made->weights.size();
  const std::string name = made->name;
  return {"oneDNN", 8, 0, false, "row", name, static_cast<double>(s.n * s.k),
      [=](std::size_t copy) {
        namespace rooms = tailgate::matmul_quantized_rooms;
        const rooms::room& kernels =
            rooms::room_for<tailgate::simd::default_arch>(tailgate::detect_isa());
        auto* codes = static_cast<std::int8_t*>(made->x.get_data_handle());
        std::vector<float> scales(s.m);
        for (std::size_t i = 0; i < s.m; ++i) {
          const auto scale = rooms::scale_for(kernels.largest_magnitude(x + i * s.k, s.k));
          scales[i] = scale.scale;
          kernels.encode(x + i * s.k, s.k, scale.inverse, codes + i * s.k, 4);
        }
        (*made)(copy);
        for (std::size_t i = 0; i < s.m; ++i)
          for (std::size_t j = 0; j < s.n; ++j)
            y[i * s.n + j] *= scales[i];
      },
      copies};
}

inline contestant onednn_f32(const shape& s, const float* x, float* y, double cold_bytes) {
  auto made = std::make_shared<onednn::product>(onednn::make(s, false, y, cold_bytes));
  made->x.set_data_handle(const_cast<float*>(x));
  const std::size_t copies = made->weights.size();
  const std::string name = made->name;
  return {"oneDNN", 32, 0, false, "fp32", name, 4.0 * static_cast<double>(s.n * s.k),
      [=](std::size_t copy) { (*made)(copy); }, copies};
}

} // namespace benchmarks
#endif
