// What a quantized format stores: bits a weight, the size of a group that shares a scale, and
// whether a group has a zero point.
//
//   w ~ scale * (code - zero_point),   0 <= code < 2^bits
//
// Names: "int8" and "int4" are symmetric with one scale an output channel; "int4-g128" is
// asymmetric with a scale and a zero point for every 128 consecutive inputs; "int8-tensor" is
// symmetric with one scale for the whole matrix. A suffix "-sym" or "-asym" says otherwise.
#pragma once

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>

namespace tailgate {

/// A uniform integer format. Regular.
struct quant_scheme {
  unsigned bits = 8;     ///< 2, 3, 4 or 8
  std::size_t group = 0; ///< inputs that share a scale; 0: the whole row (per output channel)
  bool symmetric = true; ///< no zero point is stored; it is 2^(bits-1)
  bool tensor = false;   ///< one scale for the whole matrix; group is 0 then

  /// The largest code, 2^bits - 1.
  [[nodiscard]] constexpr unsigned largest_code() const noexcept { return (1u << bits) - 1u; }

  /// Groups in a row of `inputs` weights; the last may be shorter.
  [[nodiscard]] constexpr std::size_t groups(std::size_t inputs) const noexcept {
    return group == 0 ? (inputs == 0 ? 0 : 1) : (inputs + group - 1) / group;
  }

  /// Inputs of group g in a row of `inputs`: [first, last).
  [[nodiscard]] constexpr std::size_t group_first(std::size_t g) const noexcept {
    return g * group;
  }
  [[nodiscard]] constexpr std::size_t group_last(std::size_t g, std::size_t inputs) const noexcept {
    return group == 0 || inputs - g * group < group ? inputs : (g + 1) * group;
  }

  /// Bits that a row of `inputs` weights takes: codes, fp16 scales, zero points of `bits` bits. The
  /// scale of a whole matrix is no row's.
  [[nodiscard]] constexpr double row_bits(std::size_t inputs) const noexcept {
    const double scales = tensor ? 0 : static_cast<double>(groups(inputs)) * group_bits();
    return static_cast<double>(inputs) * bits + scales;
  }

  /// Bits that a matrix takes.
  [[nodiscard]] constexpr double matrix_bits(
      std::size_t outputs, std::size_t inputs) const noexcept {
    return static_cast<double>(outputs) * row_bits(inputs) + (tensor ? group_bits() : 0);
  }

  /// Bits that a scale takes with its zero point.
  [[nodiscard]] constexpr unsigned group_bits() const noexcept {
    return 16 + (symmetric ? 0 : bits);
  }

  /// "int4-g128"
  [[nodiscard]] std::string name() const {
    std::string text = "int" + std::to_string(bits);
    if (group != 0)
      text += "-g" + std::to_string(group);
    if (tensor)
      text += "-tensor";
    if (symmetric != (group == 0))
      text += symmetric ? "-sym" : "-asym";
    return text;
  }

  friend bool operator==(const quant_scheme&, const quant_scheme&) = default;
};

/// Throws argument_error E100 (bits) or E101 (group) for a scheme that no packed matrix can hold.
inline void check_scheme(const quant_scheme& scheme) {
  if (scheme.bits != 2 && scheme.bits != 3 && scheme.bits != 4 && scheme.bits != 8)
    throw argument_error(100, "quant_scheme",
        std::to_string(scheme.bits) + " bits a weight; it must be 2, 3, 4 or 8");
  if (scheme.group != 0 && (scheme.group < 8 || scheme.group > 65536 || scheme.group % 8 != 0))
    throw argument_error(101, "quant_scheme",
        "group of " + std::to_string(scheme.group) +
            "; it must be 0 (per channel) or a multiple of 8 from 8 to 65536");
  if (scheme.group != 0 && scheme.tensor)
    throw argument_error(101, "quant_scheme",
        "group of " + std::to_string(scheme.group) +
            " with one scale for the matrix; a scale belongs to a group or to the matrix");
}

/// The scheme of that name. Throws argument_error E102 for a name of another form, E100 or E101.
[[nodiscard]] inline quant_scheme parse_quant_scheme(std::string_view name) {
  const auto refuse = [&]() -> argument_error {
    return {102, "quant_scheme",
        "'" + std::string(name) +
            "' is not a format; use intB, intB-gG or intB-tensor with -sym or -asym, for example "
            "int8, int4-g128, int4-g32-sym"};
  };
  std::string_view rest = name;
  const auto number = [&](std::string_view prefix, auto& out) {
    if (!rest.starts_with(prefix))
      return false;
    rest.remove_prefix(prefix.size());
    const auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), out);
    if (fault != std::errc{})
      throw refuse();
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return true;
  };
  quant_scheme scheme;
  if (!number("int", scheme.bits))
    throw refuse();
  number("-g", scheme.group);
  if (rest.starts_with("-tensor")) {
    scheme.tensor = true;
    rest.remove_prefix(std::string_view("-tensor").size());
  }
  scheme.symmetric = scheme.group == 0;
  if (rest == "-sym" || rest == "-asym") {
    scheme.symmetric = rest == "-sym";
    rest = {};
  }
  if (!rest.empty())
    throw refuse();
  check_scheme(scheme);
  return scheme;
}

} // namespace tailgate
