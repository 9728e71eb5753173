// The integer products beside what the machine allows and beside peers, interleaved in one run.
//
//   bench_matmul [--json FILE] [--rounds R] [--threads T] [--shapes MxNxK,...] [--isa NAME]
//                [--only TEXT]
//
// Each round probes the machine (vpdpbusd in registers, reading memory) and times every contestant
// once; shares are of the probe of the same round, and medians over the rounds are printed. Weights
// are cold, more than 100 MB of copies in turn, for 64 rows or fewer. X is fp32 and quantized
// within the time. Peers: oneDNN and OpenBLAS, where they are installed.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tailgate/exec/tbb.hpp>
#include <time.h>
#include <vector>

#include "matmul/contestant.hpp"
#include "matmul/integer_peak.hpp"
#include "matmul/onednn_peer.hpp"
#include "matmul/openblas_peer.hpp"
#include "matmul/own_kernels.hpp"
#include "read_bytes.hpp"

namespace {

using namespace benchmarks;

/// One thread is timed by its processor time, which other programs on the machine do not lengthen.
clockid_t measuring_clock = CLOCK_THREAD_CPUTIME_ID;

double seconds_now() {
  timespec t{};
  clock_gettime(measuring_clock, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

double median(std::vector<double> v) {
  const auto middle = v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2);
  std::nth_element(v.begin(), middle, v.end());
  return *middle;
}

/// Bytes a nanosecond of reading memory that no cache holds, over 8 MiB a call.
double stream_rate() {
  static tailgate::aligned_array<float> memory(std::size_t{32} << 20);
  static std::size_t place = 0;
  constexpr std::size_t stretch = std::size_t{2} << 20;
  const double start = seconds_now();
  volatile std::int64_t kept = read_bytes({memory.data() + place, stretch});
  static_cast<void>(kept);
  place = (place + stretch) % memory.size();
  return 4e-9 * static_cast<double>(stretch) / (seconds_now() - start);
}

struct timing {
  std::vector<double> microseconds, peak, stream;
};

struct options {
  std::string json, only, isa;
  int rounds = 15, threads = 1;
  std::vector<shape> shapes;
};

options parse(int argc, char** argv) {
  options o;
  std::string shapes = "1x4096x4096,4x4096x4096,8x4096x4096,16x4096x4096,512x4096x4096,"
                       "1x512x512,512x11008x4096,512x4096x11008,1x11008x4096,1x4096x11008";
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i], value = argv[i + 1];
    if (name == "--json")
      o.json = value;
    else if (name == "--rounds")
      o.rounds = std::stoi(value);
    else if (name == "--threads")
      o.threads = std::stoi(value);
    else if (name == "--shapes")
      shapes = value;
    else if (name == "--isa")
      o.isa = value;
    else if (name == "--only")
      o.only = value;
    else
      throw std::invalid_argument("unknown option " + name);
  }
  std::replace(shapes.begin(), shapes.end(), ',', ' ');
  std::istringstream words(shapes);
  for (std::string word; words >> word;) {
    shape s{};
    if (std::sscanf(word.c_str(), "%zux%zux%zu", &s.m, &s.n, &s.k) != 3)
      throw std::invalid_argument("a shape is MxNxK, not " + word);
    o.shapes.push_back(s);
  }
  return o;
}

std::vector<contestant> contestants_for(const shape& s, const float* x, float* y, const options& o,
    tailgate::isa level, tailgate::executor_ref exec) {
  using scaling = tailgate::activation_scaling;
  const double cold = s.m <= 64 && s.n * s.k > (std::size_t{1} << 20) ? 100e6 : 0;
  std::vector<contestant> all;
  const auto wanted = [&](const std::string& name) {
    return o.only.empty() || name.find(o.only) != std::string::npos;
  };
  for (const char* scheme : {"int4-g128-sym", "int4-g32-sym", "int4-g128", "int4-g32", "int8",
           "int8-g128-sym", "int8-g32-sym"})
    for (const scaling mode : {scaling::per_row, scaling::per_group})
      if (wanted(std::string(scheme) + (mode == scaling::per_row ? " row" : " group")))
        all.push_back(
            own_integer(s, x, y, tailgate::parse_quant_scheme(scheme), mode, cold, level, exec));
  if (wanted("fp32"))
    all.push_back(own_f32(s, x, y, cold, level, exec));
#if TAILGATE_BENCH_HAS_ONEDNN
  if (wanted("oneDNN int8"))
    all.push_back(onednn_int8(s, x, y, cold));
  if (wanted("oneDNN fp32"))
    all.push_back(onednn_f32(s, x, y, cold));
#endif
#if TAILGATE_BENCH_HAS_OPENBLAS
  if (wanted("OpenBLAS fp32"))
    all.push_back(openblas_f32(s, x, y, cold, o.threads));
#endif
  return all;
}

