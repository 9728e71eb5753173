// Prompts from JSON Lines files: one JSON object a line (https://jsonlines.org).
//
//   {"prompt": "12+7=", "answer": "19", "stratum": {"task": "sum", "digits": 2}}
//   {"text": "The house by the sea ...", "stratum": "prose"}
//
//   key                value                          meaning
//   id                 text                           unique; default "<file stem>:<line>"
//   prompt             text                           read by the model, which must give `answer`
//   answer             text                           the expected continuation of `prompt`
//   text               text                           instead of `prompt`: scored itself, by loss
//   prefix             text, may be empty             context before prompt or text, shared
//   stratum            text s, or {axis: level}       s is {"stratum": s}; levels are texts,
//                                                     numbers or booleans
//   natural_frequency  number > 0                     share of the stratum in everyday traffic,
//                                                     relative; stated for all strata or for none
//   cluster            text                           items with an equal name are not independent
//   stop               text                           ends the answer; default a line feed
//   inclusion_probability   number within (0, 1]      with which a sampler drew the prompt
//   weight             number                         its reciprocal, as samplers write it
//
// Of the keys, stratum and one of text or (prompt and answer) are required, and no others may
// stand. A reader that is given a labeller takes files without strata too: either all prompts name
// a stratum, or none does; then each gets the label's, and the file is the traffic: a stratum's
// natural frequency is the number of its prompts. Inclusion probabilities stand on all lines or on
// none and are equal within a stratum; where no frequency is stated they give it, as the number of
// prompts that the sample stands for. Axes are ordered by name, so that the order of
// the keys does not matter; a number names a level by its shortest JSON text. Lines may end in CR
// LF, blank lines are skipped, and a file may start with a byte order mark. The first bad line ends
// the reading with its place in the message.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/harness/prompt_set.hpp>
#include <tailgate/io/json_text.hpp>
#include <tailgate/io/mapped_file.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tailgate {

/// The longest line that is read, in bytes.
inline constexpr std::size_t max_prompt_line = std::size_t{16} << 20;

/// The stratum of a prompt whose line names none; prompt::stratum is not set yet.
using prompt_labeller = std::function<stratum_key(const prompt&)>;

/// Collects the prompts of several files into one set. After an exception, start a new reader.
class prompt_jsonl_reader {
public:
  prompt_jsonl_reader() = default;
  /// `label` is called for each line without a stratum, in order, and may throw its own errors.
  /// Keys of `ignored` may stand on a line and mean nothing.
  explicit prompt_jsonl_reader(prompt_labeller label, std::vector<std::string> ignored = {})
      : label_(std::move(label)), ignored_(std::move(ignored)) {}

  /// Appends the prompts of a file. Throws io_error E550, E551 as mapped_file, and what add_text
  /// throws. The file is mapped and read line by line; memory grows with the prompts only.
  void add_file(const std::filesystem::path& path) {
    const mapped_file file(path);
    add_text(file.text(), path.string(), path.stem().string());
  }

  /// Appends the prompts of a text; `source` names it in messages, `stem` in default ids.
  /// Throws format_error: E560 to E564 (a line is not strict JSON), E600 (not an object),
  /// E601 (unknown key), E602 (not exactly `text`, or `prompt` with `answer`), E603 (wrong type),
  /// E604 (empty text), E605 (duplicate id), E606 (stratum), E607 (natural_frequency is not a
  /// positive number), E608 (it disagrees within a stratum), E610 (line too long), E611 (no
  /// prompts at all), E612 (NUL in a text; control character in an id, axis or level), E613 (with
  /// a labeller: strata on some lines only, or a natural_frequency without a stratum) or E619 (an
  /// inclusion probability or weight that cannot be, or that other lines contradict).
  void add_text(std::string_view text, const std::string& source, const std::string& stem);

  /// The set of all prompts read, strata in order of first appearance; the reader is then empty.
  /// Throws format_error E609 when some strata state a natural frequency and others do not, and
  /// E611 when nothing was read.
  [[nodiscard]] prompt_set finish();

private:
  struct line {
    const nlohmann::json& object;
    std::string place; // "file:line"
  };

