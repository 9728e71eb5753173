// A table of simulated rates at the four sizes, each beside its nominal level.
#pragma once

#include "replicate.hpp"
#include "tally.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <tailgate/report/number.hpp>
#include <utility>
#include <vector>

namespace simulations {

/// What is promised of a row.
enum class promise {
  none,            ///< power and sizes: nothing
  at_least,        ///< the method aims for the nominal level, approximately
  at_most,         ///< the same for errors
  always_at_least, ///< proved, whatever the sample size
  always_at_most
};

struct cell {
  rate value;
  std::string remark; ///< after the rate: a width, a share of undefined runs
};

struct row {
  std::string scenario;
  std::string method;
  promise promised = promise::none;
  double nominal = 0; ///< meaningful where something is promised
  std::array<cell, sizes.size()> cells{};
  std::string last{};   ///< the last column, where the table has one
  bool misused = false; ///< the method is used beyond what it is made for, to show what that does
};

/// Monte Carlo standard errors by which a rate may miss its nominal level by chance.
inline constexpr double tolerated_errors = 3;

/// How far the cell is on the wrong side of the nominal level beyond chance; 0 when it is not.
[[nodiscard]] inline double shortfall(const row& r, const cell& c) {
  const bool least = r.promised == promise::at_least || r.promised == promise::always_at_least;
  if (r.promised == promise::none || c.value.runs == 0)
    return 0;
  const double miss = least ? r.nominal - c.value.value() : c.value.value() - r.nominal;
  return miss > tolerated_errors * c.value.standard_error() ? miss : 0;
}

struct table {
  std::string title;
  std::string text;        ///< what was done, one paragraph
  std::string method_head; ///< the head of the second column
  std::string last_head{}; ///< empty: no last column
  std::vector<row> rows{};
};

/// "94.9 ± 0.1": percent and Monte Carlo standard error.
[[nodiscard]] inline std::string percent(const rate& r) {
  using tailgate::report::format_fixed;
  if (r.runs == 0)
    return "–";
  return format_fixed(100 * r.value(), 1) + " ± " + format_fixed(100 * r.standard_error(), 1);
}

[[nodiscard]] inline std::string markdown(const table& t) {
  std::string head = "| scenario | " + t.method_head + " | nominal |";
  std::string rule = "| --- | --- | --- |";
  for (const std::size_t n : sizes) {
    head += " n = " + std::to_string(n) + " |";
    rule += " --- |";
  }
  if (!t.last_head.empty()) {
    head += " " + t.last_head + " |";
    rule += " --- |";
  }
  std::string out = "### " + t.title + "\n\n" + t.text + "\n\n" + head + "\n" + rule + "\n";
  for (const row& r : t.rows) {
    out += "| " + r.scenario + " | " + r.method + " | ";
    out += r.promised == promise::none ? "–" : tailgate::report::format_fixed(100 * r.nominal, 0);
    for (const cell& c : r.cells)
      out += " | " + percent(c.value) + c.remark + (shortfall(r, c) > 0 ? " **!**" : "");
    if (!t.last_head.empty())
      out += " | " + r.last;
    out += " |\n";
  }
  return out + "\n";
}

/// A cell of coverage: rate, mean width, and the share of runs without an interval.
[[nodiscard]] inline cell coverage_cell(const coverage& c) {
  using tailgate::report::format_fixed;
  std::string remark = "; " + format_fixed(c.mean_width(), 3);
  if (c.undefined > 0)
    remark += "; none in " + tailgate::report::format_percent(c.undefined_share());
  return {c.covered, std::move(remark)};
}

} // namespace simulations
