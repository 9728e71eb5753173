// What the writer and the reader of run files must agree on.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace tailgate {

/// The longest line of a run file, in bytes: an item of half a million tokens.
inline constexpr std::size_t max_run_line = std::size_t{64} << 20;

namespace detail {

inline constexpr std::string_view run_schema = "tailgate.run/1";
/// How every run file begins.
inline constexpr std::string_view run_magic = R"({"schema":"tailgate.run/1",)";
/// How run files of any version begin.
inline constexpr std::string_view run_magic_of_any_version = R"({"schema":"tailgate.run/)";
/// In the order of axis_kind.
inline constexpr std::array<std::string_view, 3> axis_kind_names{
    "nominal", "ordinal", "context_length"};
inline constexpr std::string_view hex_digits = "0123456789abcdef";

} // namespace detail
} // namespace tailgate
