// Where two runs differ in what was asked or who was asked, in words.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/harness/run_record.hpp>

namespace tailgate {

/// What a difference is about.
enum class run_field { prompt_set, tokenizer, scoring_version, strata, model, settings };

/// The first difference found: `text` reads `model is "a" there and "b" here`, where "there" is
/// the first run and "here" the second.
struct run_difference {
  run_field field = run_field::prompt_set;
  std::string text;
};

namespace detail {

[[nodiscard]] inline run_difference differing_text(
    run_field field, const char* name, std::string_view there, std::string_view here) {
  std::string text = name;
  text.append(" is \"").append(there).append("\" there and \"").append(here).append("\" here");
  return {field, std::move(text)};
}

template <class Number>
[[nodiscard]] run_difference differing_number(
    run_field field, const std::string& name, Number there, Number here) {
  const auto text = [](Number x) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x);
    return std::string(buffer.data(), end.ptr);
  };
  return {field, name + " is " + text(there) + " there and " + text(here) + " here"};
}

[[nodiscard]] inline std::optional<run_difference> strata_difference(
    const run_design& there, const run_design& here) {
  constexpr auto strata = run_field::strata;
  if (there.strata.size() != here.strata.size())
    return differing_number(
        strata, "the number of strata", there.strata.size(), here.strata.size());
  for (std::size_t s = 0; s < there.strata.size(); ++s) {
    const declared_stratum& a = there.strata[s];
    const declared_stratum& b = here.strata[s];
    if (a.key != b.key)
      return differing_text(
          strata, ("stratum " + std::to_string(s)).c_str(), a.key.name(), b.key.name());
    const std::string of = " of stratum '" + a.key.name() + "'";
    if (a.natural_frequency != b.natural_frequency)
      return differing_number(
          strata, "natural_frequency" + of, a.natural_frequency, b.natural_frequency);
    if (a.minimum_items != b.minimum_items)
      return differing_number(strata, "minimum_items" + of, a.minimum_items, b.minimum_items);
  }
  if (there.axes != here.axes)
    return run_difference{strata, "the axes, or their kinds, are others there than here"};
  for (std::size_t s = 0; s < std::min(there.planned_items.size(), here.planned_items.size()); ++s)
    if (there.planned_items[s] != here.planned_items[s])
      return differing_number(strata,
          "the number of prompts of stratum '" + there.strata[s].key.name() + "'",
          there.planned_items[s], here.planned_items[s]);
  return std::nullopt;
}

} // namespace detail

/// The first difference of two designs without faults, or nothing when they are equal.
[[nodiscard]] inline std::optional<run_difference> find_difference(
    const run_design& there, const run_design& here) {
  if (there.prompt_set != here.prompt_set)
    return detail::differing_text(
        run_field::prompt_set, "prompt_set", there.prompt_set, here.prompt_set);
  if (there.tokenizer_fingerprint != here.tokenizer_fingerprint)
    return detail::differing_text(run_field::tokenizer, "tokenizer_fingerprint",
        there.tokenizer_fingerprint, here.tokenizer_fingerprint);
  if (there.scoring_version != here.scoring_version)
    return detail::differing_number(
        run_field::scoring_version, "scoring_version", there.scoring_version, here.scoring_version);
  // Strata before the digest, which covers them and says less.
  if (auto difference = detail::strata_difference(there, here))
    return difference;
  if (there.prompts_digest != here.prompts_digest)
    return detail::differing_text(
        run_field::prompt_set, "prompts_digest", there.prompts_digest, here.prompts_digest);
  return std::nullopt;
}

/// The first difference of two runs beside items and environment, or nothing.
[[nodiscard]] inline std::optional<run_difference> find_header_difference(
    const run_record& there, const run_record& here) {
  if (auto difference = find_difference(there.design, here.design))
    return difference;
  if (there.model != here.model)
    return detail::differing_text(run_field::model, "model", there.model, here.model);
  if (there.model_fingerprint != here.model_fingerprint)
    return detail::differing_text(
        run_field::model, "model_fingerprint", there.model_fingerprint, here.model_fingerprint);
  if (there.bits_per_weight != here.bits_per_weight)
    return detail::differing_number(
        run_field::model, "bits_per_weight", there.bits_per_weight, here.bits_per_weight);
  if (there.divergence_reference != here.divergence_reference)
    return detail::differing_text(run_field::model, "divergence_reference",
        there.divergence_reference, here.divergence_reference);
  const std::size_t shared = std::min(there.settings.size(), here.settings.size());
  for (std::size_t i = 0; i < shared; ++i)
    if (there.settings[i] != here.settings[i])
      return detail::differing_text(run_field::settings, "a setting",
          there.settings[i].first + "=" + there.settings[i].second,
          here.settings[i].first + "=" + here.settings[i].second);
  if (there.settings.size() != here.settings.size())
    return detail::differing_number(
        run_field::settings, "the number of settings", there.settings.size(), here.settings.size());
  return std::nullopt;
}

} // namespace tailgate
