// Writes docs/simulations.md: how well the intervals and the gate keep their levels; and
// docs/sampling.md: what samples see of damage in a rare stratum.
#include "document.hpp"
#include "rare_damage.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <exception>
#include <iostream>
#include <string>
#include <tailgate/exec/tbb.hpp>
#include <tailgate/io/atomic_file.hpp>
#include <thread>

namespace {

void write(const std::string& name, const std::string& text) {
  tailgate::atomic_file file(name);
  file.write(text);
  file.commit();
  std::cout << name << " written\n";
}

} // namespace

int main(int argc, char** argv) {
  try {
    std::string output = "simulations.md";
    std::string sampling = "sampling.md";
    simulations::effort by;
    int threads = static_cast<int>(std::max(std::thread::hardware_concurrency(), 1u));
    CLI::App app{"Simulates the coverage of every interval and the error rates of the gate."};
    app.add_option("--output", output,
           "the file of intervals and gate, replaced as a whole at the end; \"\" for none")
        ->take_last() // run.sh names one first
        ->capture_default_str();
    app.add_option("--sampling", sampling, "the same for the file of samples")
        ->take_last()
        ->capture_default_str();
    app.add_option("--seed", by.seed, "of all random numbers")->capture_default_str();
    app.add_option("--scale", by.scale, "of the numbers of replicates; 0.01 for a quick look")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--threads", threads, "at most; the tables do not depend on it")
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    tailgate::tbb_executor exec(threads);
    by.exec = tailgate::executor_ref(exec);
    const auto progress = [](const std::string& step) { std::cerr << step << std::endl; };
    if (!output.empty())
      write(output, simulations::document(by, progress));
    if (!sampling.empty()) {
      progress("samples");
      write(sampling, simulations::rare_damage_document(by));
    }
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
