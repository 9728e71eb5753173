// Which scripts a text is written in, and which writing system that makes it.
//
// A writing system can take several scripts: Japanese mixes Han with Hiragana and Katakana, Korean
// Hangul with Han. ISO 15924 names such mixtures too (Jpan, Kore, Hanb). Code points that many
// scripts share, combining marks and unassigned ones are not counted: they tell nothing.
//
// Script drift is the share of an answer outside the writing system it should be in: the sign of a
// damaged model that goes on in the language it knows best.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/core/ascii_search.hpp>
#include <tailgate/core/estimate.hpp>
#include <tailgate/core/utf8.hpp>
#include <tailgate/strata/script.hpp>

namespace tailgate {

/// How many code points of each script a text has. Regular; 1.3 KiB.
class script_profile {
public:
  script_profile() = default;
  /// Malformed UTF-8 counts as unknown. O(length of the text), no allocation.
  explicit script_profile(std::string_view text) noexcept {
    script_run run; // texts stay in one for long
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = find_non_ascii(text, at);
      const std::size_t begin = at;
      std::size_t letters = 0;
      for (; at < end; ++at)
        letters += is_ascii_letter(text[at]) ? 1u : 0u;
      of(script::latin) += letters;
      of(script::common) += end - begin - letters;
      while (at < text.size() && !is_ascii(text[at])) {
        const utf8_step step = decode_utf8(text, at);
        if (step.well_formed && !run.holds(step.code_point))
          run = script_run_of(step.code_point);
        ++of(step.well_formed ? run.own : script::unknown);
        at += step.length;
      }
    }
  }

  [[nodiscard]] std::size_t count(script s) const noexcept {
    return counts_[static_cast<std::size_t>(s)];
  }

  /// Code points that have a script of their own: what the shares below are shares of.
  [[nodiscard]] std::size_t counted() const noexcept {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < script_count; ++i)
      sum += has_own_script(static_cast<script>(i)) ? counts_[i] : 0;
    return sum;
  }

  /// The script with the most code points, the first by name of equal ones; absent for a text
  /// without letters.
  [[nodiscard]] std::optional<script> dominant() const noexcept {
    std::optional<script> best;
    std::size_t most = 0;
    for (std::size_t i = 0; i < script_count; ++i) {
      const auto s = static_cast<script>(i);
      if (counts_[i] > most && has_own_script(s)) {
        best = s;
        most = counts_[i];
      }
    }
    return best;
  }

  /// The share of counted code points outside `own`, within [0, 1]; undefined (no items) for a
  /// text without letters.
  [[nodiscard]] estimate<double> share_outside(const script_profile& own) const noexcept {
    std::size_t outside = 0;
    for (std::size_t i = 0; i < script_count; ++i)
      outside += has_own_script(static_cast<script>(i)) && own.counts_[i] == 0 ? counts_[i] : 0;
    const std::size_t all = counted();
    if (all == 0)
      return undefined_reason::no_items;
    return static_cast<double>(outside) / static_cast<double>(all);
  }

  /// Adds the counts of another text.
  script_profile& operator+=(const script_profile& other) noexcept {
    for (std::size_t i = 0; i < script_count; ++i)
      counts_[i] += other.counts_[i];
    return *this;
  }
  friend bool operator==(const script_profile&, const script_profile&) = default;

private:
  [[nodiscard]] std::size_t& of(script s) noexcept { return counts_[static_cast<std::size_t>(s)]; }

  std::array<std::size_t, script_count> counts_{};
};

/// The ISO 15924 code of the writing system: "Latn", "Cyrl"; "Jpan" when kana make up at least a
/// tenth of Han and kana, "Kore" likewise for Hangul, "Hanb" for Bopomofo, "Hani" for Han alone;
/// "Zyyy" for a text without letters.
[[nodiscard]] inline std::string_view writing_system(const script_profile& text) noexcept {
  const std::optional<script> dominant = text.dominant();
  if (!dominant)
    return script_code(script::common);
  struct mixture {
    std::size_t sign; ///< code points that tell it from Han alone
    std::string_view code;
  };
  const mixture mixtures[] = {{text.count(script::hiragana) + text.count(script::katakana), "Jpan"},
      {text.count(script::hangul), "Kore"}, {text.count(script::bopomofo), "Hanb"}};
  const mixture& most = *std::max_element(std::begin(mixtures), std::end(mixtures),
      [](const mixture& a, const mixture& b) { return a.sign < b.sign; });
  const std::size_t together = most.sign + text.count(script::han);
  if (most.sign != 0 && most.sign * 10 >= together && together >= text.count(*dominant))
    return most.code;
  return script_code(*dominant);
}

} // namespace tailgate
