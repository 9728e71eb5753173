// A confidence level as a type of its own, so that 0.05 cannot be passed where 0.95 is meant.
#pragma once

#include <string>
#include <tailgate/error.hpp>

namespace tailgate::stats {

/// The coverage that an interval aims for, within (0, 1). A one-sided decision at level alpha reads
/// one end of the two-sided interval of level 1 - 2 alpha: `confidence_level::one_sided(0.05)`.
class confidence_level {
public:
  /// Throws argument_error E200 unless 0 < level < 1.
  explicit constexpr confidence_level(double level) : level_(level) {
    if (!(level > 0 && level < 1))
      throw argument_error(200, "confidence_level",
          "level is " + std::to_string(level) + "; it must lie within (0, 1), for example 0.95");
  }

  /// The two-sided level whose ends are one-sided bounds at `alpha`, within (0, 0.5).
  /// Throws argument_error E200 otherwise.
  [[nodiscard]] static constexpr confidence_level one_sided(double alpha) {
    return confidence_level(1 - 2 * alpha);
  }

  [[nodiscard]] constexpr double value() const noexcept { return level_; }

  /// Probability left out at each end: (1 - level) / 2.
  [[nodiscard]] constexpr double tail() const noexcept { return (1 - level_) / 2; }

  friend constexpr bool operator==(confidence_level, confidence_level) = default;

private:
  double level_;
};

/// The default of every interval in this room.
inline constexpr confidence_level default_confidence{0.95};

} // namespace tailgate::stats
