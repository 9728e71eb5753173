// sample_prompts: a stratified sample of a file of prompts, with the rare kinds of input in it.

#include "axes.hpp"
#include "bad_lines.hpp"
#include "command_line.hpp"
#include "planning.hpp"
#include "population.hpp"
#include "sample_file.hpp"

#include <cerrno>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/io/atomic_file.hpp>
#include <tailgate/io/mapped_file.hpp>
#include <tailgate/io/sampling_design_json.hpp>
#include <tailgate/sampling/top_up.hpp>
#include <utility>
#include <vector>

namespace {

using sample_prompts::command_line;

/// The request for the earlier sample with all further items of --top-up.
tailgate::sampling_request topped_up(
    tailgate::sampling_design design, const command_line& options) {
  for (const auto& [name, more] : options.top_up) {
    std::size_t k = 0;
    while (k < design.request.strata.size() && design.request.strata[k].key.name() != name)
      ++k;
    if (k == design.request.strata.size())
      throw tailgate::argument_error(841, "--top-up",
          "the design has no stratum '" + name + "'; spell it as the design prints it");
    design.request = tailgate::top_up(design, design.request.strata[k].key, more);
    design.strata[k].sampled += more; // for the next one
  }
  return design.request;
}

void read_inputs(const command_line& options, sample_prompts::population& prompts) {
  for (const std::string& name : options.inputs) {
    if (name == "-") {
      prompts.read(std::cin, "<stdin>");
      continue;
    }
    errno = 0;
    std::ifstream file(name, std::ios::binary);
    if (!file)
      tailgate::detail::throw_read_error(name, "open", errno != 0 ? errno : EIO);
    prompts.read(file, name);
  }
}

void print(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

void run(const command_line& options) {
  tailgate::tbb_executor exec(options.threads);
  // Mistakes in the options come to light before anything is read.
  const sample_prompts::line_parser axes(
      {options.axes, options.axis_keys, options.text_keys, options.id_key, options.overwrite_keys});
  std::optional<tailgate::sampling_design> earlier;
  if (options.design)
    earlier = tailgate::read_sampling_design(*options.design);
  const auto request = earlier ? topped_up(*earlier, options) : options.request;
  // A folder that cannot be written to is noticed now, and an interrupted pass leaves nothing.
  (void)tailgate::atomic_file(options.out);
  if (options.save_design)
    (void)tailgate::atomic_file(*options.save_design);

  print(request_report(options, request));
  sample_prompts::bad_lines bad(options.skip_bad);
  sample_prompts::population prompts(options, request, bad, exec);
  read_inputs(options, prompts);
  const auto sample = prompts.draw();
  tailgate::audit(sample);

  std::string kept;
  std::vector<tailgate::drawn_item<sample_prompts::drawn_line>> added;
  if (earlier) {
    added = tailgate::added_items(sample, *earlier);
    kept = std::to_string(sample.items.size() - added.size()) + " of the earlier items, " +
           std::to_string(added.size()) + " added; ";
  }
  tailgate::atomic_file out(options.out);
  std::optional<tailgate::atomic_file> design_file;
  if (options.save_design)
    design_file.emplace(*options.save_design);
  const auto& written = options.only_added ? added : sample.items;
  write_items(out, written, sample.design);
  if (design_file)
    design_file->write(tailgate::sampling_design_json(sample.design));
  print(input_report(options, prompts.lines(), bad) + design_report(options, sample.design));
  out.commit();
  if (design_file)
    design_file->commit();
  print("Sample\n  " + kept + std::to_string(written.size()) + " items in " + options.out.string() +
        "\n");
}

} // namespace

int main(int argc, char** argv) {
  constexpr int error_code = 3;
  try {
    const auto parsed = sample_prompts::parse_command_line(argc, argv);
    if (parsed.exit_code)
      return *parsed.exit_code;
    run(parsed.options);
    return 0;
  } catch (const tailgate::incomplete_error& fault) {
    const bool shortfall = fault.number() >= 304 && fault.number() <= 306;
    std::fprintf(stderr, "sample_prompts: %s%s\n", fault.what(),
        shortfall ? "; here --record-shortfalls" : "");
    return error_code;
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "sample_prompts: %s\n", fault.what());
    return error_code;
  }
}
