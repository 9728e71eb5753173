// The header of a safetensors file: names, types, shapes and places of the tensors, fully checked.
//
//   +-----------------+----------------------+------------------------------------------+
//   | n: 8 bytes,     | JSON object, n bytes | data: the tensors without gap or overlap |
//   | little-endian   |                      |                                          |
//   +-----------------+----------------------+------------------------------------------+
//   {"__metadata__": {text: text}, "name": {"dtype": "F32", "shape": [2, 3],
//                                           "data_offsets": [begin, end]}, ...}
//
// Offsets count from the start of the data. Files come from strangers: nothing here allocates by a
// number from the file before that number was compared with the bytes that are there.
//
// Reference: the format section of https://github.com/huggingface/safetensors (README.md).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/io/json_text.hpp>
#include <tailgate/io/tensor_dtype.hpp>
#include <vector>

namespace tailgate {

/// One tensor of a file. Row-major: the last dimension is contiguous.
struct tensor_info {
  std::string name;
  tensor_dtype dtype = tensor_dtype::f32;
  std::vector<std::size_t> shape; ///< empty for a scalar; a dimension may be 0
  std::size_t begin = 0;          ///< first byte, counted from the start of the file
  std::size_t end = 0;            ///< one past the last byte

  [[nodiscard]] std::size_t size_bytes() const noexcept { return end - begin; }
  /// The product of the shape; 1 for a scalar.
  [[nodiscard]] std::size_t elements() const noexcept { return size_bytes() / element_size(dtype); }
};

/// What the header says.
struct safetensors_header {
  std::vector<tensor_info> tensors;            ///< sorted by name
  std::map<std::string, std::string> metadata; ///< the entry "__metadata__"

  /// The tensor of that name, or null. Logarithmic.
  [[nodiscard]] const tensor_info* find(std::string_view name) const noexcept {
    const auto at = std::lower_bound(tensors.begin(), tensors.end(), name,
        [](const tensor_info& info, std::string_view key) { return info.name < key; });
    return at != tensors.end() && at->name == name ? &*at : nullptr;
  }
};

/// The longest header that is read, as in the reference implementation.
inline constexpr std::uint64_t max_safetensors_header = 100'000'000;

namespace detail {

/// Checks one header and builds its description; the members are what every message needs.
class safetensors_header_parser {
public:
  safetensors_header_parser(std::span<const std::byte> file, std::string_view source)
      : file_(file), source_(source) {}

  safetensors_header parse() {
    const std::string_view text = header_text();
    const nlohmann::json root = parse_json_text(text, {source_ + " (header)"});
    if (!root.is_object())
      fail(572, "the header is a JSON " + std::string(root.type_name()) +
                    "; it must be an object of tensors");
    data_begin_ = 8 + text.size();
    data_size_ = file_.size() - data_begin_;
    safetensors_header header;
    for (const auto& [name, entry] : root.items()) {
      if (name == "__metadata__")
        header.metadata = metadata(entry);
      else
        header.tensors.push_back(tensor(name, entry));
    }
    check_layout(header.tensors);
    return header;
  }

private:
  [[noreturn]] void fail(int number, const std::string& text) const {
    throw format_error(number, source_, text + way_out);
  }
  [[noreturn]] void fail(int number, const std::string& tensor, const std::string& text) const {
    fail(number, "tensor \"" + tensor + "\": " + text);
  }
  static constexpr const char* way_out = "; fetch the file again or save it anew with safetensors";

  std::string_view header_text() const {
    if (file_.size() < 8)
      fail(570, "the file has " + std::to_string(file_.size()) +
                    " bytes; it must start with a header length of 8 bytes");
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < 8; ++i)
      length |= std::uint64_t{std::to_integer<std::uint8_t>(file_[i])} << (8 * i);
    if (length > max_safetensors_header || length > file_.size() - 8)
      fail(571, "the header length is " + std::to_string(length) + " and " +
                    std::to_string(file_.size() - 8) +
                    " bytes follow; it must be within the file and at most " +
                    std::to_string(max_safetensors_header));
    return {reinterpret_cast<const char*>(file_.data()) + 8, static_cast<std::size_t>(length)};
  }

  std::map<std::string, std::string> metadata(const nlohmann::json& entry) const {
    std::map<std::string, std::string> result;
    if (!entry.is_object())
      fail(573, "__metadata__ is a JSON " + std::string(entry.type_name()) +
                    "; it must be an object of strings");
    for (const auto& [key, value] : entry.items()) {
      if (!value.is_string())
        fail(573, "__metadata__ has a JSON " + std::string(value.type_name()) + " for \"" + key +
                      "\"; every value must be a string");
      result.emplace(key, value.get<std::string>());
    }
    return result;
  }

  tensor_info tensor(const std::string& name, const nlohmann::json& entry) const {
    if (!entry.is_object())
      fail(574, name,
          "the entry is a JSON " + std::string(entry.type_name()) +
              "; it must be an object of dtype, shape and data_offsets");
    for (const auto& [key, value] : entry.items())
      if (key != "dtype" && key != "shape" && key != "data_offsets")
        fail(574, name, "the key \"" + key + "\" is not one of dtype, shape and data_offsets");
    for (const char* const key : {"dtype", "shape", "data_offsets"})
      if (!entry.contains(key))
        fail(574, name, std::string(key) + " is missing");
    tensor_info info;
    info.name = name;
    info.dtype = dtype(name, entry["dtype"]);
    info.shape = shape(name, entry["shape"]);
    const std::uint64_t bytes = size_bytes(info);
    place(info, bytes, entry["data_offsets"]);
    return info;
  }

