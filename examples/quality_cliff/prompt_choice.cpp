#include "prompt_choice.hpp"

#include "prompts/default_prompts.hpp"
#include "sentencepiece_tokenizer.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <tailgate/error.hpp>
#include <tailgate/io/prompt_jsonl.hpp>
#include <tailgate/io/sampling_design_json.hpp>
#include <tailgate/strata/prompt_axes.hpp>

namespace quality_cliff {

using namespace tailgate;

namespace {

[[nodiscard]] rarity_bands rarity_of(const sentencepiece_tokenizer& coder) {
  return rarity_bands::from_merge_ranks(coder.merge_ranks());
}

/// An axis that --axes knows.
struct known_axis {
  const char* name;
  bool by_tokens;
  std::function<axis_function(const sentencepiece_tokenizer&)> make;
};

const std::vector<known_axis>& known_axes() {
  static const std::vector<known_axis> all = {
      {"numeric", false, [](const auto&) { return numeric_axis(); }},
      {"script", false, [](const auto&) { return script_axis(); }},
      {"context", true, [](const auto&) { return context_axis(); }},
      {"tokens_per_character", true, [](const auto&) { return fertility_axis(); }},
      {"rarity", true, [](const auto& coder) { return rarity_axis(rarity_of(coder)); }},
      {"structure", true, [](const auto& coder) { return structure_axis(coder.structure()); }}};
  return all;
}

const known_axis& axis_named(const std::string& name) {
  std::string names;
  for (const known_axis& axis : known_axes()) {
    if (axis.name == name)
      return axis;
    names += (names.empty() ? "" : ", ") + std::string(axis.name);
  }
  throw argument_error(
      804, "--axes", "'" + name + "' is no axis of the library; known are " + names);
}

/// Declares axes of the prompts' strata. Throws argument_error E807 for one that no stratum has.
void add_axes(
    prompt_set& set, const char* option, const std::vector<std::string>& names, axis_kind kind) {
  for (const std::string& name : names) {
    if (std::none_of(set.strata.begin(), set.strata.end(),
            [&](const declared_stratum& s) { return s.key.level_on(name) != nullptr; }))
      throw argument_error(807, option,
          "'" + name + "' is no axis of the prompts' strata; name a key of their \"stratum\"");
    std::erase_if(set.axes, [&](const axis& declared) { return declared.name == name; });
    set.axes.push_back({name, kind});
  }
}

/// The key with its axes by name, as readers of prompts order them.
[[nodiscard]] stratum_key by_axis(const stratum_key& key) {
  std::vector<stratum_key::level> levels = key.levels();
  std::sort(levels.begin(), levels.end());
  return stratum_key(std::move(levels));
}

/// Takes the traffic of each stratum from the design its prompts were drawn by, and counts what the
/// stratum lacks of what was asked for. Throws format_error E809 when it is another set's design.
void apply_design(prompt_set& set, const std::filesystem::path& path) {
  const sampling_design design = read_sampling_design(path);
  const auto refuse = [&](const stratum_key& key, const std::string& what) {
    throw format_error(809, path.string(),
        "stratum " + key.name() + ' ' + what +
            "; name the design that was written with the sample");
  };
  std::vector<std::size_t> held(set.strata.size()), planned(set.strata.size());
  for (const prompt& item : set.prompts)
    ++held[item.stratum];
  std::vector<std::uint64_t> wanted(design.strata.size());
  for (std::size_t d = 0; d < wanted.size(); ++d)
    wanted[d] = design.strata[d].sampled;
  for (const shortfall& s : design.shortfalls())
    wanted[s.stratum] = s.wanted;
  for (std::size_t d = 0; d < wanted.size(); ++d) {
    if (wanted[d] == 0)
      continue;
    const stratum_key key = by_axis(design.request.strata[d].key);
    const auto found = std::find_if(set.strata.begin(), set.strata.end(),
        [&](const declared_stratum& s) { return by_axis(s.key) == key; });
    if (found == set.strata.end())
      refuse(key, "is in the design and has no prompt");
    found->natural_frequency = static_cast<double>(design.strata[d].population);
    planned[static_cast<std::size_t>(found - set.strata.begin())] = wanted[d];
  }
  set.missing_items.assign(held.size(), 0);
  for (std::size_t s = 0; s < held.size(); ++s) {
    if (planned[s] < held[s])
      refuse(set.strata[s].key, "has " + std::to_string(held[s]) + " prompts, and the design has " +
                                    std::to_string(planned[s]));
    set.missing_items[s] = planned[s] - held[s];
    if (set.missing_items[s] > 0) // named as short, instead of refused for few items
      set.strata[s].minimum_items = std::min(set.strata[s].minimum_items, held[s]);
  }
}

prompt_set read_prompts(const command_line& options) {
  std::vector<axis_function> axes;
  std::unique_ptr<sentencepiece_tokenizer> coder;
  std::unique_ptr<prompt_labels> labels; // made for the first prompt without a stratum
  origin from;
  for (const std::string& name : options.axes)
    from.by_tokens = axis_named(name).by_tokens || from.by_tokens;
  prompt_set set = read_prompts_jsonl(
      options.prompts,
      [&](const prompt& item) {
        if (!labels) {
          coder = std::make_unique<sentencepiece_tokenizer>(options.model);
          for (const std::string& name : options.axes)
            axes.push_back(axis_named(name).make(*coder));
          labels = std::make_unique<prompt_labels>(stratifier(axes), *coder);
        }
        return labels->of(item, from);
      },
      options.ignored_keys);
  if (labels) {
    labels->order_strata(set);
    for (declared_stratum& stratum : set.strata)
      stratum.minimum_items = 1; // nobody declared them: a rare kind of prompt is no mistake
  }
  if (!options.design.empty())
    apply_design(set, options.design);
  add_axes(set, "--ordered-axis", options.ordered_axes, axis_kind::ordinal);
  add_axes(set, "--context-axis", options.context_axes, axis_kind::context_length);
  return set;
}

} // namespace

chosen_prompts choose_prompts(const command_line& options) {
  if (!options.prompts.empty()) {
    prompt_set set = read_prompts(options);
    if (!options.items)
      return {std::move(set), std::nullopt, {}};
    const std::vector<std::uint64_t> least(set.strata.size(), options.per_stratum);
    return draw_prompts(std::move(set), least, {options.seed, options.items});
  }
  const sentencepiece_tokenizer coder(options.model);
  default_prompt_options wanted;
  wanted.seed = options.seed;
  wanted.per_stratum = options.per_stratum;
  wanted.items = options.items;
  wanted.lookup_records = options.lookup_records;
  wanted.sentences = std::filesystem::path(QUALITY_CLIFF_DATA) / "sentences.jsonl";
  return default_prompts(wanted, coder, {rarity_of(coder), coder.structure()});
}

} // namespace quality_cliff