  void add_line(const line& at, std::string default_id);
  std::size_t stratum_index(stratum_key key);
  [[nodiscard]] stratum_key stratum_of(const line& at, const prompt& item);
  static stratum_key parse_stratum(const line& at);
  void note_frequency(const line& at, std::size_t stratum);
  void note_probability(const line& at, prompt& item);
  static std::optional<std::string> text_of(const line& at, const char* key, bool may_be_empty);
  static void refuse_control(const std::string& place, const char* what, std::string_view text);

  prompt_labeller label_;
  std::vector<std::string> ignored_;
  std::optional<bool> named_;   // whether the lines name strata
  std::optional<bool> sampled_; // whether they have inclusion probabilities
  prompt_set set_;
  std::unordered_map<std::string, std::string> places_; // id -> where it was given
  std::map<stratum_key, std::size_t> index_;
  std::vector<double> probability_;           // of each stratum
  std::vector<std::optional<double>> stated_; // natural frequency of each stratum
};

/// Reads files into one set. Throws as the members of prompt_jsonl_reader; no files is E611.
[[nodiscard]] inline prompt_set read_prompts_jsonl(std::span<const std::filesystem::path> files,
    prompt_labeller label = {}, std::vector<std::string> ignored = {}) {
  prompt_jsonl_reader reader(std::move(label), std::move(ignored));
  for (const auto& file : files)
    reader.add_file(file);
  return reader.finish();
}

/// Reads one file.
[[nodiscard]] inline prompt_set read_prompts_jsonl(const std::filesystem::path& file) {
  return read_prompts_jsonl(std::span(&file, 1));
}

inline void prompt_jsonl_reader::add_text(
    std::string_view text, const std::string& source, const std::string& stem) {
  if (text.starts_with("\xEF\xBB\xBF"))
    text.remove_prefix(3);
  const std::size_t before = set_.prompts.size();
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t feed = text.find('\n');
    const std::string_view content = text.substr(0, feed);
    text.remove_prefix(feed == text.npos ? text.size() : feed + 1);
    std::string place = source + ':' + std::to_string(number);
    if (content.size() > max_prompt_line)
      throw format_error(610, place,
          "the line has " + std::to_string(content.size()) + " bytes; at most " +
              std::to_string(max_prompt_line) + " are read, split the text");
    if (content.find_first_not_of(" \t\r") == content.npos)
      continue;
    const nlohmann::json value = parse_json_text(content, {source, number});
    add_line({value, std::move(place)}, stem + ':' + std::to_string(number));
  }
  if (set_.prompts.size() == before)
    throw format_error(611, source,
        "there are no prompts; put one JSON object on each line, or leave the file out");
  if (!set_.name.empty())
    set_.name += '+';
  set_.name += stem;
}

inline prompt_set prompt_jsonl_reader::finish() {
  if (set_.prompts.empty())
    throw format_error(611, "prompts", "no file was read; name at least one");
  const declared_stratum* without = nullptr;
  const declared_stratum* with = nullptr;
  for (std::size_t i = 0; i < set_.strata.size(); ++i)
    (stated_[i] ? with : without) = &set_.strata[i];
  if (with && without)
    throw format_error(609, set_.name,
        "stratum " + with->key.name() + " states a natural_frequency and " + without->key.name() +
            " does not; state it for every stratum, or for none to weigh them equally");
  const bool counted = !named_.value_or(true) || sampled_.value_or(false);
  for (std::size_t i = 0; i < set_.strata.size(); ++i)
    set_.strata[i].natural_frequency = stated_[i].value_or(counted ? 0.0 : 1.0);
  if (counted && !with)
    for (const prompt& item : set_.prompts)
      set_.strata[item.stratum].natural_frequency += 1 / item.inclusion_probability;
  return std::move(std::exchange(*this, {}).set_);
}

