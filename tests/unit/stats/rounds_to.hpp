// A published number as it was printed. A result agrees with it when it rounds to those digits.
#pragma once

#include <cmath>
#include <cstdlib>
#include <ostream>
#include <string_view>

/// `rounds_to("-.1240")` equals every double within half a unit of the fourth decimal. Doctest's
/// Approx would accept anything within epsilon * (1 + value), which for small numbers is no check.
/// Beyond 12 significant digits the published numbers are themselves rounding errors.
class rounds_to {
public:
  explicit rounds_to(const char* printed) : printed_(printed) {}

  friend bool operator==(double value, const rounds_to& published) {
    const std::string_view text(published.printed_);
    const auto point = text.find('.');
    const auto decimals = point == std::string_view::npos ? 0 : text.size() - point - 1;
    const double expected = std::strtod(published.printed_, nullptr);
    const double half_unit = 0.5 * std::pow(10, -static_cast<double>(decimals));
    return std::abs(value - expected) <= half_unit + 1e-12 * std::abs(expected);
  }
  friend std::ostream& operator<<(std::ostream& out, const rounds_to& published) {
    return out << published.printed_;
  }

private:
  const char* printed_;
};
