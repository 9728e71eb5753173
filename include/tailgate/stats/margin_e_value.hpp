// Two bets about one margin m, 0 < m < 1: the e-values with which a gate may look at a run in
// progress and stop it whenever one likes.
//
// X is the change of one independent unit: -1 lost, +1 gained, 0 the same, or the mean of a
// complete cluster, within [-1, 1]. The loss is E[-X].
//
//   damage            H0: loss <= m    e = sum over k of w_k prod (1 + a_k (-X - m))
//   non-inferiority   H0: loss >= m    e = sum over k of w_k prod (1 + b_k ( X + m))
//
// with a_k = f_k / (1 + m) and b_k = f_k / (1 - m), fractions 0 < f_k < 1 of the largest bets that
// cannot lose everything. No factor is below 1 - f_k > 0, and its expectation given the past is at
// most 1 under H0. So e is a non-negative supermartingale that starts at 1: P(ever e >= 1/alpha) <=
// alpha (Ville), however often one looks. The bets are fixed before the data and mixed, and
// multiplication commutes: e depends on how many units had which mean, not on their order.
//
// The prior of the fractions: 0.9 spread evenly over 0.95 (k/12)^1.5, k = 1 ... 12, and 0.1 over
// the smallest of them halved one to six times, for which the large samples are that settle a loss
// close to the margin. The best bet is about (distance to the margin) / (variance of X).
//
// Assumed: given the items before it, each unit's expected X is the stratum's. Units in random
// order, drawn from a large pool, meet it; a pool sorted by difficulty does not. Which stratum to
// draw from next may depend on all that was seen, and so may the time to stop.
//
// Price: about 1.5 to 2 times the items of a test at one planned size, see docs/simulations.md.
//
// References: I. Waudby-Smith, A. Ramdas, J. R. Statist. Soc. B 86 (2024), doi:10.1093/jrsssb/
// qkad009 (betting on a bounded mean); S. R. Howard, A. Ramdas, J. McAuliffe, J. Sekhon, Annals of
// Statistics 49 (2021), doi:10.1214/20-AOS1991 (mixtures, time-uniform bounds).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <tailgate/error.hpp>
#include <tailgate/stats/paired_counts.hpp>
#include <tailgate/stats/unit_outcomes.hpp>

namespace tailgate::stats {

/// Natural logarithms of the two e-values of a margin. At most one of them is above 0.
struct margin_evidence {
  double log_damage = 0;          ///< against "the loss is at most the margin"
  double log_non_inferiority = 0; ///< against "the loss is at least the margin"
  friend bool operator==(const margin_evidence&, const margin_evidence&) = default;
};

namespace detail {

/// The prior of the fractions f_k, the same for every margin.
struct bet_prior {
  static constexpr std::size_t size = 18;
  std::array<double, size> fraction;
  std::array<double, size> log_weight;

  [[nodiscard]] static bet_prior make() {
    bet_prior prior{};
    for (std::size_t k = 0; k < 12; ++k) {
      const double step = static_cast<double>(k + 1) / 12;
      prior.fraction[k] = 0.95 * step * std::sqrt(step);
      prior.log_weight[k] = std::log(0.9 / 12);
    }
    for (std::size_t k = 12; k < size; ++k) {
      prior.fraction[k] = std::ldexp(prior.fraction[0], 11 - static_cast<int>(k));
      prior.log_weight[k] = std::log(0.1 / 6);
    }
    return prior;
  }
};

} // namespace detail

/// Immutable after construction; safe to use from several threads.
class margin_e_value {
public:
  /// `margin` is the loss, a proportion, that is still accepted.
  /// Throws argument_error E248 unless 0 < margin < 1.
  explicit margin_e_value(double margin) : margin_(margin) {
    if (!(margin > 0 && margin < 1))
      throw argument_error(248, "margin_e_value",
          "margin is " + std::to_string(margin) +
              "; a bet needs one within (0, 1), for example 0.03");
    const detail::bet_prior prior = detail::bet_prior::make();
    for (std::size_t k = 0; k < prior.size; ++k)
      bets_[k] = {
          prior.log_weight[k], prior.fraction[k] / (1 + margin), prior.fraction[k] / (1 - margin)};
    lost_ = steps(-1);
    same_ = steps(0);
    gained_ = steps(1);
  }

