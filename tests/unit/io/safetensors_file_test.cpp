#include "safetensors_bytes.hpp"
#include "temp_folder.hpp"
#include "thrown.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <tailgate/io/safetensors_file.hpp>
#include <utility>
#include <vector>

using namespace tailgate;
using namespace std::string_view_literals;

namespace {

// One byte first, so that all numbers are misaligned in the file.
const std::string sample =
    safetensors_bytes(R"({"i8": {"dtype": "I8", "shape": [1], "data_offsets": [0, 1]},)"
                      R"("f32": {"dtype": "F32", "shape": [2], "data_offsets": [1, 9]},)"
                      R"("f16": {"dtype": "F16", "shape": [2, 2], "data_offsets": [9, 17]},)"
                      R"("bf16": {"dtype": "BF16", "shape": [], "data_offsets": [17, 19]},)"
                      R"("none": {"dtype": "F32", "shape": [3, 0], "data_offsets": [19, 19]}})",
        "\x80"
        "\x00\x00\x80\x3F\x00\x00\x20\xC0"
        "\x00\x3C\x01\x00\x00\x7C\xFF\x7B"
        "\x40\x40"sv);

} // namespace

TEST_CASE("safetensors_file: F32, F16 and BF16 as float, at any alignment") {
  const safetensors_file file(as_bytes(sample), "memory");
  CHECK(file.read_f32("f32") == std::vector<float>{1.0f, -2.5f});
  CHECK(file.read_f32("f16") ==
        std::vector<float>{1.0f, 0x1p-24f, std::numeric_limits<float>::infinity(), 65504.0f});
  CHECK(file.read_f32("bf16") == std::vector<float>{3.0f});
  CHECK(file.read_f32("none").empty());
  CHECK(file.tensors().size() == 5);
  CHECK(file.contains("f16"));
  CHECK_FALSE(file.contains("f1"));
  CHECK(file.bytes("i8")[0] == std::byte{0x80});
  CHECK(file.bytes("bf16").size() == 2);
}

TEST_CASE("safetensors_file: reads from disk and survives moves") {
  const temp_folder folder;
  safetensors_file file(folder.file("m.safetensors", sample));
  const tensor_info& info = file.info("f32");
  const auto bytes = file.bytes("f32");
  const safetensors_file moved(std::move(file));
  CHECK(&moved.info("f32") == &info);
  CHECK(moved.bytes("f32").data() == bytes.data());
  CHECK(moved.read_f32("f32")[1] == -2.5f);
  CHECK(moved.source() == (folder.path() / "m.safetensors").string());
}

TEST_CASE("safetensors_file: E583, E584 and E585 for wrong questions") {
  const safetensors_file file(as_bytes(sample), "memory");
  const auto missing = thrown_by<argument_error>([&] { (void)file.read_f32("lm_head"); });
  CHECK(missing.number == 583);
  CHECK(missing.says("memory: there is no tensor \"lm_head\" among 5"));
  CHECK(thrown_by<argument_error>([&] { (void)file.bytes("x"); }).number == 583);
  const auto dtype = thrown_by<argument_error>([&] { (void)file.read_f32("i8"); });
  CHECK(dtype.number == 584);
  CHECK(dtype.says("\"i8\" is I8"));
  std::vector<float> three(3);
  const auto size = thrown_by<shape_error>([&] { file.read_f32_into("f16", three); });
  CHECK(size.number == 585);
  CHECK(size.says("has 4 elements and the span has 3"));
}

TEST_CASE("safetensors_file: errors of the format name the file") {
  const temp_folder folder;
  const auto path = folder.file("cut.safetensors", sample.substr(0, sample.size() - 1));
  const auto t = thrown_by<format_error>([&] { safetensors_file file(path); });
  CHECK(t.number == 579);
  CHECK(t.says(path.string()));
  CHECK(thrown_by<io_error>([&] { safetensors_file file(folder.path()); }).number == 551);
}

TEST_CASE("safetensors_file: every cut of a file is refused") {
  for (std::size_t size = 0; size < sample.size(); ++size) {
    const std::string_view cut = std::string_view(sample).substr(0, size);
    CHECK(
        thrown_by<format_error>([&] { safetensors_file file(as_bytes(cut), "cut"); }).number != 0);
  }
}

TEST_CASE("safetensors_file: a model that PyTorch saved") {
  const char* const shared = std::getenv("TAILGATE_SHARED");
  if (shared == nullptr) {
    MESSAGE("skipped: TAILGATE_SHARED is not set");
    return;
  }
  const safetensors_file file(
      std::filesystem::path(shared) / "models" / "cliff-7m" / "model.safetensors");
  CHECK(file.info("model.embed_tokens.weight").shape == std::vector<std::size_t>{8192, 256});
  for (const float value : file.read_f32("model.norm.weight"))
    CHECK(value > 0);
}
