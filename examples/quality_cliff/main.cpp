// quality_cliff: which kinds of input does a quantized model break, compared with the unquantized?

#include "command_line.hpp"
#include "evaluation.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <sys/ioctl.h>
#include <tailgate/error.hpp>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/io/atomic_file.hpp>
#include <tailgate/report.hpp>
#include <unistd.h>

namespace {

/// The report for the terminal at hand, or for a file of 100 columns.
tailgate::text_options terminal_options() {
  tailgate::text_options options;
  options.color = isatty(STDOUT_FILENO) != 0;
  winsize size{};
  if (options.color && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
    options.width = size.ws_col;
  return options;
}

/// Finds out before the run, which takes a while, whether its reports can be written.
void check_report_folder(const std::filesystem::path& folder) {
  std::filesystem::path present = folder;
  while (!present.empty() && !std::filesystem::exists(present))
    present = present.parent_path();
  if (present.empty())
    present = ".";
  if (!std::filesystem::is_directory(present))
    throw tailgate::io_error(
        806, "--out", "'" + present.string() + "' is not a folder; choose another place");
  if (access(present.c_str(), W_OK) != 0)
    throw tailgate::io_error(806, "--out",
        "nothing may be written into '" + present.string() + "'; choose another place");
}

void write_reports(const tailgate::comparison& result, const std::filesystem::path& folder) {
  const auto write = [&](const char* name, const std::string& text) {
    const auto path = folder / name;
    tailgate::write_file_atomically(path, text, tailgate::parent_folders::create);
    std::printf("  %s\n", path.string().c_str());
  };
  std::printf("\nReports:\n");
  write("report.txt", tailgate::text_report(result));
  write("report.json", tailgate::json_report(result));
  write("report.html", tailgate::html_report(result));
  write("report.junit.xml", tailgate::junit_report(result));
}

/// The exit code that --gate asks for.
int gate_code(const tailgate::comparison& result, const std::string& name) {
  const auto tier = std::find_if(result.tiers.begin(), result.tiers.end(),
      [&](const tailgate::judged_tier& t) { return t.name == name; });
  switch (tier->decision) {
  case tailgate::verdict::pass:
    return 0;
  case tailgate::verdict::fail:
    return 1;
  default:
    return 2;
  }
}

} // namespace

int main(int argc, char** argv) {
  constexpr int error_code = 3;
  try {
    const auto parsed = quality_cliff::parse_command_line(argc, argv);
    if (parsed.exit_code)
      return *parsed.exit_code;
    const auto& options = parsed.options;
    check_report_folder(options.out);
    tailgate::tbb_executor exec(options.threads);
    const auto prompts = quality_cliff::choose_prompts(options);
    const auto result = quality_cliff::evaluate(options, prompts, exec);
    std::fputs(tailgate::text_report(result, terminal_options()).c_str(), stdout);
    write_reports(result, options.out);
    return options.gate ? gate_code(result, *options.gate) : 0;
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "quality_cliff: %s\n", fault.what());
    return error_code;
  }
}
