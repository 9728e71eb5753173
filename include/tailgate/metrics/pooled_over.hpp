// The name of an estimand that averages over context lengths.
//
// A mean over lengths depends wholly on how many long prompts it counts, and the long ones are
// where damage hides. So the axis has to be named where the mean is asked for:
//
//   result.population(pooled_over{"records"})
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tailgate {

/// The axes of kind context_length that a mean is taken over; none by default.
class pooled_over {
public:
  pooled_over() = default;

  template <std::convertible_to<std::string>... Names>
  requires(sizeof...(Names) > 0) explicit pooled_over(const Names&... axes)
      : axes_{std::string(axes)...} {}

  explicit pooled_over(std::vector<std::string> axes) : axes_(std::move(axes)) {}

  [[nodiscard]] const std::vector<std::string>& axes() const noexcept { return axes_; }

  [[nodiscard]] bool names(std::string_view axis) const {
    return std::find(axes_.begin(), axes_.end(), axis) != axes_.end();
  }

  /// "pooled over context length 'records'"; empty for no axis.
  [[nodiscard]] std::string text() const {
    std::string out;
    for (std::size_t i = 0; i < axes_.size(); ++i) {
      if (i == 0)
        out = axes_.size() == 1 ? "pooled over context length '" : "pooled over context lengths '";
      else
        out += i + 1 == axes_.size() ? " and '" : ", '";
      out.append(axes_[i]).append(1, '\'');
    }
    return out;
  }

  friend bool operator==(const pooled_over&, const pooled_over&) = default;

private:
  std::vector<std::string> axes_;
};

} // namespace tailgate
