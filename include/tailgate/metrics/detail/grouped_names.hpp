// Names in groups, numbered in the order in which they came; a name is unique within its group.
//
//   text_     "item-0item-1item-2..."
//   entries_  of name n: where its text ends, its group, and its ordinal (how many names of the
//             group came before)
//   slots_    (hash, n + 1) by open addressing with linear probing, at most three quarters full
//
// Everything is in the order of arrival, so that names that come again in that order are read
// as streams. Per name: its characters, 16 bytes, and 11 to 21 for the slots. Numbers depend on the
// order of arrival, so that no result may depend on them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
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

/// a == b without a call for the comparison: ids are a few words long, and ten million of them are
/// compared in a second.
[[nodiscard]] inline bool same_text(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size())
    return false;
  const auto word = [](const char* text) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text, sizeof bytes);
    return bytes;
  };
  const std::size_t n = a.size();
  if (n < sizeof(std::uint64_t)) {
    for (std::size_t i = 0; i < n; ++i)
      if (a[i] != b[i])
        return false;
    return true;
  }
  const std::size_t last = n - sizeof(std::uint64_t); // the last word may overlap the one before
  for (std::size_t i = 0; i < last; i += sizeof(std::uint64_t))
    if (word(a.data() + i) != word(b.data() + i))
      return false;
  return word(a.data() + last) == word(b.data() + last);
}

class grouped_names {
public:
  /// The number of no name.
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

  /// The name of number `n`, below size(); a view until the next intern().
  [[nodiscard]] std::string_view operator[](std::size_t n) const noexcept {
    const std::size_t begin = n == 0 ? 0 : entries_[n - 1].end;
    return {text_.data() + begin, entries_[n].end - begin};
  }
  [[nodiscard]] std::uint32_t ordinal(std::size_t n) const noexcept { return entries_[n].ordinal; }

  /// Whether number `n` is this name; false for numbers that are none.
  [[nodiscard]] bool is(
      std::uint32_t n, std::uint32_t group, std::string_view name) const noexcept {
    return n < size() && entries_[n].group == group && same_text((*this)[n], name);
  }

  /// The number of the name, or none.
  [[nodiscard]] std::uint32_t find(std::uint32_t group, std::string_view name) const {
    if (slots_.empty())
      return none;
    const slot& s = slots_[locate(group, name, hash_of(group, name))];
    return s.number_plus_one == 0 ? none : s.number_plus_one - 1;
  }

  /// The number of the name, which is added with this ordinal when it is new. Nothing changes when
  /// it throws.
  std::uint32_t intern(std::uint32_t group, std::string_view name, std::uint32_t ordinal) {
    if (slots_.size() * 3 < (size() + 1) * 4)
      grow();
    const std::uint32_t hash = hash_of(group, name);
    slot& s = slots_[locate(group, name, hash)];
    if (s.number_plus_one != 0)
      return s.number_plus_one - 1;
    make_room(entries_, size() + 1);
    text_.append(name);
    entries_.push_back({text_.size(), group, ordinal});
    s = {hash, static_cast<std::uint32_t>(size())};
    return s.number_plus_one - 1;
  }

private:
  struct entry {
    std::size_t end;
    std::uint32_t group;
    std::uint32_t ordinal;
  };
  struct slot {
    std::uint32_t hash = 0;
    std::uint32_t number_plus_one = 0; ///< 0: free
  };

  static std::uint32_t hash_of(std::uint32_t group, std::string_view name) noexcept {
    constexpr std::uint32_t odd = 0x9E3779B1; // groups with the same names must not share slots
    return static_cast<std::uint32_t>(std::hash<std::string_view>{}(name)) ^ group * odd;
  }

  /// The slot that holds the name, or the free one where it belongs.
  [[nodiscard]] std::size_t locate(
      std::uint32_t group, std::string_view name, std::uint32_t hash) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].number_plus_one != 0 &&
           !(slots_[at].hash == hash && is(slots_[at].number_plus_one - 1, group, name)))
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
  std::vector<entry> entries_;
  std::vector<slot> slots_;
};

} // namespace tailgate::detail
