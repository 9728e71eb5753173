// Where a generator's decisions come from: a random stream, or every combination in turn.
//
// A generator asks for bounded integers and nothing else, so that the same code draws prompts and,
// walked through all of its decisions like an odometer, counts how many there are. It must not
// reject and draw again, which would never end when walked through. No two decisions are operands
// of one operator or call: compilers choose their order, and prompts must be the same with all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <tailgate/core/philox.hpp>
#include <vector>

namespace tailgate::detail {

class decisions {
public:
  /// Every combination in turn, begun at the one in which all decisions are the lowest.
  decisions() = default;
  explicit decisions(const philox_stream& stream) : stream_(stream) {}

  /// Within [0, bound), uniform when drawn.
  std::uint32_t below(std::uint32_t bound) {
    if (stream_)
      return stream_->below(bound);
    if (depth_ == path_.size())
      path_.push_back({0, bound});
    return path_[depth_++].chosen;
  }

  /// Within [low, high].
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint32_t>(high - low + 1)));
  }

  bool coin() { return below(2) == 1; }

  template <class Range>
  const auto& one_of(const Range& range) {
    return *(std::begin(range) + below(static_cast<std::uint32_t>(std::size(range))));
  }

  /// `count` decimal digits, the first not 0.
  std::string digits(std::int64_t count) {
    std::string text;
    for (std::int64_t i = 0; i < count; ++i)
      text += static_cast<char>('0' + between(i == 0 ? 1 : 0, 9));
    return text;
  }

  /// Goes on to the next combination; false behind the last one.
  bool advance() {
    depth_ = 0;
    for (; !path_.empty(); path_.pop_back())
      if (++path_.back().chosen < path_.back().bound)
        return true;
    return false;
  }

private:
  struct choice {
    std::uint32_t chosen;
    std::uint32_t bound;
  };
  std::optional<philox_stream> stream_;
  std::vector<choice> path_;
  std::size_t depth_ = 0;
};

} // namespace tailgate::detail
