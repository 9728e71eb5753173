// The axes of this room, ready for a stratifier. Each applies where the prompt_view holds what it
// needs, and has no level elsewhere.
//
//   axis                  kind             applies where there are
//   rarity_axis           ordinal          target tokens
//   structure_axis        ordinal          target tokens
//   script_axis           nominal          always
//   fertility_axis        ordinal          tokens, and a character
//   context_axis          context_length   tokens, or their number
//   needle_depth_axis     ordinal          a needle
//   language_axis         nominal          a language, as the data name it
//   domain_axis           nominal          a domain, as the data name it
//
// strata/identifier_rarity.hpp has one for source code.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/core/estimate.hpp>
#include <tailgate/core/token_id.hpp>
#include <tailgate/error.hpp>
#include <tailgate/strata/axis.hpp>
#include <tailgate/strata/axis_function.hpp>
#include <tailgate/strata/context_length.hpp>
#include <tailgate/strata/prompt_view.hpp>
#include <tailgate/strata/rarity_bands.hpp>
#include <tailgate/strata/script_level.hpp>
#include <tailgate/strata/token_structure.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// The band of the rarest target token. The bands are copied once and shared by copies of the axis.
/// The level throws argument_error E276 for a token outside the vocabulary.
[[nodiscard]] inline axis_function rarity_axis(rarity_bands bands) {
  const rarity_source source = bands.source();
  axis_function axis{"rarity", axis_kind::ordinal, {}, {}};
  axis.levels.reserve(rarity_band_count);
  for (std::size_t band = 0; band < rarity_band_count; ++band)
    axis.levels.push_back(rarity_bands::level(band, source));
  axis.level = [shared = std::make_shared<const rarity_bands>(std::move(bands))](
                   const prompt_view& prompt) -> std::optional<std::string> {
    const auto rarity = shared->of(prompt.targets());
    if (!rarity)
      return std::nullopt;
    return rarity_bands::level(rarity.value().band, shared->source());
  };
  return axis;
}

/// The class, as classify_tokens tells it, of the target token that is the farthest from an
/// ordinary one: "reachable" when all are, "unreachable" when one is. The level throws
/// argument_error E276 for a token outside the vocabulary.
[[nodiscard]] inline axis_function structure_axis(std::vector<token_structure> classes) {
  constexpr token_structure all[] = {
      token_structure::reachable, token_structure::partial_utf8, token_structure::unreachable};
  axis_function axis{"structure", axis_kind::ordinal, {}, {}};
  for (const token_structure structure : all)
    axis.levels.emplace_back(to_string(structure));
  axis.level = [shared = std::make_shared<const std::vector<token_structure>>(std::move(classes))](
                   const prompt_view& prompt) -> std::optional<std::string> {
    if (prompt.targets().empty())
      return std::nullopt;
    auto worst = token_structure::reachable;
    for (const token_id id : prompt.targets()) {
      if (id < 0 || static_cast<std::size_t>(id) >= shared->size())
        throw argument_error(276, "structure_axis",
            "there is no token " + std::to_string(id) + " in a vocabulary of " +
                std::to_string(shared->size()) + "; use the tokenizer that was classified");
      worst = std::max(worst, (*shared)[static_cast<std::size_t>(id)]);
    }
    return std::string(to_string(worst));
  };
  return axis;
}

/// The writing system of the text: "Latn", "Jpan", "Zyyy" without letters.
[[nodiscard]] inline axis_function script_axis() {
  return {"script", axis_kind::nominal, {},
      [](const prompt_view& prompt) { return std::string(script_level(prompt.text)); }};
}

/// Tokens per character of text and answer together.
[[nodiscard]] inline axis_function fertility_axis() {
  return {"tokens_per_character", axis_kind::ordinal,
      {fertility_levels.begin(), fertility_levels.end()},
      [](const prompt_view& prompt) -> std::optional<std::string> {
        if (!prompt.tokens)
          return std::nullopt;
        token_fertility fertility(prompt.text, prompt.tokens->size());
        fertility += token_fertility(prompt.answer.value_or(std::string_view()), 0);
        const auto level = fertility.level();
        return level ? std::optional<std::string>(level.value()) : std::nullopt;
      }};
}

/// The number of tokens of the prompt. No mean over its levels is made in silence.
[[nodiscard]] inline axis_function context_axis() {
  return {"context", axis_kind::context_length,
      {context_length_levels.begin(), context_length_levels.end()},
      [](const prompt_view& prompt) -> std::optional<std::string> {
        const auto tokens = prompt.length();
        return tokens ? std::optional<std::string>(context_level(*tokens)) : std::nullopt;
      }};
}

/// Where in the context the answer stands. The level throws argument_error E284 for a needle
/// outside its context.
[[nodiscard]] inline axis_function needle_depth_axis(needle_grid grid = needle_grid::thirds) {
  axis_function axis{"needle_depth", axis_kind::ordinal, {}, {}};
  if (grid == needle_grid::thirds)
    axis.levels.assign(needle_thirds.begin(), needle_thirds.end());
  else
    axis.levels.assign(needle_deciles.begin(), needle_deciles.end());
  axis.level = [grid](const prompt_view& prompt) -> std::optional<std::string> {
    if (!prompt.needle)
      return std::nullopt;
    return std::string(needle_level(*prompt.needle, grid));
  };
  return axis;
}

namespace detail {

[[nodiscard]] inline axis_function named_axis(
    std::string name, std::optional<std::string_view> prompt_view::*member) {
  return {std::move(name), axis_kind::nominal, {},
      [member](const prompt_view& prompt) -> std::optional<std::string> {
        const auto& value = prompt.*member;
        return value && !value->empty() ? std::optional<std::string>(*value) : std::nullopt;
      }};
}

} // namespace detail

[[nodiscard]] inline axis_function language_axis() {
  return detail::named_axis("language", &prompt_view::language);
}

[[nodiscard]] inline axis_function domain_axis() {
  return detail::named_axis("domain", &prompt_view::domain);
}

} // namespace tailgate
