// Any bytes are either refused with a format_error or are counts that come out again as the same
// bytes. The checksum is mended first as well, since no mutation finds bytes that fit it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <tailgate/core/sha256.hpp>
#include <tailgate/error.hpp>
#include <tailgate/io/token_counts_file.hpp>

namespace {

void read(const std::string& bytes) {
  using namespace tailgate;
  try {
    const token_counter counts = parse_token_counts(bytes, "input");
    if (token_counts_bytes(counts) != bytes)
      std::abort();
  } catch (const format_error&) {
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes(reinterpret_cast<const char*>(data), size);
  read(bytes);
  if (size < 32)
    return 0;
  bytes.resize(size - 32);
  const auto digest = tailgate::sha256().update(bytes).digest();
  read(bytes.append(digest.begin(), digest.end()));
  return 0;
}
