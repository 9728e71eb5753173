// The lines of a run file, back as records. Every value is checked.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/core/utf8.hpp>
#include <tailgate/error.hpp>
#include <tailgate/harness/run_faults.hpp>
#include <tailgate/harness/run_record.hpp>
#include <tailgate/io/detail/json_fields.hpp>
#include <tailgate/io/detail/run_line_terms.hpp>
#include <tailgate/io/json_text.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

/// Where a line stands.
struct run_line_place {
  const std::string& source;
  std::size_t number; ///< from 1
  [[nodiscard]] std::string text() const { return source + ':' + std::to_string(number); }
};

/// Throws format_error E627.
inline void check_line_length(std::size_t bytes, const std::string& place) {
  if (bytes > max_run_line)
    throw format_error(627, place,
        "the line has " + std::to_string(bytes) + " bytes; at most " +
            std::to_string(max_run_line) + " are read and written, score shorter items");
}

[[nodiscard]] inline nlohmann::json parse_run_line(
    std::string_view line, const run_line_place& at) {
  check_line_length(line.size(), at.text());
  constexpr std::size_t deepest = 8; // the header's levels need 5
  return parse_json_text(line, {at.source, at.number, deepest});
}

/// The reverse of run_line_writer::bytes.
[[nodiscard]] inline std::string bytes_of(
    const json_fields& fields, const char* key, const nlohmann::json& value) {
  if (!value.is_object())
    return fields.text_of(key, value);
  json_fields object(623, value, fields.place());
  const std::string hex = object.text("hex");
  object.finish();
  std::string bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    const std::size_t high = hex_digits.find(hex[i]), low = hex_digits.find(hex[i + 1]);
    if (high == hex_digits.npos || low == hex_digits.npos)
      fields.fail("\"" + std::string(key) + "\" has a hexadecimal digit outside 0-9 and a-f");
    bytes += static_cast<char>(high << 4 | low);
  }
  if (hex.size() % 2 != 0 || !find_invalid_utf8(bytes))
    fields.fail(
        "\"" + std::string(key) + "\" has half a byte, or stands as bytes although it is UTF-8");
  return bytes;
}

[[nodiscard]] inline axis_kind axis_kind_of(const json_fields& fields, const std::string& name) {
  const auto found = std::find(axis_kind_names.begin(), axis_kind_names.end(), name);
  if (found == axis_kind_names.end())
    fields.fail("the axis kind \"" + name + "\" is none of nominal, ordinal and context_length");
  return static_cast<axis_kind>(found - axis_kind_names.begin());
}

/// The key of a stratum; stratum_key's own refusals become a format_error with the place.
[[nodiscard]] inline stratum_key read_stratum_key(json_fields& fields) {
  try {
    return stratum_key(fields.pairs("levels"));
  } catch (const argument_error& refused) {
    fields.fail(refused.what());
  }
}

/// Everything but the items. Throws E560 to E564, E620 (schema), E623 (keys and types), E624
/// (values), E627.
[[nodiscard]] inline run_record read_run_header(std::string_view line, const run_line_place& at) {
  const nlohmann::json value = parse_run_line(line, at);
  json_fields fields(623, value, at.text());
  run_record run;
  run_design& design = run.design;
  if (fields.text("schema") != run_schema)
    throw format_error(620, at.text(), "the schema is not tailgate.run/1; name a saved run");
  run.model = fields.text("model");
  run.model_fingerprint = fields.text("model_fingerprint");
  run.bits_per_weight = fields.number("bits_per_weight");
  if (const nlohmann::json* const reference = fields.find("divergence_reference"))
    run.divergence_reference = fields.text_of("divergence_reference", *reference);
  design.prompt_set = fields.text("prompt_set");
  design.prompts_digest = fields.text("prompts_digest");
  design.tokenizer_fingerprint = fields.text("tokenizer_fingerprint");
  design.scoring_version = fields.count<std::uint32_t>("scoring_version");
  const nlohmann::json& strata = fields.list("strata");
  design.strata.reserve(strata.size());
  design.planned_items.reserve(strata.size());
  for (const nlohmann::json& entry : strata) {
    json_fields of_stratum(623, entry, at.text());
    declared_stratum& stratum = design.strata.emplace_back();
    stratum.key = read_stratum_key(of_stratum);
    stratum.natural_frequency = of_stratum.number("natural_frequency");
    stratum.minimum_items = of_stratum.count<std::size_t>("minimum_items");
    design.planned_items.push_back(of_stratum.count<std::size_t>("planned_items"));
    of_stratum.finish();
  }
  const nlohmann::json& axes = fields.list("axes");
  design.axes.reserve(axes.size());
  for (const nlohmann::json& entry : axes) {
    json_fields of_axis(623, entry, at.text());
    axis& a = design.axes.emplace_back();
    a.name = of_axis.text("name");
    a.kind = axis_kind_of(of_axis, of_axis.text("kind"));
    of_axis.finish();
  }
  run.settings = fields.pairs("settings");
  run.environment = fields.pairs("environment");
  fields.finish();
  if (const auto fault = find_header_fault(run))
    throw format_error(624, at.text(), *fault);
  return run;
}

