// A fixed list of words that a text's words are looked up in.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tailgate::detail {

/// Sorted at compile time, with the places and lengths by first byte: nearly all words of a text
/// are told to be none of the list by a look or two.
template <std::size_t Count>
class word_list {
public:
  /// Words must not be empty.
  consteval explicit word_list(const std::string_view (&words)[Count]) {
    static_assert(Count < 256);
    std::copy(words, words + Count, words_.begin());
    std::sort(words_.begin(), words_.end());
    for (const std::string_view word : words_) {
      lengths_[first_byte(word) % lengths_.size()] |= length_bit(word);
      for (std::size_t b = first_byte(word) + 1; b < end_of_.size(); ++b)
        ++end_of_[b];
    }
  }

  [[nodiscard]] constexpr bool has(std::string_view word) const noexcept {
    if (word.empty() || (lengths_[first_byte(word) % lengths_.size()] & length_bit(word)) == 0)
      return false;
    return !find(word, [&](std::string_view listed) { return word == listed; }).empty();
  }
  /// The first of the list that the text begins with; empty for none.
  [[nodiscard]] constexpr std::string_view start_of(std::string_view text) const noexcept {
    return find(text, [&](std::string_view listed) { return text.starts_with(listed); });
  }

private:
  [[nodiscard]] static constexpr std::size_t first_byte(std::string_view word) noexcept {
    return static_cast<unsigned char>(word[0]);
  }

  [[nodiscard]] static constexpr std::uint32_t length_bit(std::string_view word) noexcept {
    return std::uint32_t{1} << std::min<std::size_t>(word.size(), 31);
  }

  template <class Fits>
  [[nodiscard]] constexpr std::string_view find(
      std::string_view text, const Fits& fits) const noexcept {
    if (text.empty())
      return {};
    const std::size_t b = first_byte(text);
    for (std::size_t i = end_of_[b]; i < end_of_[b + 1]; ++i)
      if (fits(words_[i]))
        return words_[i];
    return {};
  }

  std::array<std::string_view, Count> words_{};
  std::array<std::uint32_t, 32> lengths_{}; // of the words, by the first byte's lowest bits
  std::array<std::uint8_t, 257> end_of_{};  // of the words that begin with lower bytes
};

} // namespace tailgate::detail
