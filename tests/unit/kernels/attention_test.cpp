#include <cmath>
#include <cstring>
#include <doctest/doctest.h>
#include <tailgate/core/philox.hpp>
#include <tailgate/kernels/attention.hpp>
#include <vector>

namespace {

using sizes = std::vector<std::size_t>;

/// Keys and values of one head, plain and in the cache's layout.
struct head {
  head(std::size_t positions, std::size_t dimension) : length(positions), width(dimension) {
    tailgate::philox_stream stream(1);
    const auto draw = [&] { return static_cast<float>(stream.uniform() * 4 - 2); };
    padded = (width + 15) / 16 * 16;
    packed_keys.resize((length + 15) / 16 * 16 * width);
    packed_values.resize((length + 15) / 16 * 16 * padded);
    for (std::size_t p = 0; p < length; ++p)
      for (std::size_t d = 0; d < width; ++d) {
        keys.push_back(draw());
        values.push_back(draw());
        packed_keys[p / 16 * 16 * width + d * 16 + p % 16] = keys.back();
        packed_values[p * padded + d] = values.back();
      }
  }
  [[nodiscard]] tailgate::attention_segment segment(std::size_t begin, std::size_t n) const {
    return {packed_keys.data() + begin * width, packed_values.data() + begin * padded, n};
  }
  std::size_t length, width, padded;
  std::vector<float> keys, values, packed_keys, packed_values;
};

std::vector<float> queries(std::size_t rows, std::size_t width) {
  tailgate::philox_stream stream(2);
  std::vector<float> q(rows * width);
  for (float& v : q)
    v = static_cast<float>(stream.uniform() * 2 - 1);
  return q;
}

std::vector<float> attend(const head& h, std::size_t first, const std::vector<float>& q,
    const std::vector<tailgate::attention_segment>& segments, tailgate::isa level) {
  const std::size_t rows = q.size() / h.width;
  std::vector<float> out(q.size());
  tailgate::attention_scratch scratch;
  tailgate::attend({q.data(), rows, h.width}, first, segments,
      tailgate::matrix_view<float>(out.data(), rows, h.width), scratch, level);
  return out;
}

} // namespace

TEST_CASE("attention agrees with the textbook formula in float64") {
  for (const std::size_t width : sizes{2, 16, 24, 64})
    for (const std::size_t first : sizes{0, 1, 127, 300})
      for (const std::size_t rows : sizes{1, 5, 48}) {
        const head h(first + rows, width);
        const auto q = queries(rows, width);
        for (const tailgate::isa level : tailgate::all_isas) {
          if (!tailgate::machine_has(level))
            continue;
          const auto out = attend(h, first, q, {h.segment(0, h.length)}, level);
          double worst = 0;
          for (std::size_t r = 0; r < rows; ++r) {
            std::vector<double> expected(width);
            double total = 0;
            for (std::size_t p = 0; p <= first + r; ++p) {
              double score = 0;
              for (std::size_t d = 0; d < width; ++d)
                score += double{q[r * width + d]} * double{h.keys[p * width + d]};
              total += std::exp(score);
              for (std::size_t d = 0; d < width; ++d)
                expected[d] += std::exp(score) * double{h.values[p * width + d]};
            }
            for (std::size_t d = 0; d < width; ++d)
              worst = std::max(worst, std::fabs(double{out[r * width + d]} - expected[d] / total));
          }
          CHECK_MESSAGE(worst < 2e-5, tailgate::to_string(level)
                                          << " width=" << width << " first=" << first
                                          << " rows=" << rows << " error " << worst);
        }
      }
}

TEST_CASE("a row has the same bits alone, in a tile and over any cut into segments") {
  const std::size_t first = 200, rows = 40, width = 32;
  const head h(first + rows, width);
  const auto q = queries(rows, width);
  std::vector<std::vector<float>> by_level;
  for (const tailgate::isa level : tailgate::all_isas) {
    if (!tailgate::machine_has(level))
      continue;
    const auto whole = attend(h, first, q, {h.segment(0, h.length)}, level);
    for (const std::size_t cut : sizes{16, 112, 128, 144, 192}) {
      const auto parts =
          attend(h, first, q, {h.segment(0, cut), h.segment(cut, h.length - cut)}, level);
      CHECK(std::memcmp(parts.data(), whole.data(), whole.size() * 4) == 0);
    }
    for (std::size_t r = 0; r < rows; ++r) {
      const std::vector<float> one(q.begin() + static_cast<std::ptrdiff_t>(r * width),
          q.begin() + static_cast<std::ptrdiff_t>((r + 1) * width));
      const auto alone = attend(h, first + r, one, {h.segment(0, h.length)}, level);
      CHECK(std::memcmp(alone.data(), whole.data() + r * width, width * 4) == 0);
    }
    if (level >= tailgate::isa::avx2)
      by_level.push_back(whole);
  }
  for (const auto& other : by_level)
    CHECK(std::memcmp(other.data(), by_level[0].data(), other.size() * 4) == 0);
}