/// The three lists of tokens, which have one length.
[[nodiscard]] inline std::vector<token_record> read_tokens(json_fields& fields) {
  const nlohmann::json* const loss = fields.find("loss");
  if (!loss)
    return {};
  const nlohmann::json& losses = fields.list_of("loss", *loss);
  const nlohmann::json& ranks = fields.list("rank");
  const nlohmann::json& tops = fields.list("top");
  if (losses.empty() || ranks.size() != losses.size() || tops.size() != losses.size())
    fields.fail("there are " + std::to_string(losses.size()) + " losses, " +
                std::to_string(ranks.size()) + " ranks and " + std::to_string(tops.size()) +
                " top lists; each token has one of each, and an item without tokens no lists");
  std::vector<token_record> tokens(losses.size());
  for (std::size_t t = 0; t < tokens.size(); ++t) {
    tokens[t].loss = fields.number_of("loss", losses[t]);
    tokens[t].rank = fields.count_of<std::uint32_t>("rank", ranks[t]);
    const nlohmann::json& top = fields.list_of("top", tops[t]);
    tokens[t].top.reserve(top.size());
    for (const nlohmann::json& id : top)
      tokens[t].top.push_back(fields.count_of<std::uint32_t>("top", id));
  }
  return tokens;
}

/// One item of a run with this header. Throws E560 to E564, E623 (keys and types), E625 (values),
/// E627.
[[nodiscard]] inline item_record read_run_item(
    std::string_view line, const run_record& header, const run_line_place& at) {
  const nlohmann::json value = parse_run_line(line, at);
  json_fields fields(623, value, at.text());
  item_record item;
  item.id = fields.text("id");
  item.stratum = fields.count<std::size_t>("stratum");
  item.inclusion_probability = fields.number("inclusion_probability");
  if (const nlohmann::json* const cluster = fields.find("cluster"))
    item.cluster = fields.text_of("cluster", *cluster);
  if (const nlohmann::json* const expected = fields.find("expected")) {
    item.expected = bytes_of(fields, "expected", *expected);
    item.output = bytes_of(fields, "output", fields.at("output"));
    item.right = fields.boolean("right");
  }
  item.tokens = read_tokens(fields);
  if (const nlohmann::json* const divergence = fields.find("divergence")) {
    json_fields object(623, *divergence, at.text());
    item.divergence = divergence_record{
        object.number("forward"), object.number("reverse"), object.number("jensen_shannon")};
    object.finish();
  }
  if (const nlohmann::json* const share = fields.find("outside_script"))
    item.outside_script = fields.number_of("outside_script", *share);
  if (const nlohmann::json* const seconds = fields.find("seconds"))
    item.seconds = fields.number_of("seconds", *seconds);
  fields.finish();
  if (const auto fault = find_fault(item, header))
    throw format_error(625, at.text(), *fault);
  return item;
}

} // namespace tailgate::detail
