// A table for a terminal: aligned columns that fit a width, or, when they cannot, one block a row.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <tailgate/report/display_width.hpp>
#include <utility>
#include <vector>

namespace tailgate::report::detail {

/// How a cell is emphasised when colour was asked for.
enum class text_style { plain, strong, bad, good, doubtful, faint };

/// `text` in an ANSI SGR sequence; unchanged without colour.
[[nodiscard]] inline std::string styled(std::string text, text_style style, bool color) {
  static constexpr const char* codes[] = {"", "1", "1;31", "32", "33", "2"};
  const auto index = static_cast<std::size_t>(style);
  if (!color || style == text_style::plain)
    return text;
  return std::string("\x1b[") + codes[index] + "m" + std::move(text) + "\x1b[0m";
}

/// A line without the spaces at its end.
[[nodiscard]] inline std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1); // nothing but spaces: npos + 1 is 0
  return line;
}

struct text_cell {
  std::string text;
  text_style style = text_style::plain;
};

struct text_row {
  std::vector<text_cell> cells; ///< as many as columns; the first names the row
  std::string note;             ///< a line below the row, may be empty
};

struct text_column {
  std::string header;
  bool right = true;   ///< numbers end at the column's right edge
  bool folded = false; ///< for the last column: texts that are folded to the room that is left
};

struct text_table {
  std::vector<text_column> columns;
  std::vector<text_row> rows;
  std::string indent; ///< before each line

  /// The lines of the table, each ended by '\n'. Names that are too long are folded, never cut, and
  /// so are the texts of a folded last column.
  /// When less than `least_name_width` columns would be left for them, each row becomes a block of
  /// its name and "header value" pairs.
  [[nodiscard]] std::string print(std::size_t width, bool color) const {
    if (!fits(width))
      return print_blocks(width, color);
    std::vector<std::size_t> widths = natural_widths();
    if (columns.back().folded) {
      const std::size_t others = behind_the_name(widths) - widths.back() + widths[0];
      widths.back() = std::min(
          widths.back(), std::max(least_folded_width, width > others ? width - others : 0));
    }
    widths[0] = std::min(widths[0], width - behind_the_name(widths));
    return print_columns(widths, width, color);
  }

  /// Whether all columns stand side by side with enough room for the names.
  [[nodiscard]] bool fits(std::size_t width) const {
    auto widths = natural_widths();
    if (columns.back().folded)
      widths.back() = std::min(widths.back(), least_folded_width);
    return behind_the_name(widths) + std::min(least_name_width, widths[0]) <= width;
  }

  static constexpr std::size_t gap = 2;
  static constexpr std::size_t least_name_width = 14;
  static constexpr std::size_t least_folded_width = 24;

private:
  [[nodiscard]] std::vector<std::size_t> natural_widths() const {
    std::vector<std::size_t> widths;
    for (std::size_t j = 0; j < columns.size(); ++j) {
      widths.push_back(display_width(columns[j].header));
      for (const text_row& row : rows)
        widths[j] = std::max(widths[j], display_width(row.cells[j].text));
    }
    return widths;
  }

  /// Columns that everything but the first column takes.
  [[nodiscard]] std::size_t behind_the_name(const std::vector<std::size_t>& widths) const {
    std::size_t sum = indent.size();
    for (std::size_t j = 1; j < widths.size(); ++j)
      sum += gap + widths[j];
    return sum;
  }

  [[nodiscard]] std::string print_columns(
      const std::vector<std::size_t>& widths, std::size_t width, bool color) const {
    const auto aligned = [&](const std::string& text, std::size_t j) {
      return columns[j].right ? pad_left(text, widths[j]) : pad_right(text, widths[j]);
    };
    std::string line, out;
    for (std::size_t j = 0; j < columns.size(); ++j)
      line += std::string(j == 0 ? 0 : gap, ' ') + aligned(columns[j].header, j);
    if (const std::string header = trimmed(line); !header.empty())
      out += indent + styled(header, text_style::faint, color) + "\n";
    const std::size_t last = columns.size() - 1;
    for (const text_row& row : rows) {
      const auto names = fold(row.cells[0].text, widths[0]);
      const auto texts = columns[last].folded && last > 0
                             ? fold(row.cells[last].text, widths[last])
                             : std::vector<std::string>{row.cells[last].text};
      for (std::size_t k = 0; k < std::max(names.size(), texts.size()); ++k) {
        const std::string name = k < names.size() ? names[k] : "";
        line = indent + styled(pad_right(name, widths[0]), row.cells[0].style, color);
        for (std::size_t j = 1; j <= last; ++j) {
          const std::string text = j == last && k < texts.size() ? texts[k]
                                   : k == 0 && j < last          ? row.cells[j].text
                                                                 : "";
          line += std::string(gap, ' ') + styled(aligned(text, j), row.cells[j].style, color);
        }
        out += trimmed(line) + "\n";
      }
      out += note_lines(row, width, color);
    }
    return out;
  }

  [[nodiscard]] std::string print_blocks(std::size_t width, bool color) const {
    const std::string inner = indent + "  ";
    const std::size_t room = width > inner.size() ? width - inner.size() : 1;
    std::string out;
    for (const text_row& row : rows) {
      for (const std::string& name : fold(row.cells[0].text, room))
        out += indent + styled(name, row.cells[0].style, color) + "\n";
      std::string line;
      const auto flush = [&] {
        for (const std::string& part : fold(line, room))
          out += inner + part + "\n";
        line.clear();
      };
      for (std::size_t j = 1; j < columns.size(); ++j) {
        if (row.cells[j].text.empty())
          continue;
        const std::string& header = columns[j].header;
        const std::string pair = (header.empty() ? "" : header + " ") + row.cells[j].text;
        if (!line.empty() && display_width(line) + gap + display_width(pair) > room)
          flush();
        line += (line.empty() ? "" : "  ") + pair;
      }
      flush();
      out += note_lines(row, width, color);
    }
    return out;
  }

  [[nodiscard]] std::string note_lines(const text_row& row, std::size_t width, bool color) const {
    std::string out;
    const std::string inner = indent + "    ";
    if (!row.note.empty())
      for (const std::string& part :
          fold(row.note, width > inner.size() ? width - inner.size() : 1))
        out += inner + styled(part, text_style::faint, color) + "\n";
    return out;
  }
};

} // namespace tailgate::report::detail
