// The units that a number can stand before.
#pragma once

#include <array>
#include <string_view>
#include <tailgate/strata/detail/word_list.hpp>

namespace tailgate::detail {

/// SI symbols with the prefixes in use, units accepted beside the SI, bytes, and imperial and US
/// customary units; case-sensitive. Without the ones that are mostly something else: am, pm, st.
[[nodiscard]] inline bool is_unit_symbol(std::string_view text) noexcept {
  static constexpr word_list symbols({"m", "km", "dm", "cm", "mm", "nm", "\xC2\xB5m", "\xCE\xBCm",
      "g", "kg", "mg", "\xC2\xB5g", "\xCE\xBCg", "t", "s", "ms", "ns", "\xC2\xB5s", "\xCE\xBCs",
      "min", "h", "d", "L", "l", "mL", "ml", "cL", "cl", "dL", "dl", "hL", "W", "kW", "MW", "GW",
      "mW", "kWh", "MWh", "Wh", "V", "kV", "mV", "A", "mA", "mAh", "Ah", "J", "kJ", "MJ", "GJ", "N",
      "kN", "Pa", "hPa", "kPa", "MPa", "bar", "mbar", "Hz", "kHz", "MHz", "GHz", "THz", "K", "cd",
      "mol", "eV", "keV", "MeV", "GeV", "kcal", "cal", "dB", "ha", "m\xC2\xB2", "km\xC2\xB2",
      "cm\xC2\xB2", "m\xC2\xB3", "cm\xC2\xB3", "km/h", "m/s", "B", "kB", "KB", "MB", "GB", "TB",
      "PB", "KiB", "MiB", "GiB", "TiB", "bit", "kbit", "Mbit", "Gbit", "Kibit", "Mibit", "Mbps",
      "Gbps", "\u00B0C", "\u00B0F", "\xE2\x84\xA6", "\xCE\xA9", "k\xCE\xA9", "ft", "yd", "mi",
      "nmi", "oz", "lb", "lbs", "gal", "qt", "pt", "mph", "psi", "acre", "acres", "inch", "foot",
      "feet", "inches"});
  return symbols.has(text);
}

/// Names in English, in lower case, singular or plural: "kilometre", "kilobytes", "pounds".
[[nodiscard]] inline bool is_unit_name(std::string_view text) noexcept {
  static constexpr word_list prefixes({"kilo", "mega", "giga", "tera", "milli", "micro", "nano",
      "centi", "deci", "hecto", "kibi", "mebi", "gibi", "tebi"});
  static constexpr word_list prefixed(
      {"metre", "meter", "gram", "gramme", "litre", "liter", "watt", "volt", "ampere", "joule",
          "newton", "pascal", "hertz", "second", "byte", "bit", "ohm", "calorie"});
  static constexpr word_list plain(
      {"mile", "yard", "pound", "ounce", "gallon", "quart", "pint", "minute", "hour", "tonne",
          "kelvin", "celsius", "fahrenheit", "degree", "hectare", "knot", "furlong"});
  if (text.ends_with('s') && text != "celsius")
    text.remove_suffix(1);
  if (plain.has(text) || prefixed.has(text))
    return true;
  const std::string_view prefix = prefixes.start_of(text);
  return !prefix.empty() && prefixed.has(text.substr(prefix.size()));
}

/// A prefix that stands for a factor by itself: 3.5k, 2M, 64Ki.
[[nodiscard]] inline bool is_bare_prefix(std::string_view text) noexcept {
  static constexpr word_list prefixes({"k", "K", "M", "G", "T", "Ki", "Mi", "Gi", "Ti"});
  return prefixes.has(text);
}

struct unit_conversion {
  std::string_view from, to;
  std::string_view factor; ///< exact by definition
};

/// Reference: BIPM, "The International System of Units", 9th edition; IEC 80000-13 for KiB; the
/// international yard and pound agreement of 1959.
inline constexpr std::array<unit_conversion, 26> unit_conversions{{{"km", "m", "1000"},
    {"m", "cm", "100"}, {"cm", "mm", "10"}, {"kg", "g", "1000"}, {"t", "kg", "1000"},
    {"g", "mg", "1000"}, {"L", "mL", "1000"}, {"h", "min", "60"}, {"min", "s", "60"},
    {"kW", "W", "1000"}, {"MHz", "kHz", "1000"}, {"GB", "MB", "1000"}, {"GiB", "MiB", "1024"},
    {"MiB", "KiB", "1024"}, {"m", "km", "0.001"}, {"mi", "km", "1.609344"}, {"mi", "ft", "5280"},
    {"ft", "cm", "30.48"}, {"yd", "m", "0.9144"}, {"yd", "ft", "3"}, {"lb", "kg", "0.45359237"},
    {"lb", "oz", "16"}, {"gal", "L", "3.785411784"}, {"nmi", "m", "1852"}, {"kJ", "J", "1000"},
    {"mg", "g", "0.001"}}};

} // namespace tailgate::detail
