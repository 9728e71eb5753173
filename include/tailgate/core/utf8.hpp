// UTF-8: validation with the place of the first fault, decoding and counting of code points.
//
// Well-formed means the table of the Unicode Standard, chapter 3, table 3-7 (RFC 3629): overlong
// forms, surrogates U+D800..U+DFFF and values above U+10FFFF are refused. A malformed sequence
// decodes to U+FFFD, once for each maximal subpart (chapter 3.9, "U+FFFD Substitution"), so that
// iteration never stops early, never reads past the end and agrees with browsers and CPython.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>

namespace tailgate {

/// One step of decoding.
struct utf8_step {
  char32_t code_point = 0xFFFD; ///< U+FFFD when !well_formed
  std::size_t length = 1;       ///< bytes that belong to the step, 1 to 4
  bool well_formed = false;
  friend constexpr bool operator==(const utf8_step&, const utf8_step&) = default;
};

/// Decodes the code point that starts at byte `offset`; offset < text.size() is the caller's duty.
[[nodiscard]] constexpr utf8_step decode_utf8(std::string_view text, std::size_t offset) noexcept {
  const auto byte = [&](std::size_t i) {
    return std::uint32_t{static_cast<unsigned char>(text[offset + i])};
  };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80)
    return {static_cast<char32_t>(lead), 1, true};
  // 0x80..0xBF continue a sequence, 0xC0 and 0xC1 start overlong forms, 0xF5.. lie past U+10FFFF.
  if (lead < 0xC2 || lead > 0xF4)
    return {};
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  // Only the second byte has a narrower range after some leads.
  std::uint32_t low = lead == 0xE0 ? 0xA0u : lead == 0xF0 ? 0x90u : 0x80u;
  std::uint32_t high = lead == 0xED ? 0x9Fu : lead == 0xF4 ? 0x8Fu : 0xBFu;
  std::uint32_t code_point = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (i >= text.size() - offset || byte(i) < low || byte(i) > high)
      return {0xFFFD, i, false};
    code_point = code_point << 6 | (byte(i) & 0x3Fu);
    low = 0x80;
    high = 0xBF;
  }
  return {static_cast<char32_t>(code_point), length, true};
}

/// The byte offset at which the first malformed sequence starts, or nothing when `text` is
/// well-formed. Linear, no allocation.
[[nodiscard]] constexpr std::optional<std::size_t> find_invalid_utf8(
    std::string_view text) noexcept {
  for (std::size_t offset = 0; offset < text.size();) {
    const utf8_step step = decode_utf8(text, offset);
    if (!step.well_formed)
      return offset;
    offset += step.length;
  }
  return std::nullopt;
}

/// The code points of a text as a forward range. The bytes must outlive it.
class utf8_code_points {
public:
  class iterator {
  public:
    using value_type = char32_t;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::forward_iterator_tag;
    using iterator_category = std::input_iterator_tag;

    constexpr iterator() = default;
    constexpr iterator(std::string_view text, std::size_t offset) noexcept
        : text_(text), offset_(offset) {
      decode();
    }

    [[nodiscard]] constexpr char32_t operator*() const noexcept { return step_.code_point; }
    /// Where the code point starts, in bytes.
    [[nodiscard]] constexpr std::size_t offset() const noexcept { return offset_; }
    /// The bytes, whether they were well-formed, and the code point.
    [[nodiscard]] constexpr const utf8_step& step() const noexcept { return step_; }

    constexpr iterator& operator++() noexcept {
      offset_ += step_.length;
      decode();
      return *this;
    }
    constexpr iterator operator++(int) noexcept {
      iterator before = *this;
      ++*this;
      return before;
    }
    friend constexpr bool operator==(const iterator& a, const iterator& b) noexcept {
      return a.offset_ == b.offset_;
    }

  private:
    constexpr void decode() noexcept {
      if (offset_ < text_.size())
        step_ = decode_utf8(text_, offset_);
    }
    std::string_view text_;
    std::size_t offset_ = 0;
    utf8_step step_;
  };

  explicit constexpr utf8_code_points(std::string_view text) noexcept : text_(text) {}
  [[nodiscard]] constexpr iterator begin() const noexcept { return {text_, 0}; }
  [[nodiscard]] constexpr iterator end() const noexcept { return {text_, text_.size()}; }

private:
  std::string_view text_;
};

/// How many code points iteration gives: one for each malformed maximal subpart. Linear.
[[nodiscard]] constexpr std::size_t count_code_points(std::string_view text) noexcept {
  std::size_t count = 0;
  for (std::size_t offset = 0; offset < text.size(); ++count)
    offset += decode_utf8(text, offset).length;
  return count;
}

} // namespace tailgate
