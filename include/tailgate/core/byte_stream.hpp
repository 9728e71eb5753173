// Numbers and texts as bytes that are the same on every machine: little-endian integers of fixed
// width, doubles by their IEEE 754 bits, texts behind their length.
//
// The reader trusts nothing: every read is checked against the end, and a length is compared with
// the bytes that are left before anything is allocated by it.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <type_traits>
#include <utility>

namespace tailgate {

/// Appends to a string of bytes. Amortised O(bytes).
class byte_writer {
public:
  template <std::unsigned_integral T>
  void put(T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i)
      bytes_.push_back(static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xFF));
  }
  void put(double value) { put(std::bit_cast<std::uint64_t>(value)); }
  /// The length as 64 bits, then the bytes.
  void put(std::string_view text) {
    put(std::uint64_t{text.size()});
    bytes_.append(text);
  }

  [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::string take() && noexcept { return std::move(bytes_); }

private:
  std::string bytes_;
};

/// Reads what a byte_writer wrote. The bytes must outlive the reader and the views it returns.
/// Each read throws format_error E032, naming `place` and the offset, when the bytes end early.
class byte_reader {
public:
  byte_reader(std::string_view bytes, std::string_view place) : bytes_(bytes), place_(place) {}

  template <class T>
  requires std::unsigned_integral<T> || std::same_as<T, double>
  [[nodiscard]] T get() {
    if constexpr (std::same_as<T, double>) {
      return std::bit_cast<double>(get<std::uint64_t>());
    } else {
      const std::string_view raw = take(sizeof(T));
      std::uint64_t value = 0;
      for (std::size_t i = 0; i < sizeof(T); ++i)
        value |= std::uint64_t{static_cast<unsigned char>(raw[i])} << (8 * i);
      return static_cast<T>(value);
    }
  }

  /// A text; a view into the bytes.
  [[nodiscard]] std::string_view text() {
    const auto length = get<std::uint64_t>();
    if (length > left())
      refuse(length);
    return take(static_cast<std::size_t>(length));
  }

  /// A number of elements that take at least `least_bytes` (above 0) each: safe to allocate by.
  [[nodiscard]] std::size_t count(std::size_t least_bytes) {
    const auto n = get<std::uint64_t>();
    if (n > left() / least_bytes)
      refuse(n);
    return static_cast<std::size_t>(n);
  }

  [[nodiscard]] std::size_t offset() const noexcept { return at_; }
  [[nodiscard]] std::size_t left() const noexcept { return bytes_.size() - at_; }

  /// Throws format_error E032 unless everything was read.
  void finish() const {
    if (left() != 0)
      throw format_error(32, place_,
          std::to_string(left()) + " bytes follow the end at byte " + std::to_string(at_) +
              "; the data are damaged or of another version");
  }

private:
  [[nodiscard]] std::string_view take(std::size_t n) {
    if (n > left())
      refuse(n);
    const std::string_view part = bytes_.substr(at_, n);
    at_ += n;
    return part;
  }

  [[noreturn]] void refuse(std::uint64_t wanted) const {
    throw format_error(32, place_,
        "at byte " + std::to_string(at_) + " of " + std::to_string(bytes_.size()) + ": " +
            std::to_string(wanted) + " more are announced, " + std::to_string(left()) +
            " are left; the data are cut off or damaged");
  }

  std::string_view bytes_;
  std::string place_;
  std::size_t at_ = 0;
};

} // namespace tailgate
