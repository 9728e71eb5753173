// The lines of a run file, as text. The format is described in io/run_file.hpp.
#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tailgate/core/utf8.hpp>
#include <tailgate/harness/run_record.hpp>
#include <tailgate/io/detail/run_line_terms.hpp>
#include <utility>
#include <vector>

namespace tailgate::detail {

/// Writes one JSON object on one line. Values are exact: a double is the shortest text that reads
/// back as the same bits, -0 included.
class run_line_writer {
public:
  run_line_writer& key(std::string_view name) {
    out_.append(1, separator_).append(1, '"').append(name).append("\":");
    separator_ = ',';
    return *this;
  }

  /// `text` is UTF-8, which the fault checks have seen to.
  void text(std::string_view text) { out_ += nlohmann::json(text).dump(); }

  /// What a model wrote may be any bytes; those that are not UTF-8 stand as {"hex": "..."}.
  void bytes(std::string_view value) {
    if (!find_invalid_utf8(value))
      return text(value);
    out_ += R"({"hex":")";
    for (const char c : value) {
      const auto byte = static_cast<unsigned char>(c);
      out_.append(1, hex_digits[byte >> 4]).append(1, hex_digits[byte & 15]);
    }
    out_ += "\"}";
  }

  void number(double value) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    // JSON readers take -0 for an integer, which has no sign.
    out_ += value == 0 && std::signbit(value) ? std::string_view("-0.0")
                                              : std::string_view(buffer.data(), end.ptr);
  }

  void count(std::uint64_t value) { out_ += std::to_string(value); }
  void boolean(bool value) { out_ += value ? "true" : "false"; }

  /// An array with element(x) called for each x.
  template <class Range, class Element>
  void list(const Range& range, Element element) {
    char separator = '[';
    for (const auto& x : range) {
      out_ += separator;
      separator = ',';
      element(x);
    }
    out_ += separator == '[' ? "[]" : "]";
  }

  void pairs(const std::vector<std::pair<std::string, std::string>>& values) {
    list(values, [this](const auto& pair) {
      out_ += '[';
      text(pair.first);
      out_ += ',';
      text(pair.second);
      out_ += ']';
    });
  }

  /// The line with its end.
  [[nodiscard]] std::string take() && {
    out_ += "}\n";
    return std::move(out_);
  }

  /// Opens a nested object; its keys follow.
  void open() { separator_ = '{'; }
  void close() { out_ += '}'; }

private:
  std::string out_;
  char separator_ = '{';
};

[[nodiscard]] inline std::string run_header_line(const run_record& run) {
  const run_design& design = run.design;
  run_line_writer line;
  line.key("schema").text(run_schema);
  line.key("model").text(run.model);
  line.key("model_fingerprint").text(run.model_fingerprint);
  line.key("bits_per_weight").number(run.bits_per_weight);
  if (!run.divergence_reference.empty())
    line.key("divergence_reference").text(run.divergence_reference);
  line.key("prompt_set").text(design.prompt_set);
  line.key("prompts_digest").text(design.prompts_digest);
  line.key("tokenizer_fingerprint").text(design.tokenizer_fingerprint);
  line.key("scoring_version").count(design.scoring_version);
  line.key("strata").list(design.strata, [&](const declared_stratum& stratum) {
    line.open();
    line.key("levels").pairs(stratum.key.levels());
    line.key("natural_frequency").number(stratum.natural_frequency);
    line.key("minimum_items").count(stratum.minimum_items);
    line.key("planned_items")
        .count(design.planned_items[static_cast<std::size_t>(&stratum - design.strata.data())]);
    line.close();
  });
  line.key("axes").list(design.axes, [&](const axis& a) {
    line.open();
    line.key("name").text(a.name);
    line.key("kind").text(axis_kind_names[static_cast<std::size_t>(a.kind)]);
    line.close();
  });
  line.key("settings").pairs(run.settings);
  line.key("environment").pairs(run.environment);
  return std::move(line).take();
}

[[nodiscard]] inline std::string run_item_line(const item_record& item) {
  run_line_writer line;
  line.key("id").text(item.id);
  line.key("stratum").count(item.stratum);
  line.key("inclusion_probability").number(item.inclusion_probability);
  if (!item.cluster.empty())
    line.key("cluster").text(item.cluster);
  if (item.expected) {
    line.key("expected").bytes(*item.expected);
    line.key("output").bytes(item.output);
    line.key("right").boolean(item.right);
  }
  if (!item.tokens.empty()) {
    line.key("loss").list(item.tokens, [&](const token_record& t) { line.number(t.loss); });
    line.key("rank").list(item.tokens, [&](const token_record& t) { line.count(t.rank); });
    line.key("top").list(item.tokens, [&](const token_record& t) {
      line.list(t.top, [&](std::uint32_t id) { line.count(id); });
    });
  }
  if (item.divergence) {
    line.key("divergence").open();
    line.key("forward").number(item.divergence->forward);
    line.key("reverse").number(item.divergence->reverse);
    line.key("jensen_shannon").number(item.divergence->jensen_shannon);
    line.close();
  }
  if (item.outside_script)
    line.key("outside_script").number(*item.outside_script);
  if (item.seconds)
    line.key("seconds").number(*item.seconds);
  return std::move(line).take();
}

[[nodiscard]] inline std::string run_trailer_line(std::size_t items, const std::string& sha256) {
  run_line_writer line;
  line.key("items").count(items);
  line.key("sha256").text(sha256);
  return std::move(line).take();
}

} // namespace tailgate::detail
