#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <tailgate/version.hpp>
#include <thread>

namespace quality_cliff {

namespace {

/// The model and sentences that come with the program.
std::filesystem::path data_folder() {
  return QUALITY_CLIFF_DATA;
}

/// CLI11 wraps a negative number around where an unsigned one is expected.
const CLI::Validator not_negative(
    [](const std::string& text) {
      return text.starts_with('-') ? text + " is negative; pass a number from 0" : "";
    },
    "");

void add_options(CLI::App& app, command_line& options) {
  app.add_option("--model", options.model,
         "Hugging Face folder with config.json, safetensors weights and tokenizer.model")
      ->capture_default_str();
  app.add_option("--prompts", options.prompts,
      "JSON Lines file of prompts, may be repeated; without it the default prompts are generated");
  app.add_option("--ignore-key", options.ignored_keys,
         "key of the lines in --prompts that is not meant for the run, may be repeated")
      ->needs("--prompts");
  app.add_option("--design", options.design,
         "the sampling design that sample_prompts wrote with the file of --prompts: strata get "
         "their "
         "traffic from it, and what they lack of it counts as missing")
      ->needs("--prompts");
  app.add_option("--ordered-axis", options.ordered_axes,
      "axis of the strata in --prompts whose levels come easiest first, may be repeated");
  app.add_option("--context-axis", options.context_axes,
      "the same for an axis of context lengths, which no mean pools without saying so");
  app.add_option("--axes", options.axes,
         "where --prompts names no strata, the axes that make them: numeric, script, context, "
         "tokens_per_character, rarity, structure")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--tiers", options.tiers,
         "formats to judge against fp32: intB or intB-gG, B = 2, 3, 4, 8 bits, G inputs a scale")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--per-stratum", options.per_stratum, "least prompts drawn of each stratum")
      ->check(not_negative)
      ->capture_default_str();
  app.add_option("--items", options.items,
         "prompts drawn in all, shared by the square root of traffic; default: a quarter more than "
         "the least, of --prompts all")
      ->check(not_negative);
  app.add_option("--lookup-records", options.lookup_records,
         "list lengths of the default key look-ups, about 14 tokens a record")
      ->delimiter(',')
      ->check(not_negative)
      ->capture_default_str();
  app.add_option("--margin", options.margin,
         "largest loss of exact match, as a proportion, that is no reason to hold a tier back")
      ->capture_default_str();
  app.add_option(
         "--loss-margin", options.loss_margin, "the same for next-token loss, in nats per token")
      ->capture_default_str();
  app.add_option("--alpha", options.alpha, "one-sided level of each decision")
      ->capture_default_str();
  app.add_option("--gate", options.gate,
      "make the exit code this tier's verdict: 0 pass, 1 fail, 2 inconclusive");
  app.add_flag("--plan", options.plan, "print what the verdicts will cost, by stratum, and stop");
  auto* const sequential = app.add_flag("--sequential", options.sequential,
      "judge exact match while it is measured, in rounds, and stop when every tier has a verdict");
  auto* const save_baseline = app.add_option("--save-baseline", options.save_baseline,
      "measure fp32 only and keep its run in this file; resumes where it was interrupted");
  auto* const baseline = app.add_option("--baseline", options.baseline,
      "compare with the run kept in this file instead of measuring fp32");
  baseline->excludes(save_baseline)->excludes(sequential);
  save_baseline->excludes(sequential);
  app.add_option("--candidate", options.candidates,
         "judge the run kept in this file instead of measuring tiers, may be repeated")
      ->needs(baseline);
  app.add_option("--save-runs", options.save_runs,
         "keep the run of each tier in this folder; resumes where it was interrupted")
      ->excludes(save_baseline)
      ->excludes(sequential);
  app.add_option("--seed", options.seed, "seed of the default prompts and of the draw")
      ->check(not_negative)
      ->capture_default_str();
  app.add_option("--threads", options.threads, "threads; the results do not depend on it")
      ->capture_default_str();
  app.add_option("--out", options.out, "folder of the reports")->capture_default_str();
}

} // namespace

parsed_command_line parse_command_line(int argc, char** argv) {
  parsed_command_line parsed;
  command_line& options = parsed.options;
  options.model = data_folder() / "cliff-7m";
  options.tiers = {"int8", "int4-g32", "int4-g128", "int3-g64", "int2-g64"};
  options.axes = {"numeric", "script", "context"};
  options.lookup_records = {8, 30, 90, 200};
  options.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  options.out = "build/quality_cliff";

  CLI::App app("Shows which kinds of input a quantized language model breaks, and by how much, "
               "compared with the unquantized model on the same prompts.",
      "quality_cliff");
  app.set_version_flag("--version", std::string("quality_cliff ") + TAILGATE_VERSION_STRING);
  app.footer("Exit code: 0 done (with --gate: pass), 1 fail, 2 inconclusive, 3 error.");
  app.failure_message([](const CLI::App* program, const CLI::Error& fault) {
    return program->get_name() + ": " + fault.what() + "; --help lists the options\n";
  });
  add_options(app, options);
  std::string activations = "fp32";
  app.add_option("--activations", activations,
         "fp32 judges a tier's weights alone; int8 quantizes activations on the fly as well")
      ->check(CLI::IsMember({"fp32", "int8"}))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& fault) {
    parsed.exit_code = app.exit(fault) == 0 ? 0 : 3;
  }
  options.int8_activations = activations == "int8";
  return parsed;
}

} // namespace quality_cliff
