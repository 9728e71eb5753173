// quality_cliff: which kinds of input does a quantized model break, compared with the unquantized?

#include "command_line.hpp"
#include "formats_of_model.hpp"
#include "judging.hpp"
#include "measurement.hpp"
#include "planning.hpp"
#include "prompt_choice.hpp"
#include "sequential.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/ioctl.h>
#include <tailgate/error.hpp>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/harness/run_digest.hpp>
#include <tailgate/io/atomic_file.hpp>
#include <tailgate/io/run_file.hpp>
#include <tailgate/report.hpp>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

/// The short report for the terminal at hand, or for 100 columns.
tailgate::text_options terminal_options() {
  tailgate::text_options options;
  options.color = isatty(STDOUT_FILENO) != 0;
  winsize size{};
  if (options.color && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
    options.width = size.ws_col;
  return options;
}

/// Finds out before the run, which takes a while, whether its files can be written.
void check_folder(const std::filesystem::path& folder, const char* option) {
  std::filesystem::path present = folder;
  while (!present.empty() && !std::filesystem::exists(present))
    present = present.parent_path();
  if (present.empty())
    present = ".";
  if (!std::filesystem::is_directory(present))
    throw tailgate::io_error(
        806, option, "'" + present.string() + "' is not a folder; choose another place");
  if (access(present.c_str(), W_OK) != 0)
    throw tailgate::io_error(806, option,
        "nothing may be written into '" + present.string() + "'; choose another place");
}

void write_reports(const tailgate::comparison& result, const std::filesystem::path& folder) {
  const auto write = [&](const char* name, const std::string& text) {
    const auto path = folder / name;
    tailgate::write_file_atomically(path, text, tailgate::parent_folders::create);
    std::printf("  %s\n", path.string().c_str());
  };
  std::printf("\nReports:\n");
  tailgate::text_options all;
  all.rows = tailgate::text_options::all_rows;
  write("report.txt", tailgate::text_report(result, all));
  write("report.json", tailgate::json_report(result));
  write("report.html", tailgate::html_report(result));
  write("report.junit.xml", tailgate::junit_report(result));
}

/// The exit code that --gate gives a verdict.
int exit_code(tailgate::verdict decision) {
  switch (decision) {
  case tailgate::verdict::pass:
    return 0;
  case tailgate::verdict::fail:
    return 1;
  default:
    return 2;
  }
}

/// The exit code that --gate asks for.
int gate_code(const tailgate::comparison& result, const std::string& name) {
  const auto tier = std::find_if(result.tiers.begin(), result.tiers.end(),
      [&](const tailgate::judged_tier& t) { return t.name == name; });
  return exit_code(tier->decision);
}

/// --plan: says what the verdicts will cost.
void print_plan(const quality_cliff::command_line& options) {
  const std::size_t tiers = quality_cliff::choose_tiers(options).size();
  const auto prompts = quality_cliff::choose_prompts(options);
  std::printf("%s\n%s", quality_cliff::plan_summary(options, prompts, tiers).c_str(),
      quality_cliff::plan_table(options, prompts, tiers).c_str());
}

/// --save-baseline: measures the unquantized model and keeps its run.
void save_baseline(const quality_cliff::command_line& options, tailgate::executor_ref exec) {
  const auto prompts = quality_cliff::choose_prompts(options);
  const auto measured = quality_cliff::measure(
      options, prompts, {quality_cliff::baseline_name}, {*options.save_baseline}, nullptr, exec);
  std::printf("Baseline of %zu items kept in %s\nDigest %s\n", measured.runs[0].items.size(),
      options.save_baseline->string().c_str(), tailgate::digest(measured.runs[0]).c_str());
}

/// --sequential: judges while it measures. Returns the exit code.
int judge_sequentially(const quality_cliff::command_line& options, tailgate::executor_ref exec) {
  const auto tiers = quality_cliff::choose_tiers(options);
  const auto prompts = quality_cliff::choose_prompts(options);
  const auto result = quality_cliff::judge_in_rounds(options, prompts, tiers, exec);
  const std::string text = quality_cliff::sequential_report(result, options.alpha);
  const auto path = options.out / "sequential.txt";
  tailgate::write_file_atomically(path, text, tailgate::parent_folders::create);
  std::printf("%s\nReport:\n  %s\n", text.c_str(), path.string().c_str());
  if (!options.gate)
    return 0;
  for (const quality_cliff::sequential_tier& tier : result.tiers)
    if (tier.name == *options.gate)
      return exit_code(tier.state.decision);
  return 0;
}

/// Judges runs that are all on file: no model is needed.
tailgate::comparison judge_saved(
    const quality_cliff::command_line& options, tailgate::executor_ref exec) {
  const auto baseline = tailgate::read_run(*options.baseline);
  std::vector<tailgate::run_record> candidates;
  candidates.reserve(options.candidates.size());
  for (const auto& file : options.candidates)
    candidates.push_back(tailgate::read_run(file));
  const auto named = [&](const auto& run) {
    return quality_cliff::format_of(run) == *options.gate;
  };
  if (options.gate && std::none_of(candidates.begin(), candidates.end(), named))
    throw tailgate::argument_error(803, "--gate",
        "'" + *options.gate + "' is not among the candidates; name the format of one of them");
  return quality_cliff::judge_runs(options, baseline, candidates, std::nullopt, exec);
}

/// Measures the tiers, and the baseline unless it is on file, and judges them.
tailgate::comparison measure_and_judge(
    const quality_cliff::command_line& options, tailgate::executor_ref exec) {
  auto formats = quality_cliff::choose_tiers(options);
  const auto prompts = quality_cliff::choose_prompts(options);
  if (options.save_runs) {
    check_folder(*options.save_runs, "--save-runs");
    std::filesystem::create_directories(*options.save_runs);
  }
  std::vector<std::filesystem::path> files(formats.size());
  if (options.save_runs)
    for (std::size_t i = 0; i < formats.size(); ++i)
      files[i] = *options.save_runs / (formats[i] + ".jsonl");
  std::optional<tailgate::run_record> baseline;
  if (options.baseline) {
    baseline = tailgate::read_run(*options.baseline);
  } else {
    formats.insert(formats.begin(), quality_cliff::baseline_name);
    files.insert(files.begin(),
        options.save_runs ? *options.save_runs / "fp32.jsonl" : std::filesystem::path());
  }
  auto measured = quality_cliff::measure(
      options, prompts, formats, files, baseline ? &*baseline : nullptr, exec);
  if (!baseline) {
    baseline = std::move(measured.runs.front());
    measured.runs.erase(measured.runs.begin());
  }
  return quality_cliff::judge_runs(options, *baseline, measured.runs, measured.vocabulary, exec);
}

} // namespace

int main(int argc, char** argv) {
  constexpr int error_code = 3;
  try {
    const auto parsed = quality_cliff::parse_command_line(argc, argv);
    if (parsed.exit_code)
      return *parsed.exit_code;
    const auto& options = parsed.options;
    if (options.plan) {
      print_plan(options);
      return 0;
    }
    tailgate::tbb_executor exec(options.threads);
    if (options.save_baseline) {
      save_baseline(options, exec);
      return 0;
    }
    check_folder(options.out, "--out");
    if (options.sequential)
      return judge_sequentially(options, exec);
    const auto result =
        options.candidates.empty() ? measure_and_judge(options, exec) : judge_saved(options, exec);
    std::fputs(tailgate::text_report(result, terminal_options()).c_str(), stdout);
    write_reports(result, options.out);
    return options.gate ? gate_code(result, *options.gate) : 0;
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "quality_cliff: %s\n", fault.what());
    return error_code;
  }
}