inline void prompt_jsonl_reader::add_line(const line& at, std::string default_id) {
  static constexpr std::array<std::string_view, 11> known{"id", "prompt", "answer", "text",
      "prefix", "stratum", "natural_frequency", "cluster", "stop", "inclusion_probability",
      "weight"};
  if (!at.object.is_object())
    throw format_error(600, at.place,
        std::string("the line is a JSON ") + at.object.type_name() +
            "; write an object such as {\"text\": \"...\", \"stratum\": \"prose\"}");
  for (const auto& [key, value] : at.object.items())
    if (std::find(known.begin(), known.end(), key) == known.end() &&
        std::find(ignored_.begin(), ignored_.end(), key) == ignored_.end())
      throw format_error(601, at.place,
          "the key \"" + key +
              "\" is not known; known are id, prompt, answer, text, prefix, stratum, "
              "natural_frequency, cluster, stop, inclusion_probability and weight; ask to ignore "
              "it if it is not meant for the run");

  auto prompt_text = text_of(at, "prompt", false);
  auto scored_text = text_of(at, "text", false);
  auto answer = text_of(at, "answer", false);
  auto stop = text_of(at, "stop", false);
  if (prompt_text ? scored_text || !answer : !scored_text || answer || stop)
    throw format_error(602, at.place,
        "write either \"prompt\" with \"answer\" (and \"stop\" if wanted), or \"text\" without "
        "them");

  prompt item;
  item.id = text_of(at, "id", false).value_or(std::move(default_id));
  refuse_control(at.place, "the id", item.id);
  const auto [earlier, added] = places_.emplace(item.id, at.place);
  if (!added)
    throw format_error(605, at.place,
        "the id \"" + item.id + "\" is taken by " + earlier->second +
            "; ids must be unique over all files, give another \"id\"");
  item.prefix = text_of(at, "prefix", true).value_or("");
  item.text = std::move(prompt_text ? *prompt_text : *scored_text);
  item.answer = std::move(answer);
  if (stop)
    item.stop = std::move(*stop);
  item.cluster = text_of(at, "cluster", true).value_or("");
  item.stratum = stratum_index(stratum_of(at, item));
  note_frequency(at, item.stratum);
  note_probability(at, item);
  set_.prompts.push_back(std::move(item));
}

inline stratum_key prompt_jsonl_reader::stratum_of(const line& at, const prompt& item) {
  const bool names = !label_ || at.object.contains("stratum");
  if (label_ && named_.value_or(names) != names)
    throw format_error(613, at.place,
        std::string("\"stratum\" is ") + (names ? "stated" : "missing") +
            " here and not on the lines before; state it for every prompt, or for none to take "
            "the strata from the axes");
  named_ = names;
  if (names)
    return parse_stratum(at);
  if (at.object.contains("natural_frequency"))
    throw format_error(613, at.place,
        "natural_frequency belongs to a stratum, and the line names none; state \"stratum\", or "
        "leave it out to count the prompts");
  return label_(item);
}

inline std::size_t prompt_jsonl_reader::stratum_index(stratum_key key) {
  const auto [found, added] = index_.emplace(std::move(key), set_.strata.size());
  if (added) {
    declared_stratum declared;
    declared.key = found->first;
    set_.strata.push_back(std::move(declared));
    stated_.emplace_back();
    probability_.push_back(0);
  }
  return found->second;
}

inline stratum_key prompt_jsonl_reader::parse_stratum(const line& at) {
  static constexpr const char* rule =
      "; write \"stratum\": \"name\" or \"stratum\": {\"axis\": \"level\", ...}";
  const auto fail = [&](const std::string& text) {
    throw format_error(606, at.place, text + rule);
  };
  const auto found = at.object.find("stratum");
  if (found == at.object.end())
    fail("\"stratum\" is missing");
  std::vector<stratum_key::level> levels;
  if (found->is_string())
    levels.emplace_back("stratum", found->get<std::string>());
  else if (found->is_object())
    for (const auto& [axis, value] : found->items()) {
      if (!value.is_string() && !value.is_number() && !value.is_boolean())
        fail("the level of axis \"" + axis + "\" is a JSON " + value.type_name() +
             "; a level is a text, number or boolean");
      levels.emplace_back(axis, value.is_string() ? value.get<std::string>() : value.dump());
    }
  else
    fail(std::string("\"stratum\" is a JSON ") + found->type_name());
  if (levels.empty())
    fail("\"stratum\" has no axis");
  for (const auto& [axis, level] : levels) {
    if (axis.empty() || level.empty())
      fail("axis \"" + axis + "\" with level \"" + level + "\": neither may be empty");
    refuse_control(at.place, "a stratum's axis", axis);
    refuse_control(at.place, "a stratum's level", level);
  }
  return stratum_key(std::move(levels));
}

