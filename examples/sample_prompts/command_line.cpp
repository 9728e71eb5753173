#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/version.hpp>
#include <thread>
#include <utility>

namespace sample_prompts {

namespace {

/// CLI11 wraps a negative number around where an unsigned one is expected.
const CLI::Validator not_negative(
    [](const std::string& text) {
      return text.starts_with('-') ? text + " is negative; pass a number from 0" : "";
    },
    "");

/// Options as they were given.
struct texts {
  std::string rule = "power";
  std::string check_ids = "all";
  std::vector<std::string> deviations, top_up;
};

void add_input_options(CLI::App& app, command_line& options, texts& given) {
  app.add_option("inputs", options.inputs, "JSON Lines files; - is standard input")->required();
  app.add_option("--out", options.out, "file to write the sample to, whole or not at all")
      ->required();
  app.add_option("--axis", options.axes,
         "axis of strata from the prompt's text: script, numeric (class of numeric edge), "
         "characters, words (lengths in bands)")
      ->delimiter(',')
      ->check(CLI::IsMember({"script", "numeric", "characters", "words"}));
  app.add_option("--axis-key", options.axis_keys,
         "axis of strata from a key of the line, for example language; several are crossed")
      ->delimiter(',');
  app.add_option("--text-key", options.text_keys,
         "keys of the prompt's text; the first that a line has is taken")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--id-key", options.id_key, "key of the id, a text or an integer")
      ->capture_default_str();
  app.add_flag("--skip-bad", options.skip_bad,
      "list and count bad lines and go on; without it the first one ends the run");
  app.add_flag("--overwrite-keys", options.overwrite_keys,
      "replace stratum, inclusion_probability and weight where lines have them");
  app.add_option("--check-ids", given.check_ids,
         "where duplicate ids are found: among all lines (9 to 18 bytes a line, 27 while the "
         "table grows; of n different ids two are taken for one with a chance of n^2 / 2^65), or "
         "among the sample only")
      ->check(CLI::IsMember({"all", "sample"}))
      ->capture_default_str();
  app.add_option("--id-memory", options.id_memory, "MiB that --check-ids all may take at most")
      ->check(not_negative)
      ->capture_default_str();
  app.add_option("--threads", options.threads, "threads; the sample does not depend on it")
      ->capture_default_str();
}

void add_design_options(CLI::App& app, command_line& options, texts& given) {
  tailgate::allocation_options& a = options.request.allocation;
  std::vector<CLI::Option*> asked{
      app.add_option("--size", a.total, "items over all strata")
          ->check(not_negative)
          ->capture_default_str(),
      app.add_option("--rule", given.rule, "how they are shared")
          ->check(CLI::IsMember({"proportional", "equal", "neyman", "power"}))
          ->capture_default_str(),
      app.add_option("--exponent", a.exponent, "of the power rule: 0 equal, 1 neyman")
          ->capture_default_str(),
      app.add_option("--minimum", a.minimum, "items of each stratum at least")
          ->check(not_negative)
          ->capture_default_str(),
      app.add_option("--seed", options.request.seed, "another one draws an independent sample")
          ->check(not_negative)
          ->capture_default_str(),
      app.add_flag_callback(
          "--record-shortfalls", [&a] { a.shortfalls = tailgate::on_shortfall::record; },
          "take all of a stratum that is smaller than its minimum, and say so in the design"),
      app.add_option("--deviation", given.deviations,
          "STRATUM=S: standard deviation of what is measured, for neyman and power; else 1"),
  };
  auto* const design = app.add_option(
      "--design", options.design, "draw by this saved design, from the same items and axes");
  for (CLI::Option* const option : asked)
    design->excludes(option);
  app.add_option("--top-up", given.top_up,
         "STRATUM=N: N more items of a stratum of --design; the earlier ones stay")
      ->needs(design);
  app.add_flag("--only-added", options.only_added, "write the items that --top-up adds, no others")
      ->needs(design);
  app.add_option("--save-design", options.save_design, "file to keep the design in");
}

void add_plan_options(CLI::App& app, command_line& options) {
  app.add_option("--margin", options.margin, "the plan: loss to be told apart, as a proportion")
      ->capture_default_str();
  app.add_option("--expect-lost", options.expected.lost, "the plan: share of answers lost")
      ->capture_default_str();
  app.add_option("--expect-gained", options.expected.gained, "the plan: share of answers gained")
      ->capture_default_str();
  app.add_option("--alpha", options.alpha, "the plan: one-sided level")->capture_default_str();
  app.add_option("--power", options.power, "the plan: probability of a verdict")
      ->capture_default_str();
}

/// `name` is one of the four.
tailgate::allocation_rule rule_of(const std::string& name) {
  using tailgate::allocation_rule;
  for (const auto rule :
      {allocation_rule::proportional, allocation_rule::equal, allocation_rule::neyman})
    if (name == to_string(rule))
      return rule;
  return allocation_rule::power;
}

/// "task=hex language=de=200": the number stands behind the last '='.
template <class Number>
std::map<std::string, Number> numbers_of(
    const char* option, const std::vector<std::string>& given) {
  std::map<std::string, Number> result;
  for (const std::string& text : given) {
    const std::size_t sign = text.rfind('=');
    Number value{};
    const char* const end = text.data() + text.size();
    if (sign != text.npos && sign > 0) {
      const auto read = std::from_chars(text.data() + sign + 1, end, value);
      if (read.ec == std::errc() && read.ptr == end &&
          result.emplace(text.substr(0, sign), value).second)
        continue;
    }
    throw tailgate::argument_error(830, option,
        "'" + text + "' must be STRATUM=NUMBER, each stratum once; for example language=de=200");
  }
  return result;
}

} // namespace

parsed_command_line parse_command_line(int argc, char** argv) {
  parsed_command_line parsed;
  command_line& options = parsed.options;
  options.request.allocation.total = 1000;
  options.request.seed = 1;
  options.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  texts given;

  CLI::App app(
      "Draws a stratified sample of prompts in one pass over JSON Lines, so that rare kinds "
      "of input are in it and every item's inclusion probability is known.",
      "sample_prompts");
  app.set_version_flag("--version", std::string("sample_prompts ") + TAILGATE_VERSION_STRING);
  app.footer("Exit code: 0 done, 3 error.");
  app.failure_message([](const CLI::App* program, const CLI::Error& fault) {
    return program->get_name() + ": " + fault.what() + "; --help lists the options\n";
  });
  add_input_options(app, options, given);
  add_design_options(app, options, given);
  add_plan_options(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& fault) {
    parsed.exit_code = app.exit(fault) == 0 ? 0 : 3;
    return parsed;
  }
  options.request.allocation.rule = rule_of(given.rule);
  options.check_ids = given.check_ids == "all" ? id_check::all : id_check::sample;
  options.deviations = numbers_of<double>("--deviation", given.deviations);
  options.top_up = numbers_of<std::uint64_t>("--top-up", given.top_up);
  return parsed;
}

} // namespace sample_prompts
