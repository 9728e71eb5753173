// More items of a stratum, keeping all that were drawn before: "200 more of the inconclusive one".
//
// The items of a stratum are ordered by their ranks once and for all, so that n + 200 of them are
// the first n and 200 others. The request for them is drawn over the same population as before; the
// answers to the earlier items stay valid, and only added_items() have to be run.
//
// Topping up because a result was inconclusive is looking at the data before it ends: judge such a
// run by the sequential gate (harness/sequential_gate.hpp), whose level holds for any such rule.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/sampling/sampling_design.hpp>
#include <tailgate/sampling/stratified_sample.hpp>
#include <vector>

namespace tailgate {

/// The request for the sample of `design` and `more` further items of one stratum.
/// Throws argument_error E312 for a stratum that the design does not have; incomplete_error E320
/// when the stratum does not hold as many.
[[nodiscard]] inline sampling_request top_up(
    const sampling_design& design, const stratum_key& stratum, std::uint64_t more) {
  sampling_request request = design.request;
  request.allocation.total = more;
  bool found = false;
  for (std::size_t k = 0; k < request.strata.size(); ++k) {
    stratum_request& s = request.strata[k];
    const stratum_design& drawn = design.strata[k];
    if (drawn.population < detail::wanted_of(s, request.allocation)) // still a shortfall
      s.minimum = detail::wanted_of(s, request.allocation);
    s.exactly = drawn.sampled;
    request.allocation.total += drawn.sampled;
    if (s.key != stratum)
      continue;
    found = true;
    if (more > drawn.population - drawn.sampled)
      throw incomplete_error(320, "top_up",
          "stratum '" + stratum.name() + "' holds " + std::to_string(drawn.population) +
              " items, of which " + std::to_string(drawn.sampled) + " are drawn; " +
              std::to_string(more) + " more are not there, find further items");
    s.exactly = drawn.sampled + more;
  }
  if (!found)
    throw argument_error(312, "top_up",
        "stratum '" + stratum.name() + "' is not one of the design's " +
            std::to_string(request.strata.size()) + "; spell it as it was declared");
  return request;
}

/// The items of `sample` that an earlier one of the same population does not have. Inclusion
/// probabilities are those of the larger sample, which hold for all of its items.
/// Throws incomplete_error E321 when `sample` is no enlargement of the earlier one: another seed,
/// selection or stratum, items that came or went, or fewer drawn.
template <class Payload>
[[nodiscard]] std::vector<drawn_item<Payload>> added_items(
    const stratified_sample<Payload>& sample, const sampling_design& earlier) {
  const sampling_design& now = sample.design;
  const auto fail = [](const std::string& fault) {
    throw incomplete_error(321, "added_items",
        fault + "; earlier items keep their place only in a sample of the same population with the "
                "same seed");
  };
  if (now.request.seed != earlier.request.seed || now.request.select != earlier.request.select ||
      now.strata.size() != earlier.strata.size())
    fail("the two samples differ in seed, selection or number of strata");
  for (std::size_t k = 0; k < now.strata.size(); ++k) {
    const std::string name = "stratum '" + now.request.strata[k].key.name() + "'";
    if (now.request.strata[k].key != earlier.request.strata[k].key)
      fail(name + " was '" + earlier.request.strata[k].key.name() + "'");
    if (now.strata[k].population != earlier.strata[k].population ||
        now.strata[k].ids != earlier.strata[k].ids ||
        now.strata[k].total_size != earlier.strata[k].total_size)
      fail(name + " does not hold the same items as before");
    if (now.strata[k].sampled < earlier.strata[k].sampled)
      fail(name + " has " + std::to_string(now.strata[k].sampled) + " items, and had " +
           std::to_string(earlier.strata[k].sampled));
  }
  std::vector<drawn_item<Payload>> added;
  added.reserve(sample.items.size());
  for (const auto& item : sample.items)
    if (item.place >= earlier.strata[item.stratum].sampled)
      added.push_back(item);
  return added;
}

} // namespace tailgate
