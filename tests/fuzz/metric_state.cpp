// Any bytes are either refused with an error of their own, and then change nothing, or are a state
// that comes out again as the same bytes. The checksum is mended first, since no fuzzer would find
// bytes that fit it; without that only the refusal of damage would be tested.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <tailgate/core/sha256.hpp>
#include <tailgate/error.hpp>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/next_token_loss.hpp>
#include <tailgate/metrics/stratified.hpp>
#include <vector>

namespace {

using namespace tailgate;

template <class Metric>
void merge_into(const std::string& bytes, bool whole) {
  static const std::vector<declared_stratum> declared{{{{"t", "x"}}, 1, 2}, {{{"t", "y"}}, 3, 2}};
  stratified<Metric> metric(declared);
  const std::string before = metric.state();
  try {
    metric.merge_state(bytes);
    if (!whole || metric.state() != bytes)
      std::abort();
  } catch (const error&) {
    if (metric.state() != before)
      std::abort();
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  constexpr std::size_t checksum = 32;
  std::string sealed = bytes.substr(0, size - std::min(size, checksum));
  const auto digest = sha256().update(sealed).digest();
  sealed.append(digest.begin(), digest.end());
  const bool whole = sealed == bytes;
  merge_into<exact_match>(bytes, whole);
  merge_into<next_token_loss>(bytes, whole);
  merge_into<exact_match>(sealed, true);
  merge_into<next_token_loss>(sealed, true);
  return 0;
}
