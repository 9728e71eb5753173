// A metric over its strata as bytes: what a shard on another process or machine sends home.
//
//   magic            8 bytes   "tgmetric"
//   format           u32       of this container: 1
//   metric           text      name, for example "exact_match"
//   metric version   u32       of the meaning of its values
//   strata           u64 count; of each: u64 levels, (axis, level) as texts, natural frequency as
//                    double, minimum of items as u64
//   payload          what the metric saves, one stratum after the other
//   checksum         32 bytes  SHA-256 of all before
//
// Little-endian (core/byte_stream.hpp). Equal contents are equal bytes. The checksum finds damage;
// it is no signature: whoever can write the file can write its checksum as well.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/core/sha256.hpp>
#include <tailgate/error.hpp>
#include <tailgate/metrics/declared_stratum.hpp>
#include <utility>

namespace tailgate {

/// What two states must have in common to be merged.
struct metric_identity {
  std::string_view name;
  std::uint32_t version = 0;
  std::span<const declared_stratum> declared;
};

namespace detail {

inline constexpr std::string_view metric_state_magic = "tgmetric";
inline constexpr std::uint32_t metric_state_format = 1;
inline constexpr std::size_t checksum_bytes = 32;
inline constexpr const char* metric_state_place = "metric_state";

[[nodiscard]] inline std::string checksum_of(std::string_view bytes) {
  const auto digest = sha256().update(bytes).digest();
  return {digest.begin(), digest.end()};
}

inline void put_strata(byte_writer& out, std::span<const declared_stratum> declared) {
  out.put(std::uint64_t{declared.size()});
  for (const declared_stratum& stratum : declared) {
    out.put(std::uint64_t{stratum.key.levels().size()});
    for (const auto& [axis, level] : stratum.key.levels()) {
      out.put(std::string_view(axis));
      out.put(std::string_view(level));
    }
    out.put(stratum.natural_frequency);
    out.put(std::uint64_t{stratum.minimum_items});
  }
}

/// Whether the next bytes are what put_strata wrote for `stratum`.
[[nodiscard]] inline bool next_is(byte_reader& in, const declared_stratum& stratum) {
  if (in.get<std::uint64_t>() != stratum.key.levels().size())
    return false;
  for (const auto& [axis, level] : stratum.key.levels())
    if (in.text() != axis || in.text() != level)
      return false;
  return in.get<double>() == stratum.natural_frequency &&
         in.get<std::uint64_t>() == stratum.minimum_items;
}

/// Throws argument_error E376 unless the next bytes are what put_strata wrote for `declared`.
inline void require_strata(byte_reader& in, std::span<const declared_stratum> declared) {
  const auto count = in.get<std::uint64_t>();
  if (count != declared.size())
    throw argument_error(376, metric_state_place,
        "the state is of " + std::to_string(count) + " strata, " + std::to_string(declared.size()) +
            " are declared here; declare them once and give all shards the same declaration");
  for (const declared_stratum& stratum : declared)
    if (!next_is(in, stratum))
      throw argument_error(376, metric_state_place,
          "the state has another stratum, frequency or minimum in the place of '" +
              stratum.key.name() +
              "'; declare the strata once and give all shards the same declaration");
}

} // namespace detail

/// The state of `identity`; `save_payload(byte_writer&)` writes the metric's part.
template <class SavePayload>
[[nodiscard]] std::string sealed_metric_state(
    const metric_identity& identity, SavePayload save_payload) {
  byte_writer out;
  for (const char c : detail::metric_state_magic)
    out.put(static_cast<std::uint8_t>(c));
  out.put(detail::metric_state_format);
  out.put(identity.name);
  out.put(identity.version);
  detail::put_strata(out, identity.declared);
  save_payload(out);
  std::string bytes = std::move(out).take();
  bytes += detail::checksum_of(bytes);
  return bytes;
}

/// A reader of the payload; `bytes` must outlive it. Throws format_error E372 (not a state of a
/// metric), E373 (damaged or cut off), E374 (another format of the container), argument_error E375
/// (another metric, or another version of it), E376 (other strata).
[[nodiscard]] inline byte_reader opened_metric_state(
    std::string_view bytes, const metric_identity& identity) {
  using namespace detail;
  if (!bytes.starts_with(metric_state_magic))
    throw format_error(372, metric_state_place,
        std::to_string(bytes.size()) + " bytes do not begin with '" +
            std::string(metric_state_magic) + "'; pass what state() returned");
  const std::size_t length = bytes.size() - std::min(bytes.size(), checksum_bytes);
  if (checksum_of(bytes.substr(0, length)) != bytes.substr(length))
    throw format_error(373, metric_state_place,
        "the checksum does not fit the " + std::to_string(bytes.size()) +
            " bytes; the state was damaged or cut off on its way: transfer or save it again");
  byte_reader in(bytes.substr(0, length), metric_state_place);
  for (std::size_t i = 0; i < metric_state_magic.size(); ++i)
    (void)in.get<std::uint8_t>();
  if (const auto format = in.get<std::uint32_t>(); format != metric_state_format)
    throw format_error(374, metric_state_place,
        "the state has format " + std::to_string(format) + ", this library reads format " +
            std::to_string(metric_state_format) + "; use one version of tailgate for all shards");
  const std::string name(in.text());
  const auto version = in.get<std::uint32_t>();
  if (name != identity.name || version != identity.version)
    throw argument_error(375, metric_state_place,
        "the state is of '" + name + "' version " + std::to_string(version) + ", not of '" +
            std::string(identity.name) + "' version " + std::to_string(identity.version) +
            "; merge a state into its own metric, measured by one version of tailgate");
  require_strata(in, identity.declared);
  return in;
}

} // namespace tailgate
