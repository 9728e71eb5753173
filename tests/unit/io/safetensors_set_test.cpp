#include "safetensors_bytes.hpp"
#include "temp_folder.hpp"
#include "thrown.hpp"

#include <doctest/doctest.h>
#include <string>
#include <tailgate/io/safetensors_set.hpp>
#include <vector>

using namespace tailgate;

namespace {

constexpr const char* index_name = "model.safetensors.index.json";

/// A file of one BF16 scalar.
std::string scalar_file(const std::string& name, const char* two_bytes) {
  return safetensors_bytes(
      "{\"" + name + R"(": {"dtype": "BF16", "shape": [], "data_offsets": [0, 2]}})", two_bytes);
}

thrown opening(const temp_folder& folder, const std::string& index) {
  folder.file(index_name, index);
  try {
    return thrown_by<format_error>([&] { safetensors_set set(folder.path()); });
  } catch (const io_error& error) {
    return {error.number(), error.what()};
  }
}

} // namespace

TEST_CASE("safetensors_set: one file") {
  const temp_folder folder;
  folder.file("model.safetensors", scalar_file("w", "\x80\x3F"));
  folder.file(index_name, "not looked at");
  const safetensors_set set(folder.path());
  CHECK(set.size() == 1);
  CHECK(set.names() == std::vector<std::string>{"w"});
  CHECK(set.read_f32("w") == std::vector<float>{1.0f});
}

TEST_CASE("safetensors_set: shards, of which unlisted tensors are no part") {
  const temp_folder folder;
  folder.file("s1.safetensors", scalar_file("a", "\x80\x3F"));
  folder.file("s2.safetensors",
      safetensors_bytes(R"({"b": {"dtype": "BF16", "shape": [], "data_offsets": [0, 2]},)"
                        R"("c": {"dtype": "I8", "shape": [2], "data_offsets": [2, 4]},)"
                        R"("unlisted": {"dtype": "I8", "shape": [1], "data_offsets": [4, 5]}})",
          "\x40\x40xyz"));
  folder.file(index_name, R"({"metadata": {"total_size": 6}, "weight_map":
      {"a": "s1.safetensors", "c": "s2.safetensors", "b": "s2.safetensors"}})");
  const safetensors_set set(folder.path());
  CHECK(set.names() == std::vector<std::string>{"a", "b", "c"});
  CHECK(set.files().size() == 2);
  CHECK(set.read_f32("a") == std::vector<float>{1.0f});
  float b = 0;
  set.read_f32_into("b", {&b, 1});
  CHECK(b == 3.0f);
  CHECK(set.bytes("c").size() == 2);
  CHECK(set.info("c").dtype == tensor_dtype::i8);
  CHECK(&set.file_of("b") == &set.file_of("c"));
  CHECK(set.contains("a"));
  CHECK_FALSE(set.contains("unlisted"));
  const auto t = thrown_by<argument_error>([&] { (void)set.read_f32("unlisted"); });
  CHECK(t.number == 595);
  CHECK(t.says("\"unlisted\""));
}

TEST_CASE("safetensors_set: E590 for a folder without weights") {
  const temp_folder folder;
  const auto t = thrown_by<io_error>([&] { safetensors_set set(folder.path()); });
  CHECK(t.number == 590);
  CHECK(t.says(folder.path().string()));
  CHECK(thrown_by<io_error>([&] { safetensors_set set(folder.path() / "no"); }).number == 590);
}

TEST_CASE("safetensors_set: E591 for an index without a map of texts") {
  const temp_folder folder;
  for (const char* const index :
      {"[]", "{}", R"({"weight_map": []})", R"({"weight_map": {}})", R"({"weight_map": {"a": 1}})"})
    CHECK_MESSAGE(opening(folder, index).number == 591, index);
  CHECK(opening(folder, "{").number == 562);
}

TEST_CASE("safetensors_set: E592 for shard names that could leave the folder") {
  const temp_folder folder;
  for (const char* const shard :
      {"../s", "/etc/passwd", "..", ".", "", "a/b", "a\\\\b", "c:s", "a\\u0000b", "x..y"}) {
    const auto t = opening(folder, std::string(R"({"weight_map": {"a": ")") + shard + "\"}}");
    CHECK_MESSAGE(t.number == 592, shard);
  }
}

TEST_CASE("safetensors_set: E593 for a missing shard, E594 for a tensor missing in its shard") {
  const temp_folder folder;
  folder.file("s1.safetensors", scalar_file("a", "\x80\x3F"));
  const auto shard =
      opening(folder, R"({"weight_map": {"a": "s1.safetensors", "b": "s2.safetensors"}})");
  CHECK(shard.number == 593);
  CHECK(shard.says("s2.safetensors is missing"));
  const auto tensor =
      opening(folder, R"({"weight_map": {"a": "s1.safetensors", "b": "s1.safetensors"}})");
  CHECK(tensor.number == 594);
  CHECK(tensor.says("tensor \"b\" is not in its shard s1.safetensors"));
}
