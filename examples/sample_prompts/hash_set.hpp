// A set of 64-bit hashes within a budget of memory: open addressing with linear probing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace sample_prompts {

/// Holds from 9 to 18 bytes a hash, 27 while it grows.
class hash_set {
public:
  /// `budget` is in bytes.
  explicit hash_set(std::size_t budget) : budget_(budget) {}

  /// Whether the hash is new, and adds it; nothing when the set would have to outgrow its budget.
  /// Hashes must be evenly spread.
  [[nodiscard]] std::optional<bool> insert(std::uint64_t hash) {
    if (hash == 0) { // marks free places
      const bool added = !zero_;
      zero_ = true;
      return added;
    }
    if (8 * (size_ + 1) > 7 * places_.size() && !grow())
      return std::nullopt;
    if (!put(places_, hash))
      return false;
    ++size_;
    return true;
  }

private:
  static bool put(std::vector<std::uint64_t>& places, std::uint64_t hash) {
    const std::size_t mask = places.size() - 1;
    std::size_t at = static_cast<std::size_t>(hash) & mask;
    while (places[at] != 0 && places[at] != hash)
      at = (at + 1) & mask;
    const bool added = places[at] == 0;
    places[at] = hash;
    return added;
  }

  bool grow() {
    const std::size_t larger = places_.empty() ? 1024 : 2 * places_.size();
    if ((larger + places_.size()) * sizeof(std::uint64_t) > budget_)
      return false;
    std::vector<std::uint64_t> places(larger);
    for (const std::uint64_t hash : places_)
      if (hash != 0)
        put(places, hash);
    places_.swap(places);
    return true;
  }

  std::size_t budget_;
  std::vector<std::uint64_t> places_; // a power of two
  std::size_t size_ = 0;
  bool zero_ = false;
};

} // namespace sample_prompts
