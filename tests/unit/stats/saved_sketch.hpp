// What the tests of the sketches' saved states share.
#pragma once

#include "scrambled_stream.hpp"
#include "threads.hpp"
#include <cstddef>
#include <cstdint>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/error.hpp>
#include <vector>

template <class Sketch>
std::string saved(const Sketch& sketch) {
  tailgate::byte_writer out;
  sketch.save(out);
  return out.bytes();
}

template <class Sketch>
Sketch loaded(std::string_view bytes) {
  tailgate::byte_reader in(bytes, "test");
  Sketch sketch = Sketch::load(in);
  in.finish();
  return sketch;
}

/// The bytes survive a round, and what is added and merged later makes the same bytes again.
template <class Sketch>
void check_goes_on(Sketch sketch) {
  const auto bytes = saved(sketch);
  auto copy = loaded<Sketch>(bytes);
  CHECK(saved(copy) == bytes);
  CHECK(copy.count() == sketch.count());
  CHECK(copy.retained() == sketch.retained());
  CHECK(copy.quantile(.3) == sketch.quantile(.3));
  add_scrambled(sketch, 3000, 0, 3000);
  add_scrambled(copy, 3000, 0, 3000);
  CHECK(saved(copy) == saved(sketch));
  sketch.merge(sketch);
  copy.merge(copy);
  CHECK(saved(copy) == saved(sketch));
}

/// Every cut and every changed byte is refused by E217 or E032, or makes a state that saves as it
/// was read and can be used: damage that no rule tells from another stream is for a checksum.
template <class Sketch>
void check_damage(const std::string& bytes) {
  const auto verdict = [](const std::string& damaged) {
    try {
      auto sketch = loaded<Sketch>(damaged);
      CHECK(saved(sketch) == damaged);
      sketch.add(1);
      sketch.merge(sketch);
      CHECK(sketch.quantile(.5).defined());
      return true;
    } catch (const tailgate::format_error& e) {
      const bool known = e.number() == 217 || e.number() == 32;
      CHECK(known);
      return false;
    }
  };
  for (std::size_t length = 0; length < bytes.size(); ++length)
    CHECK_FALSE(verdict(bytes.substr(0, length)));
  for (std::size_t i = 0; i < bytes.size(); ++i)
    for (const int change : {0x01, 0x80, 0xFF}) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(static_cast<unsigned char>(damaged[i]) ^ change);
      verdict(damaged);
    }
}

/// Shards built by any number of threads and merged in one order make the same bytes.
template <class MakeShard>
void check_threads(MakeShard&& make_shard) {
  constexpr std::size_t shards = 7;
  constexpr std::uint64_t n = 30000;
  std::string expected;
  for (const std::size_t count : {1u, 2u, 3u, 8u}) {
    std::vector<decltype(make_shard(0))> parts;
    parts.reserve(shards);
    for (std::size_t s = 0; s < shards; ++s)
      parts.push_back(make_shard(s));
    threads{count}.parallel_for(shards,
        [&](std::size_t s) { add_scrambled(parts[s], n, s * n / shards, (s + 1) * n / shards); });
    auto all = make_shard(99);
    for (const auto& part : parts)
      all.merge(part);
    CHECK(all.count() == n);
    if (expected.empty())
      expected = saved(all);
    CHECK(saved(all) == expected);
  }
}

/// Writes `value` over the bytes at `offset`.
template <class T>
std::string patched(std::string bytes, std::size_t offset, T value) {
  tailgate::byte_writer out;
  out.put(value);
  return bytes.replace(offset, out.bytes().size(), out.bytes());
}
