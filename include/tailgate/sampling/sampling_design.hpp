// The design of a sample that was drawn: what was asked, what the population held, and what became
// of it, so that the sample can be weighted, enlarged, and checked by somebody else.
//
// From the design alone it can be told of any id whether it belongs to the sample: its rank is
// below the threshold of its stratum. A design is a value; io/sampling_design_json.hpp keeps it in
// a file.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/core/sha256.hpp>
#include <tailgate/error.hpp>
#include <tailgate/sampling/allocation.hpp>
#include <tailgate/sampling/permanent_random_number.hpp>
#include <tailgate/sampling/sampling_request.hpp>
#include <tailgate/sampling/selection.hpp>
#include <vector>

namespace tailgate {

/// One stratum of a design.
struct stratum_design {
  std::uint64_t population = 0;             ///< N, exact
  double target = 0;                        ///< the allocation before rounding
  std::uint64_t sampled = 0;                ///< n
  std::optional<std::uint64_t> threshold{}; ///< rank of the first item not drawn; absent: all were
  std::uint64_t ids = 0; ///< sum of the hashes of all ids modulo 2^64: which items there were
  double total_size = 0; ///< sum of all sizes; N for equal probabilities
  friend bool operator==(const stratum_design&, const stratum_design&) = default;
};

struct sampling_design {
  sampling_request request;
  std::vector<stratum_design> strata; ///< as in the request

  /// The probability with which this design draws an item of this size, within (0, 1], or 0 in a
  /// stratum of which nothing is drawn; by size it is conditional on the other items' ranks (see
  /// selection.hpp). Throws argument_error E312 when
  /// the stratum is not one of the design's, E313 as check_size.
  [[nodiscard]] double inclusion_probability(std::size_t stratum, double size = 1) const {
    const stratum_design& s = at(stratum);
    check_size(request.select, size, "?");
    return s.sampled == 0 ? 0
                          : tailgate::inclusion_probability(
                                request.select, s.population, s.sampled, s.threshold, size);
  }

  /// Whether an item of the population belongs to the sample. Errors as inclusion_probability.
  [[nodiscard]] bool contains(std::size_t stratum, std::string_view id, double size = 1) const {
    const stratum_design& s = at(stratum);
    check_size(request.select, size, id);
    const std::uint32_t stream = sampling_stream(request.strata[stratum].key);
    return !s.threshold ||
           sampling_rank(request.select,
               permanent_random_number(request.seed, stream, hash_of_id(id)), size) < *s.threshold;
  }

  /// The number of items N of each stratum.
  [[nodiscard]] std::vector<std::uint64_t> populations() const {
    std::vector<std::uint64_t> result;
    result.reserve(strata.size());
    for (const stratum_design& s : strata)
      result.push_back(s.population);
    return result;
  }

  /// The strata that hold fewer items than were asked of them; empty unless the request records
  /// them. Hand missing() on to paired_summary::missing_items or run_design::planned_items.
  [[nodiscard]] std::vector<shortfall> shortfalls() const {
    return detail::find_shortfalls(request.strata, populations(), request.allocation);
  }

  friend bool operator==(const sampling_design&, const sampling_design&) = default;

private:
  [[nodiscard]] const stratum_design& at(std::size_t stratum) const {
    if (stratum >= strata.size())
      throw argument_error(312, "sampling_design",
          "stratum " + std::to_string(stratum) + " of " + std::to_string(strata.size()) +
              "; strata are counted from 0 in the order of the request");
    return strata[stratum];
  }
};

namespace detail {

inline void put(byte_writer& out, const std::optional<std::uint64_t>& value) {
  out.put(static_cast<std::uint8_t>(value.has_value()));
  out.put(value.value_or(0));
}

inline void put(byte_writer& out, const sampling_request& request) {
  const allocation_options& a = request.allocation;
  out.put(request.seed);
  out.put(static_cast<std::uint8_t>(request.select));
  out.put(a.total);
  out.put(static_cast<std::uint8_t>(a.rule));
  out.put(a.exponent);
  out.put(a.minimum);
  out.put(a.maximum);
  out.put(static_cast<std::uint8_t>(a.shortfalls));
  out.put(std::uint64_t{request.strata.size()});
  for (const stratum_request& s : request.strata) {
    out.put(std::uint64_t{s.key.levels().size()});
    for (const auto& [axis, level] : s.key.levels()) {
      out.put(std::string_view(axis));
      out.put(std::string_view(level));
    }
    out.put(s.standard_deviation);
    put(out, s.minimum);
    put(out, s.maximum);
    put(out, s.exactly);
  }
}

} // namespace detail

/// SHA-256 of the design, as 64 hexadecimal digits.
[[nodiscard]] inline std::string digest(const sampling_design& design) {
  byte_writer out;
  out.put(std::string_view("tailgate.sampling_design/1"));
  detail::put(out, design.request);
  for (const stratum_design& s : design.strata) {
    out.put(s.population);
    out.put(s.target);
    out.put(s.sampled);
    detail::put(out, s.threshold);
    out.put(s.ids);
    out.put(s.total_size);
  }
  return sha256_hex(out.bytes());
}

/// Does the allocation anew from request and populations and compares it, and checks that exactly
/// the strata drawn wholly have no threshold. Throws incomplete_error E330, naming the stratum, and
/// as allocate.
inline void audit(const sampling_design& design) {
  const auto fail = [&](std::size_t k, const std::string& fault) {
    throw incomplete_error(330, "audit",
        "stratum '" + design.request.strata[k].key.name() + "': " + fault +
            "; the design was changed since it was drawn, draw again");
  };
  const allocation expected =
      allocate(design.request.strata, design.populations(), design.request.allocation);
  for (std::size_t k = 0; k < design.strata.size(); ++k) {
    const stratum_design& s = design.strata[k];
    if (s.sampled != expected.strata[k].items ||
        !(std::abs(s.target - expected.strata[k].target) <= 1e-9 * (1 + s.target)))
      fail(k, std::to_string(s.sampled) + " items are allocated, the rule gives " +
                  std::to_string(expected.strata[k].items));
    if ((s.sampled < s.population) != s.threshold.has_value())
      fail(k,
          std::to_string(s.sampled) + " of " + std::to_string(s.population) + " items are drawn" +
              (s.threshold ? ", and a threshold leaves some out" : ", and nothing leaves any out"));
  }
}

} // namespace tailgate
