// Names numbered in the order in which they came, each kept once.
//
//   text_    "item-0item-1item-2..."     ends_   6 12 18 ...     name n is text_[ends_[n-1],
//   ends_[n]) slots_   (hash, n + 1) by open addressing with linear probing, at most three quarters
//   full
//
// Per name: its characters, 8 bytes for the end, and 11 to 21 for the slots; no allocation of its
// own. Numbers depend on the order of arrival, so that no result may depend on them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tailgate::detail {

/// Lets `v` grow to `wanted` elements without allocating, at the amortised cost of push_back.
template <class T>
void make_room(std::vector<T>& v, std::size_t wanted) {
  constexpr std::size_t smallest = 8;
  if (v.capacity() < wanted)
    v.reserve(std::max({wanted, 2 * v.capacity(), smallest}));
}

class name_table {
public:
  /// The number of no name.
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }

  /// The name of number `n`, below size(); a view until the next intern().
  [[nodiscard]] std::string_view operator[](std::size_t n) const noexcept {
    const std::size_t begin = n == 0 ? 0 : ends_[n - 1];
    return {text_.data() + begin, ends_[n] - begin};
  }

  /// The number of `name`, or none. `guess` is tried before the name is hashed: names that come in
  /// the order in which they came before, found by last number + 1, cost a comparison.
  [[nodiscard]] std::uint32_t find(std::string_view name, std::uint32_t guess = none) const {
    if (is(name, guess))
      return guess;
    if (slots_.empty())
      return none;
    const slot& s = slots_[locate(name, hash_of(name))];
    return s.number_plus_one == 0 ? none : s.number_plus_one - 1;
  }

  /// The number of `name`, which is added when it is new. Nothing changes when it throws.
  std::uint32_t intern(std::string_view name, std::uint32_t guess = none) {
    if (is(name, guess))
      return guess;
    if (slots_.size() * 3 < (size() + 1) * 4)
      grow();
    const std::uint32_t hash = hash_of(name);
    slot& s = slots_[locate(name, hash)];
    if (s.number_plus_one != 0)
      return s.number_plus_one - 1;
    make_room(ends_, ends_.size() + 1);
    text_.append(name);
    ends_.push_back(text_.size());
    s = {hash, static_cast<std::uint32_t>(size())};
    return s.number_plus_one - 1;
  }

private:
  struct slot {
    std::uint32_t hash = 0;
    std::uint32_t number_plus_one = 0; ///< 0: free
  };

  static std::uint32_t hash_of(std::string_view name) noexcept {
    return static_cast<std::uint32_t>(std::hash<std::string_view>{}(name));
  }

  [[nodiscard]] bool is(std::string_view name, std::uint32_t n) const noexcept {
    return n < size() && (*this)[n] == name;
  }

  /// The slot that holds `name`, or the free one where it belongs.
  [[nodiscard]] std::size_t locate(std::string_view name, std::uint32_t hash) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].number_plus_one != 0 &&
           !(slots_[at].hash == hash && is(name, slots_[at].number_plus_one - 1)))
      at = (at + 1) & mask;
    return at;
  }

  void grow() {
    constexpr std::size_t smallest = 16;
    const std::size_t wanted = slots_.empty() ? smallest : slots_.size() * 2;
    if (wanted > none)
      throw std::length_error("tailgate: more than 2^31 names in one table");
    std::vector<slot> larger(wanted);
    for (const slot& s : slots_) {
      if (s.number_plus_one == 0)
        continue;
      std::size_t at = s.hash & (wanted - 1);
      while (larger[at].number_plus_one != 0)
        at = (at + 1) & (wanted - 1);
      larger[at] = s;
    }
    slots_.swap(larger);
  }

  std::string text_;
  std::vector<std::size_t> ends_;
  std::vector<slot> slots_;
};

} // namespace tailgate::detail