inline void prompt_jsonl_reader::note_frequency(const line& at, std::size_t stratum) {
  const auto found = at.object.find("natural_frequency");
  if (found == at.object.end())
    return;
  if (!found->is_number() || !(found->get<double>() > 0))
    throw format_error(607, at.place,
        "natural_frequency is " + found->dump() +
            "; it must be a number above 0, relative to the other strata");
  const double value = found->get<double>();
  std::optional<double>& stated = stated_[stratum];
  if (stated && *stated != value)
    throw format_error(608, at.place,
        "natural_frequency of stratum " + set_.strata[stratum].key.name() + " is " + found->dump() +
            " here and " + nlohmann::json(*stated).dump() +
            " on an earlier line; it belongs to the stratum, state one value");
  stated = value;
}

inline void prompt_jsonl_reader::note_probability(const line& at, prompt& item) {
  const auto fail = [&](const std::string& text) { throw format_error(619, at.place, text); };
  const auto found = at.object.find("inclusion_probability");
  const auto weight = at.object.find("weight");
  const bool states = found != at.object.end();
  if (sampled_.value_or(states) != states)
    fail(std::string("\"inclusion_probability\" is ") + (states ? "stated" : "missing") +
         " here and not on the lines before; a sample states it on every line");
  sampled_ = states;
  if (!states) {
    if (weight != at.object.end())
      fail("\"weight\" stands without \"inclusion_probability\", whose reciprocal it is");
    return;
  }
  const double value = found->is_number() ? found->get<double>() : 0;
  if (!(value > 0 && value <= 1))
    fail("inclusion_probability is " + found->dump() + "; it must be a number within (0, 1]");
  if (weight != at.object.end() &&
      !(weight->is_number() && std::abs(weight->get<double>() * value - 1) < 1e-9))
    fail("weight is " + weight->dump() + "; 1 / inclusion_probability is " +
         nlohmann::json(1 / value).dump());
  double& common = probability_[item.stratum];
  if (common != 0 && common != value)
    fail("inclusion_probability is " + found->dump() + " here and " +
         nlohmann::json(common).dump() + " on an earlier line of stratum " +
         set_.strata[item.stratum].key.name() +
         "; a stratum's mean weighs its prompts alike, draw them with equal probability");
  common = item.inclusion_probability = value;
}

inline std::optional<std::string> prompt_jsonl_reader::text_of(
    const line& at, const char* key, bool may_be_empty) {
  const auto found = at.object.find(key);
  if (found == at.object.end())
    return std::nullopt;
  if (!found->is_string())
    throw format_error(603, at.place,
        "\"" + std::string(key) + "\" is a JSON " + found->type_name() +
            "; it must be a text in quotes");
  auto text = found->get<std::string>();
  if (text.empty() && !may_be_empty)
    throw format_error(604, at.place,
        "\"" + std::string(key) + "\" is empty; give it a text or leave the line out");
  // Tokenizers with C interfaces would end the text there.
  if (text.find('\0') != text.npos)
    throw format_error(612, at.place,
        "\"" + std::string(key) + "\" has the character U+0000; remove it, tokenizers end there");
  return text;
}

inline void prompt_jsonl_reader::refuse_control(
    const std::string& place, const char* what, std::string_view text) {
  // Names stand in line-based reports.
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      throw format_error(
          612, place, std::string(what) + " has a control character; names must be printable text");
}

} // namespace tailgate
