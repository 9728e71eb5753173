// How reports quote text from outside: the one place.
//
// Names of models, tiers, strata and metrics are data. A stratum may be called
// `<script>alert(1)</script>`, hold a terminal's escape sequence, a bidirectional override that
// shows text in another order (CVE-2021-42574), or bytes that are no UTF-8; a report shows it and
// obeys none of it. Every function takes any bytes and returns well-formed UTF-8; malformed
// sequences become U+FFFD. Linear, one allocation of the result's size or a few.
#pragma once

#include <string>
#include <string_view>
#include <tailgate/core/utf8.hpp>

namespace tailgate::report {

/// `text` with each malformed sequence replaced by U+FFFD.
[[nodiscard]] inline std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const utf8_step step = decode_utf8(text, at);
    if (step.well_formed)
      out.append(text.substr(at, step.length));
    else
      out += "\xEF\xBF\xBD";
    at += step.length;
  }
  return out;
}

/// Whether a code point moves the cursor, starts an escape sequence, breaks the line or changes the
/// order of what follows: C0, DEL, C1, line and paragraph separators, bidirectional controls,
/// noncharacters and the byte order mark.
[[nodiscard]] constexpr bool is_control(char32_t c) noexcept {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF ||
         (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

/// `text` on one line with controls made visible as \u{1B} (two digits at least); nothing else
/// changes.
[[nodiscard]] inline std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const utf8_step step = decode_utf8(text, at);
    if (!step.well_formed) {
      out += "\xEF\xBF\xBD";
    } else if (is_control(step.code_point)) {
      out += "\\u{";
      bool leading = true;
      for (int shift = 20; shift >= 0; shift -= 4) {
        const auto digit = static_cast<unsigned>(step.code_point >> shift) & 0xFu;
        leading = leading && digit == 0 && shift > 4;
        if (!leading)
          out += "0123456789ABCDEF"[digit];
      }
      out += '}';
    } else {
      out.append(text.substr(at, step.length));
    }
    at += step.length;
  }
  return out;
}

namespace detail {

/// The five characters that markup gives a meaning, as entities of HTML and XML alike.
[[nodiscard]] inline std::string escape_markup(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\'':
      out += "&#39;";
      break;
    default:
      out += c;
    }
  }
  return out;
}

} // namespace detail

/// For HTML text and quoted attributes. Controls are shown as in printable().
[[nodiscard]] inline std::string escape_html(std::string_view text) {
  return detail::escape_markup(printable(text));
}

/// For XML 1.0 text and quoted attributes. Characters that XML 1.0 cannot hold (production 2,
/// Char) are removed; tab and line ends become character references, which survive attribute
/// normalisation.
[[nodiscard]] inline std::string escape_xml(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const utf8_step step = decode_utf8(text, at);
    const char32_t c = step.code_point;
    if (!step.well_formed)
      kept += "\xEF\xBF\xBD";
    else if ((c >= 0x20 && c != 0xFFFE && c != 0xFFFF) || c == '\t' || c == '\n' || c == '\r')
      kept.append(text.substr(at, step.length));
    at += step.length;
  }
  std::string out;
  for (const char c : detail::escape_markup(kept)) {
    if (c == '\t' || c == '\n' || c == '\r')
      out += c == '\t' ? "&#9;" : c == '\n' ? "&#10;" : "&#13;";
    else
      out += c;
  }
  return out;
}

/// For GitHub-flavoured Markdown inside a line or a table cell: characters that start markup, HTML,
/// a mention, an issue link, mathematics or a new cell are escaped with a backslash or an entity.
[[nodiscard]] inline std::string escape_markdown(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (std::string_view("\\`*_[]|~#@$!").find(c) != std::string_view::npos)
      out.append(1, '\\').append(1, c);
    else
      out += c;
  }
  return out;
}

} // namespace tailgate::report