/// Times every contestant once a round. A timing covers at least 3 ms.
std::vector<timing> measure(const std::vector<contestant>& all, int rounds, int threads) {
  std::vector<timing> timings(all.size());
  std::vector<std::size_t> calls(all.size(), 1), next(all.size());
  for (int round = -1; round < rounds; ++round) // the first finds how many calls to time
    for (std::size_t i = 0; i < all.size(); ++i) {
      const double peak = integer_peak(), stream = stream_rate();
      const double start = seconds_now();
      for (std::size_t call = 0; call < calls[i]; ++call)
        all[i].run(next[i]++ % all[i].copies);
      const double seconds = (seconds_now() - start) / static_cast<double>(calls[i]);
      if (round < 0) {
        calls[i] = static_cast<std::size_t>(3e-3 / seconds) + 1;
        continue;
      }
      timings[i].microseconds.push_back(1e6 * seconds);
      timings[i].peak.push_back(threads * std::max(peak, integer_peak()));
      timings[i].stream.push_back(stream);
    }
  return timings;
}

} // namespace

int main(int argc, char** argv) try {
  const options o = parse(argc, argv);
  if (o.threads != 1)
    measuring_clock = CLOCK_MONOTONIC;

#if TAILGATE_BENCH_HAS_ONEDNN
  omp_set_num_threads(o.threads);
#endif
  tailgate::tbb_executor threads(o.threads);
  const tailgate::executor_ref exec =
      o.threads == 1 ? tailgate::executor_ref() : tailgate::executor_ref(threads);
  const tailgate::isa level = o.isa.empty() ? tailgate::selected_isa() : tailgate::parse_isa(o.isa);
  std::ostringstream json;
  json << "[\n";
  const char* separator = "";
  std::printf("%-9s %4s %5s %-5s %-5s %5s %5s %5s %10s %7s %6s %6s %6s  %s\n", "op", "bits",
      "group", "zeros", "act", "M", "N", "K", "us", "gops", "% peak", "GB/s", "% read",
      "peer us / us");
  for (const shape& s : o.shapes) {
    tailgate::philox_stream stream(1);
    std::vector<float> x(s.m * s.k), y(s.m * s.n);
    for (float& value : x)
      value = static_cast<float>(stream.uniform() - 0.5);
    const auto all = contestants_for(s, x.data(), y.data(), o, level, exec);
    const auto timings = measure(all, o.rounds, o.threads);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const contestant& c = all[i];
      const double us = median(timings[i].microseconds);
      const double gop = 2e-3 * static_cast<double>(s.m * s.n) * static_cast<double>(s.k);
      std::vector<double> share_of_peak, share_of_stream;
      for (std::size_t r = 0; r < timings[i].microseconds.size(); ++r) {
        const double t = timings[i].microseconds[r];
        share_of_peak.push_back(gop / t / timings[i].peak[r]);
        share_of_stream.push_back(1e-3 * c.weight_bytes / t / timings[i].stream[r]);
      }
      // The peer of integers is oneDNN's int8, of fp32 OpenBLAS; the ratio is of the same rounds.
      std::string peer;
      double peer_us = 0, ratio = 0;
      for (std::size_t j = 0; j < all.size(); ++j)
        if (c.op == "tailgate" && all[j].op == (c.bits == 32 ? "OpenBLAS" : "oneDNN") &&
            (all[j].bits == 32) == (c.bits == 32)) {
          peer = all[j].op;
          peer_us = median(timings[j].microseconds);
          std::vector<double> ratios;
          for (std::size_t r = 0; r < timings[i].microseconds.size(); ++r)
            ratios.push_back(timings[j].microseconds[r] / timings[i].microseconds[r]);
          ratio = median(ratios);
        }
      const double peak_share = median(share_of_peak), stream_share = median(share_of_stream);
      std::printf("%-9s %4u %5zu %-5s %-5s %5zu %5zu %5zu %10.1f %7.1f %6.1f %6.1f %6.1f  %.2f\n",
          c.op.c_str(), c.bits, c.group, c.zero_points ? "yes" : "no", c.activations.c_str(), s.m,
          s.n, s.k, us, gop / us, 100 * peak_share, 1e-3 * c.weight_bytes / us, 100 * stream_share,
          ratio);
      std::fflush(stdout);
      json << separator << "  {\"op\": \"" << c.op << "\", \"bits\": " << c.bits
           << ", \"group\": " << c.group
           << ", \"zero_points\": " << (c.zero_points ? "true" : "false")
           << ", \"activation_mode\": \"" << c.activations << "\", \"M\": " << s.m
           << ", \"N\": " << s.n << ", \"K\": " << s.k << ", \"threads\": " << o.threads
           << ", \"isa\": \"" << c.isa << "\", \"median_us\": " << us << ", \"gops\": " << gop / us
           << ", \"peak_gops\": " << median(timings[i].peak)
           << ", \"share_of_peak\": " << peak_share << ", \"gb_s\": " << 1e-3 * c.weight_bytes / us
           << ", \"stream_gb_s\": " << median(timings[i].stream)
           << ", \"share_of_stream\": " << stream_share << ", \"peer\": \"" << peer
           << "\", \"peer_us\": " << peer_us << ", \"ratio_to_peer\": " << ratio << '}';
      separator = ",\n";
    }
  }
  json << "\n]\n";
  if (!o.json.empty()) {
    std::ofstream file(o.json, std::ios::binary);
    file << json.str();
    if (!file.flush())
      throw std::runtime_error("cannot write " + o.json);
  }
} catch (const std::exception& fault) {
  std::fprintf(stderr, "bench_matmul: %s\n", fault.what());
  return 1;
}
