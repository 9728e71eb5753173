// The name of a stratum: one level on each of one or more axes, in the order the axes were
// declared.
//
//   {task: hex}                      prints as  task=hex
//   {task: lookup, records: 300}     prints as  task=lookup records=300
#pragma once

#include <compare>
#include <initializer_list>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// One cell of one axis or of several crossed axes. Regular; ordered by axes and levels as text.
class stratum_key {
public:
  using level = std::pair<std::string, std::string>; ///< axis, level on it

  stratum_key() = default;

  /// Throws argument_error E250 for no levels, an empty axis or level name, or an axis named twice.
  explicit stratum_key(std::vector<level> levels) : levels_(std::move(levels)) {
    if (levels_.empty())
      throw argument_error(250, "stratum_key", "a stratum needs at least one (axis, level)");
    for (std::size_t i = 0; i < levels_.size(); ++i) {
      if (levels_[i].first.empty() || levels_[i].second.empty())
        throw argument_error(250, "stratum_key",
            "axis '" + levels_[i].first + "' and level '" + levels_[i].second +
                "' must not be empty");
      for (std::size_t j = 0; j < i; ++j)
        if (levels_[i].first == levels_[j].first)
          throw argument_error(
              250, "stratum_key", "axis '" + levels_[i].first + "' is named twice");
    }
  }

  stratum_key(std::initializer_list<level> levels) : stratum_key(std::vector<level>(levels)) {}

  [[nodiscard]] const std::vector<level>& levels() const noexcept { return levels_; }

  /// The level on an axis; null where the stratum does not have the axis, as nested axes exist only
  /// below some levels of another. Valid as long as the key.
  [[nodiscard]] const std::string* level_on(std::string_view axis) const noexcept {
    for (const level& l : levels_)
      if (l.first == axis)
        return &l.second;
    return nullptr;
  }

  /// "task=lookup records=300"
  [[nodiscard]] std::string name() const {
    std::string text;
    for (const auto& [axis, value] : levels_) {
      if (!text.empty())
        text += ' ';
      text.append(axis).append(1, '=').append(value);
    }
    return text;
  }

  friend bool operator==(const stratum_key&, const stratum_key&) = default;
  friend auto operator<=>(const stratum_key&, const stratum_key&) = default;

private:
  std::vector<level> levels_;
};

} // namespace tailgate
