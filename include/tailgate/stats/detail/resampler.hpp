// Draws with replacement, as indices.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tailgate/core/philox.hpp>

namespace tailgate::stats::detail {

/// The indices of resamples of `items` items, at least 1 and below 2^32, in runs that stay in the
/// first-level cache.
class resampler {
public:
  explicit resampler(std::size_t items) noexcept : items_(items) {}

  /// Draws one resample: calls use(run) with consecutive runs of its indices, each but the last of
  /// a multiple of `lanes` of them. They are those that items calls of stream.below(items) give.
  template <class Use>
  void draw(philox_stream stream, Use&& use) {
    for (std::size_t done = 0; done < items_;) {
      const std::span<std::uint32_t> run(run_.data(), std::min(items_ - done, run_.size()));
      stream.fill_below(run, static_cast<std::uint32_t>(items_));
      use(std::span<const std::uint32_t>(run));
      done += run.size();
    }
  }

  static constexpr std::size_t lanes = 4;

private:
  std::size_t items_;
  std::array<std::uint32_t, 1024> run_{};
};

/// The sum of value(index) over the indices of a resample, in four partial sums that do not wait
/// for each other; draw i goes to the i mod 4th.
class lane_sum {
public:
  template <class Value>
  void add(std::span<const std::uint32_t> run, Value&& value) {
    std::size_t i = 0;
    for (; i + resampler::lanes <= run.size(); i += resampler::lanes)
      for (std::size_t lane = 0; lane < resampler::lanes; ++lane)
        sums_[lane] += value(run[i + lane]);
    for (std::size_t lane = 0; i < run.size(); ++i, ++lane)
      sums_[lane] += value(run[i]);
  }
  [[nodiscard]] double value() const { return (sums_[0] + sums_[1]) + (sums_[2] + sums_[3]); }

private:
  std::array<double, resampler::lanes> sums_{};
};

} // namespace tailgate::stats::detail
