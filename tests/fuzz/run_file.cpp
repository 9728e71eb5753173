// Any bytes are either refused with a format_error or give a run that keeps its promises and is
// written as it was read. The input is also read as a body whose trailer fits, since no mutation
// finds a checksum.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <tailgate/core/sha256.hpp>
#include <tailgate/error.hpp>
#include <tailgate/harness/run_faults.hpp>
#include <tailgate/io/run_file.hpp>

namespace {

void read(const std::string& text) {
  using namespace tailgate;
  run_record run;
  try {
    run = parse_run(text, "input.jsonl");
  } catch (const format_error&) {
    return;
  }
  check_run(run, "input.jsonl");
  std::string written;
  detail::write_run_lines(run, "written", [&](const std::string& line) { written += line; });
  if (parse_run(written, "written.jsonl") != run)
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  read(text);
  std::size_t lines = 0;
  for (const char c : text)
    lines += c == '\n';
  if (lines > 0)
    read(text + tailgate::detail::run_trailer_line(lines - 1, tailgate::sha256_hex(text)));
  return 0;
}