  [[nodiscard]] double margin() const noexcept { return margin_; }

  /// The evidence of items that each stand alone; none without items. No allocation, about 0.3 us.
  [[nodiscard]] margin_evidence of(const paired_counts& items) const noexcept {
    capital total = start();
    advance(total, lost_, static_cast<double>(items.lost));
    advance(total, same_, static_cast<double>(items.both + items.neither));
    advance(total, gained_, static_cast<double>(items.gained));
    return mixed(total);
  }

  /// The evidence of units with the given means; the same bits for the same sequence.
  /// Throws argument_error E247 for a mean outside [-1, 1]. About 0.5 us a different mean.
  [[nodiscard]] margin_evidence of(std::span<const counted_mean> units) const {
    capital total = start();
    for (const auto& [mean, count] : units) {
      if (!(mean >= -1 && mean <= 1))
        throw argument_error(247, "margin_e_value",
            "a unit's mean change is " + std::to_string(mean) +
                "; outcomes that are right or wrong change by -1 to 1");
      const double units_alike = static_cast<double>(count);
      if (mean == 0) // the means of items that stand alone are at hand
        advance(total, same_, units_alike);
      else if (mean == -1 || mean == 1)
        advance(total, mean < 0 ? lost_ : gained_, units_alike);
      else
        advance(total, steps(mean), units_alike);
    }
    return mixed(total);
  }

  /// The evidence of gathered units.
  [[nodiscard]] margin_evidence of(const unit_outcomes& units) const { return of(units.means()); }

private:
  struct bet {
    double log_weight;
    double damage;          ///< a_k
    double non_inferiority; ///< b_k
  };
  /// One number a bet; logarithms of factors, or of the capital that they make.
  struct capital {
    std::array<double, detail::bet_prior::size> damage;
    std::array<double, detail::bet_prior::size> non_inferiority;
  };

  [[nodiscard]] capital start() const noexcept {
    capital result{};
    for (std::size_t k = 0; k < bets_.size(); ++k)
      result.damage[k] = result.non_inferiority[k] = bets_[k].log_weight;
    return result;
  }

  /// What one unit with mean x does to the capital of each bet.
  [[nodiscard]] capital steps(double x) const noexcept {
    capital result{};
    for (std::size_t k = 0; k < bets_.size(); ++k) {
      result.damage[k] = std::log1p(-bets_[k].damage * (x + margin_));
      result.non_inferiority[k] = std::log1p(bets_[k].non_inferiority * (x + margin_));
    }
    return result;
  }

  static void advance(capital& total, const capital& step, double units) noexcept {
    for (std::size_t k = 0; k < total.damage.size(); ++k) {
      total.damage[k] += units * step.damage[k];
      total.non_inferiority[k] += units * step.non_inferiority[k];
    }
  }

  [[nodiscard]] static margin_evidence mixed(const capital& total) noexcept {
    return {log_sum(total.damage), log_sum(total.non_inferiority)};
  }

  /// log(sum of exp), which neither overflows nor loses a sum of tiny terms.
  [[nodiscard]] static double log_sum(
      const std::array<double, detail::bet_prior::size>& logs) noexcept {
    const double largest = *std::max_element(logs.begin(), logs.end());
    double sum = 0;
    for (const double l : logs)
      sum += std::exp(l - largest);
    return largest + std::log(sum);
  }

  double margin_;
  std::array<bet, detail::bet_prior::size> bets_{};
  capital lost_{}, same_{}, gained_{};
};

} // namespace tailgate::stats
