// The identifiers of a source text, and the words that they are put together from.
//
//   parseHTTPHeader2_max  ->  parse http header max
//
// The text is cut by characters, without the grammar of any language: keywords and the words of
// comments and strings are found as well. Keywords are frequent and thus never the rarest. An
// identifier begins with a letter or underscore and goes on with letters, digits, marks and
// underscores; a letter is what has a script of its own (Unicode), or is ASCII. Its parts end at
// underscores and digits, before a capital that follows a small letter, and before the last of
// several capitals that a small letter follows. ASCII capitals become small; letters beyond ASCII
// are kept as they are and count as small.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/core/utf8.hpp>
#include <tailgate/strata/script.hpp>

namespace tailgate {

namespace detail {

/// The bytes of an identifier's character at `at`; 0 when none is there.
[[nodiscard]] constexpr std::size_t identifier_step(
    std::string_view text, std::size_t at) noexcept {
  const utf8_step step = decode_utf8(text, at);
  if (!step.well_formed)
    return 0;
  const script s = script_of(step.code_point);
  const bool belongs = step.code_point < 0x80
                           ? s == script::latin || text[at] == '_' || is_ascii_digit(text[at])
                           : has_own_script(s) || s == script::inherited;
  return belongs ? step.length : 0;
}

/// Calls visit(part) for each part of one identifier, with ASCII capitals made small.
template <class Visit>
void for_each_part(std::string_view identifier, Visit& visit) {
  const auto capital = [&](std::size_t i) {
    return i < identifier.size() && is_ascii_capital(identifier[i]);
  };
  const auto between = [&](std::size_t i) {
    return identifier[i] == '_' || is_ascii_digit(identifier[i]);
  };
  std::string part;
  for (std::size_t i = 0; i < identifier.size(); ++i) {
    const bool after_small = i > 0 && !between(i - 1) && !capital(i - 1);
    const bool before_small = i + 1 < identifier.size() && !between(i + 1) && !capital(i + 1);
    const bool begins = capital(i) && (after_small || before_small);
    if ((begins || between(i)) && !part.empty()) {
      visit(std::string_view(part));
      part.clear();
    }
    if (!between(i))
      part += ascii_lower(identifier[i]);
  }
  if (!part.empty())
    visit(std::string_view(part));
}

} // namespace detail

/// Calls visit(std::string_view) for each part of each identifier of a source text, in order; the
/// view is valid during the call. Malformed UTF-8 separates. Linear, one buffer.
template <class Visit>
void for_each_identifier_part(std::string_view source, Visit visit) {
  for (std::size_t at = 0; at < source.size();) {
    const std::size_t begin = at;
    for (std::size_t step = 1; at < source.size() && step != 0; at += step)
      step = detail::identifier_step(source, at);
    if (at == begin)
      at += decode_utf8(source, at).length;
    else if (!is_ascii_digit(source[begin])) // 0x1F and 10ms are numbers
      detail::for_each_part(source.substr(begin, at - begin), visit);
  }
}

} // namespace tailgate
