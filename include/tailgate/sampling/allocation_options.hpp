// What a sample should look like before the population is known.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <tailgate/strata/stratum_key.hpp>

namespace tailgate {

/// How the total is shared among strata of N items whose values have standard deviation S.
enum class allocation_rule {
  proportional, ///< by N: the sample looks like the population, and has next to nothing of the tail
  equal,        ///< the same for every stratum
  neyman,       ///< by N S: the least variance of the population mean; starves the tail as well
  power         ///< by (N S)^q, 0 <= q <= 1: between equal (S = 1, q = 0) and Neyman (q = 1)
};

[[nodiscard]] constexpr const char* to_string(allocation_rule rule) noexcept {
  switch (rule) {
  case allocation_rule::proportional:
    return "proportional";
  case allocation_rule::equal:
    return "equal";
  case allocation_rule::neyman:
    return "neyman";
  case allocation_rule::power:
    return "power";
  }
  return "unknown";
}

/// What happens when a stratum is empty or smaller than its minimum.
enum class on_shortfall {
  refuse, ///< an error that names the stratum
  record  ///< everything that is there is taken, and the design records how many items are missing
};

[[nodiscard]] constexpr const char* to_string(on_shortfall what) noexcept {
  return what == on_shortfall::refuse ? "refuse" : "record";
}

/// One declared stratum.
struct stratum_request {
  stratum_key key;
  double standard_deviation = 1;          ///< S, of the value to be estimated; any unit, above 0
  std::optional<std::uint64_t> minimum{}; ///< in place of allocation_options::minimum
  std::optional<std::uint64_t> maximum{}; ///< in place of allocation_options::maximum
  std::optional<std::uint64_t> exactly{}; ///< this many, whatever the rule says
  friend bool operator==(const stratum_request&, const stratum_request&) = default;
};

/// The default minimum is about what a stratum without a single changed answer needs to pass a
/// margin of 3 points: Tango's 90 % interval is then -+z^2 / (n + z^2), below 0.03 from n = 88 on.
struct allocation_options {
  std::uint64_t total = 0; ///< items over all strata
  allocation_rule rule = allocation_rule::power;
  double exponent = 0.5; ///< q of the power rule
  std::uint64_t minimum = 100;
  std::uint64_t maximum = std::numeric_limits<std::uint64_t>::max();
  on_shortfall shortfalls = on_shortfall::refuse;
  friend bool operator==(const allocation_options&, const allocation_options&) = default;
};

} // namespace tailgate
