// What a run cannot hold: the rules for its values, asked by everything that takes or reads one.
//
// A function returns the first fault as a clause for a message, with the way out, or nothing.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tailgate/core/utf8.hpp>
#include <tailgate/error.hpp>
#include <tailgate/harness/run_record.hpp>
#include <unordered_set>
#include <vector>

namespace tailgate {

namespace detail {

/// Names stand in line-based reports and messages: UTF-8 without control characters.
[[nodiscard]] inline bool printable_name(std::string_view text) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  return !find_invalid_utf8(text) && std::none_of(text.begin(), text.end(), control);
}

[[nodiscard]] inline bool identifying_name(std::string_view text) {
  return !text.empty() && printable_name(text);
}

[[nodiscard]] inline bool finite_from_zero(double x) {
  return std::isfinite(x) && x >= 0;
}

/// Allows for the rounding of a caller that computes in single precision, as jensen_shannon does.
inline constexpr double most_jensen_shannon = std::numbers::ln2 + 1e-6;

[[nodiscard]] inline std::optional<std::string> find_token_fault(const token_record& token) {
  if (!finite_from_zero(token.loss))
    return "loss is " + std::to_string(token.loss) + "; it must be finite and not negative";
  if (token.rank == 0)
    return "rank is 0; ranks count from 1";
  std::vector<std::uint32_t> top = token.top;
  std::sort(top.begin(), top.end());
  if (std::adjacent_find(top.begin(), top.end()) != top.end())
    return "top names a token twice; each of the most probable tokens stands there once";
  return std::nullopt;
}

} // namespace detail

/// Of a design on its own.
[[nodiscard]] inline std::optional<std::string> find_fault(const run_design& design) {
  if (!detail::printable_name(design.prompt_set))
    return "prompt_set holds a control character or is not UTF-8; name it in printable text";
  if (!detail::identifying_name(design.prompts_digest))
    return "prompts_digest is empty or not printable; make it with prompts_digest";
  if (!detail::identifying_name(design.tokenizer_fingerprint))
    return "tokenizer_fingerprint is empty or not printable; give the SHA-256 of the tokenizer";
  if (design.strata.empty())
    return "no stratum is declared; declare at least one";
  if (design.planned_items.size() != design.strata.size())
    return "planned_items has " + std::to_string(design.planned_items.size()) + " numbers for " +
           std::to_string(design.strata.size()) + " strata; give one a stratum";
  std::set<stratum_key> keys;
  for (const declared_stratum& stratum : design.strata) {
    if (!std::isfinite(stratum.natural_frequency) || stratum.natural_frequency <= 0)
      return "stratum '" + stratum.key.name() + "' has natural_frequency " +
             std::to_string(stratum.natural_frequency) + "; it must be positive and finite";
    if (stratum.key.levels().empty() || !detail::printable_name(stratum.key.name()))
      return "stratum '" + stratum.key.name() + "' has no level or one that is not printable";
    if (!keys.insert(stratum.key).second)
      return "stratum '" + stratum.key.name() + "' is declared twice; declare it once";
  }
  std::set<std::string_view> axes;
  for (const axis& a : design.axes)
    if (!detail::identifying_name(a.name) || !axes.insert(a.name).second)
      return "axis '" + a.name + "' is named twice, empty or not printable";
  return std::nullopt;
}

/// Of a record without regard to its items.
[[nodiscard]] inline std::optional<std::string> find_header_fault(const run_record& run) {
  if (auto fault = find_fault(run.design))
    return fault;
  if (!detail::printable_name(run.model))
    return "model holds a control character or is not UTF-8; name it in printable text";
  if (!detail::identifying_name(run.model_fingerprint))
    return "model_fingerprint is empty or not printable; give the SHA-256 of the model";
  if (!detail::printable_name(run.divergence_reference))
    return "divergence_reference is not printable; give the model_fingerprint of the reference";
  if (!detail::finite_from_zero(run.bits_per_weight))
    return "bits_per_weight is " + std::to_string(run.bits_per_weight) +
           "; it must be finite and not negative";
  for (const auto* pairs : {&run.settings, &run.environment})
    for (const auto& [name, value] : *pairs)
      if (!detail::identifying_name(name) || find_invalid_utf8(value))
        return "a setting's name is empty or not printable, or its value is not UTF-8: '" + name +
               "'";
  return std::nullopt;
}

/// Of one item of `run`, on its own. O(tokens x top log top).
[[nodiscard]] inline std::optional<std::string> find_fault(
    const item_record& item, const run_record& run) {
  if (!detail::identifying_name(item.id))
    return "an id is empty, not UTF-8 or holds a control character; runs are paired by id";
  const auto fault = [&](const std::string& text) { return "item '" + item.id + "': " + text; };
  if (item.stratum >= run.design.strata.size())
    return fault("stratum is " + std::to_string(item.stratum) + " and there are " +
                 std::to_string(run.design.strata.size()) + "; strata are counted from 0");
  if (!(item.inclusion_probability > 0 && item.inclusion_probability <= 1))
    return fault("inclusion_probability is " + std::to_string(item.inclusion_probability) +
                 "; it must be in (0, 1]");
  if (find_invalid_utf8(item.cluster))
    return fault("cluster is not UTF-8; name it in UTF-8");
  if (!item.expected && (item.right || !item.output.empty()))
    return fault("it has an output or is right, and no expected answer; give both or neither");
  for (std::size_t t = 0; t < item.tokens.size(); ++t)
    if (const auto of_token = detail::find_token_fault(item.tokens[t]))
      return fault("token " + std::to_string(t) + ": " + *of_token);
  if (item.divergence) {
    if (run.divergence_reference.empty())
      return fault("it has a divergence and the run names no divergence_reference; name the model "
                   "that it is from");
    const divergence_record& d = *item.divergence;
    if (!detail::finite_from_zero(d.forward) || !detail::finite_from_zero(d.reverse) ||
        !detail::finite_from_zero(d.jensen_shannon) ||
        d.jensen_shannon > detail::most_jensen_shannon)
      return fault("a divergence is negative, not finite, or a Jensen-Shannon above ln 2; find out "
                   "why the run produced it");
  }
  if (item.outside_script && !(*item.outside_script >= 0 && *item.outside_script <= 1))
    return fault(
        "outside_script is " + std::to_string(*item.outside_script) + "; a share is within [0, 1]");
  if (item.seconds && !detail::finite_from_zero(*item.seconds))
    return fault(
        "seconds is " + std::to_string(*item.seconds) + "; it must be finite and not negative");
  return std::nullopt;
}

/// Throws argument_error E481, naming `place`, when the record holds any fault or an id twice.
/// Linear in the record.
inline void check_run(const run_record& run, std::string_view place) {
  if (const auto fault = find_header_fault(run))
    throw argument_error(481, place, *fault);
  std::unordered_set<std::string_view> ids;
  ids.reserve(run.items.size());
  for (const item_record& item : run.items) {
    if (const auto fault = find_fault(item, run))
      throw argument_error(481, place, *fault);
    if (!ids.insert(item.id).second)
      throw argument_error(
          481, place, "item '" + item.id + "' is there twice; keep one record an item");
  }
}

} // namespace tailgate
