// A sampling design as a JSON file, to be kept beside the sample: who reads it can weight the
// items, draw the same sample again, enlarge it, and audit it.
//
//   {"schema": "tailgate.sampling_design/1", "seed": "0x7", "select": "equal_probability",
//    "allocation": {"total", "rule", "exponent", "minimum", "maximum", "shortfalls"},
//    "strata": [{"levels": [[axis, level]], "standard_deviation", "minimum", "maximum", "exactly",
//                "population", "target", "sampled", "missing", "threshold", "ids", "total_size"}],
//    "sha256": "..."}
//
// minimum, maximum and exactly of a stratum, maximum of the allocation, missing and threshold are
// left out where there is none. Numbers of 64 random bits stand as hexadecimal texts, since many
// readers of JSON keep 53. The digest is that of sampling_design.hpp: a design that was changed by
// hand is refused.
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/io/atomic_file.hpp>
#include <tailgate/io/detail/json_fields.hpp>
#include <tailgate/io/json_file.hpp>
#include <tailgate/sampling/sampling_design.hpp>
#include <utility>
#include <vector>

namespace tailgate {

inline constexpr std::string_view sampling_design_schema = "tailgate.sampling_design/1";

namespace detail {

[[nodiscard]] inline std::string hexadecimal(std::uint64_t value) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return "0x" + std::string(digits.data(), end.ptr);
}

[[nodiscard]] inline std::uint64_t hexadecimal_of(json_fields& fields, const char* key) {
  const std::string text = fields.text(key);
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  if (text.starts_with("0x")) {
    const auto read = std::from_chars(text.data() + 2, end, value, 16);
    if (read.ec == std::errc() && read.ptr == end)
      return value;
  }
  fields.fail(
      "\"" + std::string(key) + "\" holds \"" + text + "\" where 64 bits as \"0x...\" must stand");
}

template <class Enum, std::size_t N>
[[nodiscard]] Enum enumerator_of(
    json_fields& fields, const char* key, const std::array<Enum, N>& all) {
  const std::string text = fields.text(key);
  for (const Enum e : all)
    if (text == to_string(e))
      return e;
  fields.fail("\"" + std::string(key) + "\" holds the unknown name \"" + text + "\"");
}

[[nodiscard]] inline std::optional<std::uint64_t> optional_count(
    json_fields& fields, const char* key) {
  const nlohmann::json* const found = fields.find(key);
  return found ? std::optional(fields.count_of<std::uint64_t>(key, *found)) : std::nullopt;
}

[[nodiscard]] inline nlohmann::ordered_json stratum_to_json(
    const stratum_request& asked, const stratum_design& drawn, std::uint64_t missing) {
  nlohmann::ordered_json json;
  json["levels"] = nlohmann::ordered_json::array();
  for (const auto& [axis, level] : asked.key.levels())
    json["levels"].push_back(nlohmann::ordered_json::array({axis, level}));
  json["standard_deviation"] = asked.standard_deviation;
  if (asked.minimum)
    json["minimum"] = *asked.minimum;
  if (asked.maximum)
    json["maximum"] = *asked.maximum;
  if (asked.exactly)
    json["exactly"] = *asked.exactly;
  json["population"] = drawn.population;
  json["target"] = drawn.target;
  json["sampled"] = drawn.sampled;
  if (missing > 0)
    json["missing"] = missing;
  if (drawn.threshold)
    json["threshold"] = hexadecimal(*drawn.threshold);
  json["ids"] = hexadecimal(drawn.ids);
  json["total_size"] = drawn.total_size;
  return json;
}

[[nodiscard]] inline allocation_options allocation_from_json(json_fields fields) {
  allocation_options options;
  options.total = fields.count<std::uint64_t>("total");
  options.rule = enumerator_of(fields, "rule",
      std::array{allocation_rule::proportional, allocation_rule::equal, allocation_rule::neyman,
          allocation_rule::power});
  options.exponent = fields.number("exponent");
  options.minimum = fields.count<std::uint64_t>("minimum");
  options.maximum = optional_count(fields, "maximum").value_or(options.maximum);
  options.shortfalls =
      enumerator_of(fields, "shortfalls", std::array{on_shortfall::refuse, on_shortfall::record});
  fields.finish();
  return options;
}

/// All but the digest, unchecked; `missing` is filled with what each stratum is said to lack.
[[nodiscard]] inline sampling_design design_from_json(
    json_fields& fields, const std::string& place, std::vector<std::uint64_t>& missing) {
  const nlohmann::json* const schema = fields.find("schema");
  if (!schema || *schema != sampling_design_schema)
    throw format_error(640, place,
        "this is no sampling design of this version; \"schema\" must be \"" +
            std::string(sampling_design_schema) + "\"");
  sampling_design design;
  design.request.seed = hexadecimal_of(fields, "seed");
  design.request.select = enumerator_of(
      fields, "select", std::array{selection::equal_probability, selection::proportional_to_size});
  design.request.allocation =
      allocation_from_json(json_fields(642, fields.at("allocation"), place + ", allocation"));
  const nlohmann::json& strata = fields.list("strata");
  design.request.strata.reserve(strata.size());
  design.strata.reserve(strata.size());
  missing.reserve(strata.size());
  for (const nlohmann::json& one : strata) {
    json_fields of(642, one, place + ", stratum " + std::to_string(missing.size()));
    stratum_request asked;
    stratum_design drawn;
    asked.key = stratum_key(of.pairs("levels"));
    asked.standard_deviation = of.number("standard_deviation");
    asked.minimum = optional_count(of, "minimum");
    asked.maximum = optional_count(of, "maximum");
    asked.exactly = optional_count(of, "exactly");
    drawn.population = of.count<std::uint64_t>("population");
    drawn.target = of.number("target");
    drawn.sampled = of.count<std::uint64_t>("sampled");
    missing.push_back(optional_count(of, "missing").value_or(0));
    if (one.contains("threshold"))
      drawn.threshold = hexadecimal_of(of, "threshold");
    drawn.ids = hexadecimal_of(of, "ids");
    drawn.total_size = of.number("total_size");
    of.finish();
    design.request.strata.push_back(std::move(asked));
    design.strata.push_back(drawn);
  }
  return design;
}

} // namespace detail

