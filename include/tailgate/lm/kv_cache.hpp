// Keys and values of one sequence, which may begin with the cache of a shared prefix.
//
//   position:   0 ........ 15 | 16 ....... 31 | 32 ....... 47 | 48 ...
//   prefix      [   panel 0   |    panel 1    |  pane          length 36, read only, shared
//   sequence                                  [  panel 2     |  panel 3 ...   own memory
//
// A sequence owns whole panels of 16 positions from the last panel border within its prefix on, and
// copies the few positions in between. Since attention works on absolute panels, a sequence on a
// prefix computes the same bits as one without.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <tailgate/kernels/attention.hpp>
#include <tailgate/kernels/panels.hpp>
#include <tailgate/lm/llama_config.hpp>
#include <vector>

namespace tailgate {

class kv_cache {
public:
  /// Room for positions below `capacity`, after those of `prefix` (which may be null and must not
  /// grow while it is shared). Allocates 4 bytes x 2 x layers x key/value heads x head dimension
  /// for each position of its own.
  kv_cache(const llama_config& config, std::size_t capacity,
      std::shared_ptr<const kv_cache> prefix = nullptr)
      : layers_(config.layers), heads_(config.key_value_heads), dimension_(config.head_dimension),
        padded_((dimension_ + panel_width - 1) / panel_width * panel_width),
        begin_(prefix ? prefix->length() / panel_width * panel_width : 0),
        length_(prefix ? prefix->length() : 0),
        room_((std::max(capacity, length_) - begin_ + panel_width - 1) / panel_width * panel_width),
        keys_(layers_ * heads_ * room_ * dimension_), values_(layers_ * heads_ * room_ * padded_),
        prefix_(std::move(prefix)) {
    const std::size_t copied = length_ - begin_;
    for (std::size_t layer = 0; copied != 0 && layer < layers_; ++layer)
      for (std::size_t head = 0; head < heads_; ++head) {
        const attention_segment from = prefix_->own_segment(layer, head);
        const std::size_t skip = begin_ - prefix_->begin_;
        std::copy_n(from.keys + skip * dimension_, panel_width * dimension_, keys(layer, head));
        std::copy_n(from.values + skip * padded_, copied * padded_, values(layer, head));
      }
  }

  [[nodiscard]] std::size_t length() const noexcept { return length_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return begin_ + room_; }

  /// Stores one position of one head. Positions from the shared prefix are out of reach.
  void store(std::size_t layer, std::size_t head, std::size_t position, std::span<const float> key,
      std::span<const float> value) noexcept {
    const std::size_t own = position - begin_;
    float* panel = keys(layer, head) + own / panel_width * panel_width * dimension_;
    for (std::size_t d = 0; d < dimension_; ++d)
      panel[d * panel_width + own % panel_width] = key[d];
    std::copy_n(value.data(), dimension_, values(layer, head) + own * padded_);
  }

  /// Declares positions below `length` present, or forgets those from it on.
  /// `length` is from the prefix's length to capacity().
  void set_length(std::size_t length) noexcept { length_ = length; }

  /// The first position that set_length may return to.
  [[nodiscard]] std::size_t prefix_length() const noexcept {
    return prefix_ ? prefix_->length() : 0;
  }

  /// What attention reads: the prefix's panels, then this sequence's, `visible` positions in all.
  void segments(std::size_t layer, std::size_t head, std::size_t visible,
      std::vector<attention_segment>& out) const {
    if (prefix_)
      prefix_->segments(layer, head, std::min(visible, begin_), out);
    if (visible > begin_) {
      attention_segment own = own_segment(layer, head);
      own.length = visible - begin_;
      out.push_back(own);
    }
  }

private:
  [[nodiscard]] attention_segment own_segment(std::size_t layer, std::size_t head) const noexcept {
    const std::size_t at = (layer * heads_ + head) * room_;
    return {keys_.data() + at * dimension_, values_.data() + at * padded_, length_ - begin_};
  }
  [[nodiscard]] float* keys(std::size_t layer, std::size_t head) noexcept {
    return keys_.data() + (layer * heads_ + head) * room_ * dimension_;
  }
  [[nodiscard]] float* values(std::size_t layer, std::size_t head) noexcept {
    return values_.data() + (layer * heads_ + head) * room_ * padded_;
  }

  std::size_t layers_, heads_, dimension_, padded_;
  std::size_t begin_;  ///< first position in own memory, a multiple of 16
  std::size_t length_; ///< positions present, the prefix's included
  std::size_t room_;   ///< positions of own memory
  aligned_array<float> keys_, values_;
  std::shared_ptr<const kv_cache> prefix_;
};

} // namespace tailgate
