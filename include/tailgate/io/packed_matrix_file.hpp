// A packed integer matrix as a file that is mapped back into memory and multiplied with as it is.
//
//   byte  0  "tgpacked"            24  N, 64 bits           56  bytes of the data, 64 bits
//         8  version, 32 bits      32  K, 64 bits           64  SipHash-2-4 of the data
//        12  bits a weight         40  group, 64 bits       72  zeros up to byte 120
//        16  symmetric: 1 or 0     48  panel width, 32      120 SipHash-2-4 of bytes 0 .. 119
//        20  0                     52  0                    128 the data (packed_matrix/layout.hpp)
//
// All integers are little-endian. The hashes, with a key of zeros, find damage; they are no
// signature. The file is of the layout's version: packing anew is always possible and cheap.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/core/siphash.hpp>
#include <tailgate/error.hpp>
#include <tailgate/io/atomic_file.hpp>
#include <tailgate/io/mapped_file.hpp>
#include <tailgate/kernels/packed_matrix.hpp>
#include <utility>

namespace tailgate {

/// How much of a packed matrix is read to check it.
enum class packed_check {
  everything, ///< also the data: its hash, that scales are finite and zero points within the format
  header ///< the header and the size of the file: nothing of the data is read before it is used
};

namespace detail {

inline constexpr std::string_view packed_magic = "tgpacked";
inline constexpr std::uint32_t packed_version = 1;
inline constexpr std::size_t packed_header_bytes = 128;

[[nodiscard]] inline std::uint64_t packed_hash(std::string_view bytes) noexcept {
  return siphash_2_4(bytes, {0, 0});
}

[[nodiscard]] inline std::string packed_header(const packed_layout& layout, std::string_view data) {
  byte_writer out;
  for (const char c : packed_magic)
    out.put(static_cast<std::uint8_t>(c));
  out.put(packed_version);
  out.put(std::uint32_t{layout.scheme.bits});
  out.put(std::uint32_t{layout.scheme.symmetric ? 1u : 0u});
  out.put(std::uint32_t{0});
  for (const std::size_t size : {layout.outputs, layout.inputs, layout.scheme.group})
    out.put(std::uint64_t{size});
  out.put(static_cast<std::uint32_t>(packed_layout::panel_outputs));
  out.put(std::uint32_t{0});
  out.put(std::uint64_t{data.size()});
  out.put(packed_hash(data));
  while (out.bytes().size() < packed_header_bytes - 8)
    out.put(std::uint64_t{0});
  out.put(packed_hash(out.bytes()));
  return std::move(out).take();
}

/// The layout that a header states, when `data_bytes` is what it takes.
[[nodiscard]] inline packed_layout parse_packed_header(
    std::string_view header, std::uint64_t data_bytes, const std::string& source) {
  if (header.size() < packed_header_bytes || !header.starts_with(packed_magic))
    throw format_error(554, source,
        "this is no packed matrix: the file does not begin with 128 bytes after '" +
            std::string(packed_magic) + "'; name a file of write_packed_matrix");
  byte_reader in(header.substr(packed_magic.size()), source);
  if (const auto version = in.get<std::uint32_t>(); version != packed_version)
    throw format_error(554, source,
        "the matrix has version " + std::to_string(version) +
            " of the layout, this release reads " + std::to_string(packed_version) +
            "; pack the weights again");
  const auto refuse = [&](const std::string& what) -> format_error {
    return {555, source, what + "; the header is damaged: pack the weights again"};
  };
  const std::string_view hashed = header.substr(0, packed_header_bytes - 8);
  byte_reader tail(header.substr(hashed.size(), 8), source);
  if (tail.get<std::uint64_t>() != packed_hash(hashed))
    throw refuse("the header's checksum does not fit it");
  packed_layout layout;
  layout.scheme.bits = in.get<std::uint32_t>();
  const auto symmetric = in.get<std::uint32_t>();
  layout.scheme.symmetric = symmetric == 1;
  const auto reserved = in.get<std::uint32_t>();
  const auto outputs = in.get<std::uint64_t>(), inputs = in.get<std::uint64_t>(),
             group = in.get<std::uint64_t>();
  const auto width = in.get<std::uint32_t>();
  static_cast<void>(in.get<std::uint32_t>());
  // So that no size below can overflow 64 bits before it is compared with the file's.
  constexpr std::uint64_t most = std::uint64_t{1} << 40;
  if (symmetric > 1 || reserved != 0 || width != packed_layout::panel_outputs || outputs > most ||
      inputs > most || group > most)
    throw refuse("a size or flag is out of range");
  layout.outputs = static_cast<std::size_t>(outputs);
  layout.inputs = static_cast<std::size_t>(inputs);
  layout.scheme.group = static_cast<std::size_t>(group);
  try {
    check_scheme(layout.scheme);
  } catch (const argument_error& fault) { // what a caller may not pass, a file may not hold
    throw refuse(fault.what());
  }
  const std::size_t panel = layout.panel_bytes();
  const bool fits = panel == 0 ? data_bytes == 0
                               : data_bytes % panel == 0 && data_bytes / panel == layout.panels();
  if (!fits || in.get<std::uint64_t>() != data_bytes)
    throw format_error(556, source,
        std::to_string(data_bytes) + " bytes of data follow the header, a " +
            std::to_string(outputs) + "x" + std::to_string(inputs) + " matrix of " +
            layout.scheme.name() + " takes another number; copy the file again, it may be cut off");
  return layout;
}

/// Whether all scales are finite and all zero points within the format.
[[nodiscard]] inline bool packed_values_are_sound(const packed_layout& layout, const char* data) {
  for (std::size_t p = 0; p < layout.panels(); ++p)
    for (std::size_t g = 0; g < layout.groups(); ++g) {
      std::uint16_t header[2 * packed_layout::panel_outputs] = {};
      std::memcpy(
          header, data + p * layout.panel_bytes() + layout.record(g), layout.header_bytes());
      for (std::size_t j = 0; j < packed_layout::panel_outputs; ++j)
        if ((header[j] & 0x7c00u) == 0x7c00u ||
            header[packed_layout::panel_outputs + j] > layout.scheme.largest_code())
          return false;
    }
  return true;
}

} // namespace detail

/// A packed matrix in `bytes`, the content of such a file, without copying it; `source` names it in
/// messages. The matrix and its copies keep `owner`, which owns the bytes.
///
/// Throws format_error E554 (no packed matrix, or another version), E555 (damaged header), E556
/// (another size than the header states) and, when everything is checked, E557 (damaged data). No
/// allocation depends on the file. Cost with packed_check::everything: one pass over the data.
[[nodiscard]] inline packed_matrix packed_matrix_from_bytes(std::string_view bytes,
    const std::shared_ptr<const void>& owner, const std::string& source,
    packed_check check = packed_check::everything) {
  const std::string_view header = bytes.substr(0, detail::packed_header_bytes);
  const std::string_view data = bytes.substr(header.size());
  const packed_layout layout = detail::parse_packed_header(header, data.size(), source);
  if (check == packed_check::everything &&
      (detail::packed_header(layout, data) != header ||
          !detail::packed_values_are_sound(layout, data.data())))
    throw format_error(557, source,
        "the data do not fit their checksum, or hold a scale that is not finite or a zero point "
        "beyond the format; copy the file again, or pack the weights again");
  return {layout, std::shared_ptr<const std::uint8_t>(
                      owner, reinterpret_cast<const std::uint8_t*>(data.data()))};
}

/// Writes `w`; an old file is replaced at once or not at all. Throws io_error E551 and E552.
inline void write_packed_matrix(const std::filesystem::path& path, const packed_matrix& w) {
  const std::string_view data(reinterpret_cast<const char*>(w.data()), w.layout().bytes());
  atomic_file file(path);
  file.write(detail::packed_header(w.layout(), data));
  file.write(data);
  file.commit();
}

/// Maps a file of write_packed_matrix. The mapping lives as long as the matrix and its copies.
/// Throws io_error E550 and E551 as mapped_file, and what packed_matrix_from_bytes throws.
[[nodiscard]] inline packed_matrix map_packed_matrix(
    const std::filesystem::path& path, packed_check check = packed_check::everything) {
  const auto file = std::make_shared<mapped_file>(path);
  return packed_matrix_from_bytes(file->text(), file, path.string(), check);
}

} // namespace tailgate