/// The design as JSON text.
[[nodiscard]] inline std::string sampling_design_json(const sampling_design& design) {
  const sampling_request& request = design.request;
  const allocation_options& a = request.allocation;
  nlohmann::ordered_json json;
  json["schema"] = sampling_design_schema;
  json["seed"] = detail::hexadecimal(request.seed);
  json["select"] = to_string(request.select);
  auto& allocation = json["allocation"];
  allocation["total"] = a.total;
  allocation["rule"] = to_string(a.rule);
  allocation["exponent"] = a.exponent;
  allocation["minimum"] = a.minimum;
  if (a.maximum != std::numeric_limits<std::uint64_t>::max())
    allocation["maximum"] = a.maximum;
  allocation["shortfalls"] = to_string(a.shortfalls);
  json["strata"] = nlohmann::ordered_json::array();
  std::vector<std::uint64_t> missing(design.strata.size());
  for (const shortfall& s : design.shortfalls())
    missing[s.stratum] = s.missing();
  for (std::size_t k = 0; k < design.strata.size(); ++k)
    json["strata"].push_back(
        detail::stratum_to_json(request.strata[k], design.strata[k], missing[k]));
  json["sha256"] = digest(design);
  return json.dump(1) + "\n";
}

/// Reads what sampling_design_json wrote; `place` names the source in messages. Throws format_error
/// E640 (another kind or version of file), E641 (the digest does not fit the content), E642 (a key
/// is missing, unknown or of a wrong type), argument_error E250 for an impossible stratum name.
[[nodiscard]] inline sampling_design parse_sampling_design(
    const nlohmann::json& json, const std::string& place) {
  detail::json_fields fields(642, json, place);
  std::vector<std::uint64_t> missing;
  sampling_design design = detail::design_from_json(fields, place, missing);
  const std::string kept = fields.text("sha256");
  fields.finish();
  if (kept != digest(design))
    throw format_error(641, place,
        "the digest in the file is not that of its content; the design was changed since it was "
        "drawn, restore it or draw again");
  for (const shortfall& s : design.shortfalls()) // implied by the rest, and written for people
    missing[s.stratum] -= s.missing();
  for (std::size_t k = 0; k < missing.size(); ++k)
    if (missing[k] != 0)
      fields.fail("\"missing\" of stratum " + std::to_string(k) + " does not fit its minimum");
  return design;
}

/// Writes the design, as a whole or not at all. Throws io_error E551, E552 as atomic_file.
inline void write_sampling_design(
    const std::filesystem::path& path, const sampling_design& design) {
  write_file_atomically(path, sampling_design_json(design));
}

/// Throws as read_json_file and parse_sampling_design.
[[nodiscard]] inline sampling_design read_sampling_design(const std::filesystem::path& path) {
  return parse_sampling_design(read_json_file(path), path.string());
}

} // namespace tailgate