  tensor_dtype dtype(const std::string& name, const nlohmann::json& value) const {
    const auto* const text = value.get_ptr<const std::string*>();
    const auto found = text ? parse_tensor_dtype(*text) : std::nullopt;
    if (!found)
      fail(575, name,
          "the dtype is " + excerpt(value) +
              "; known are F64, F32, F16, BF16, I64, I32, I16, I8, U8 and BOOL");
    return *found;
  }

  std::vector<std::size_t> shape(const std::string& name, const nlohmann::json& value) const {
    if (!value.is_array())
      fail(576, name, "the shape is " + excerpt(value) + "; it must be an array of sizes");
    std::vector<std::size_t> result;
    for (const auto& extent : value) {
      if (!extent.is_number_unsigned() ||
          extent.get<std::uint64_t>() > std::numeric_limits<std::size_t>::max())
        fail(576, name,
            "the shape is " + excerpt(value) +
                "; every size must be a non-negative integer below 2^64");
      result.push_back(extent.get<std::size_t>());
    }
    return result;
  }

  /// Zero dimensions do not excuse an overflow of the others: a reader may multiply some only.
  std::uint64_t size_bytes(const tensor_info& info) const {
    std::uint64_t product = element_size(info.dtype);
    for (const std::uint64_t extent : info.shape) {
      if (extent != 0 && product > std::numeric_limits<std::uint64_t>::max() / extent)
        fail(577, info.name,
            "the shape " + excerpt(info.shape) + " of " + std::string(to_string(info.dtype)) +
                " needs more than 2^64 bytes; no file can hold it");
      product *= std::max<std::uint64_t>(extent, 1);
    }
    const bool empty = std::find(info.shape.begin(), info.shape.end(), 0u) != info.shape.end();
    return empty ? 0 : product;
  }

  void place(tensor_info& info, std::uint64_t bytes, const nlohmann::json& value) const {
    if (!value.is_array() || value.size() != 2 || !value[0].is_number_unsigned() ||
        !value[1].is_number_unsigned())
      fail(578, info.name,
          "data_offsets is " + excerpt(value) +
              "; it must be two non-negative integers [begin, end]");
    const auto begin = value[0].get<std::uint64_t>();
    const auto end = value[1].get<std::uint64_t>();
    const std::string both =
        "data_offsets [" + std::to_string(begin) + ", " + std::to_string(end) + "]";
    if (begin > end)
      fail(578, info.name, both + " are reversed; begin must not exceed end");
    if (end > data_size_)
      fail(579, info.name,
          both + " leave the file, which has " + std::to_string(data_size_) + " bytes of data");
    if (end - begin != bytes)
      fail(580, info.name,
          both + " span " + std::to_string(end - begin) + " bytes; shape " + excerpt(info.shape) +
              " of " + std::string(to_string(info.dtype)) + " needs " + std::to_string(bytes));
    info.begin = data_begin_ + static_cast<std::size_t>(begin);
    info.end = data_begin_ + static_cast<std::size_t>(end);
  }

  /// The data must be covered exactly once. Sorts by place, checks, and sorts by name again.
  void check_layout(std::vector<tensor_info>& tensors) const {
    std::sort(tensors.begin(), tensors.end(), [](const tensor_info& a, const tensor_info& b) {
      return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::size_t covered = data_begin_;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      const tensor_info& info = tensors[i];
      const std::string at = "begins at byte " + std::to_string(info.begin - data_begin_) +
                             " of the data, but the tensors before it end at byte " +
                             std::to_string(covered - data_begin_);
      if (info.begin < covered)
        fail(581, info.name, at + " (\"" + tensors[i - 1].name + "\"); tensors must not overlap");
      if (info.begin > covered)
        fail(582, info.name, at + "; the format allows no holes");
      covered = info.end;
    }
    if (covered != file_.size())
      fail(582, "the tensors end at byte " + std::to_string(covered - data_begin_) +
                    " of the data, which has " + std::to_string(data_size_) +
                    " bytes; the format allows no holes");
    std::sort(tensors.begin(), tensors.end(),
        [](const tensor_info& a, const tensor_info& b) { return a.name < b.name; });
  }

  /// A value as text for a message, cut between characters when long.
  static std::string excerpt(const nlohmann::json& value) {
    std::string text = value.dump();
    if (text.size() <= 60)
      return text;
    std::size_t cut = 57;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80)
      --cut;
    return text.substr(0, cut) + "...";
  }

  std::span<const std::byte> file_;
  std::string source_;
  std::size_t data_begin_ = 0;
  std::size_t data_size_ = 0;
};

} // namespace detail

/// Reads and checks the header of the safetensors file whose bytes are `file`; `source` names it in
/// messages. Throws format_error: E560 to E564 (the header as JSON text), E570 (no header length),
/// E571 (header length outside the file or above 100 MB), E572 (not an object), E573 (metadata),
/// E574 (entry), E575 (dtype), E576 (shape), E577 (its product overflows), E578 (offsets malformed
/// or reversed), E579 (outside the file), E580 (not the size that shape and dtype need), E581
/// (overlap) or E582 (hole). n log n in the number of tensors; touches none of the data.
[[nodiscard]] inline safetensors_header parse_safetensors_header(
    std::span<const std::byte> file, std::string_view source) {
  return detail::safetensors_header_parser(file, source).parse();
}

} // namespace tailgate
