// A prompt as the detectors read it: its numbers, what links neighbouring ones, and its words.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <tailgate/core/ascii.hpp>
#include <tailgate/core/ascii_search.hpp>
#include <tailgate/strata/detail/characters.hpp>
#include <tailgate/strata/detail/notable_characters.hpp>
#include <tailgate/strata/detail/numeral.hpp>
#include <tailgate/strata/detail/numeral_scanner.hpp>
#include <tailgate/strata/detail/word_list.hpp>
#include <vector>

namespace tailgate::detail {

/// What stands between a number and the next one.
struct numeral_link {
  char operation = 0;      ///< + - * / or 0 when the two are no operands of one operation
  bool brackets = false;   ///< brackets stand beside the operator
  bool tight = false;      ///< nothing but the operator stands between
  bool of_a_label = false; ///< in a date, telephone number or other label: 2024-02-29, 1/2/2024
};

/// Linear in the text. Holds a view of it: the text must outlive it.
class scanned_text {
public:
  explicit scanned_text(std::string_view text)
      : text_(text), notable_(text), has_digit_(find_ascii_digit(text, 0) < text.size()) {
    if (!has_digit_)
      return;
    lower_ = ascii_lower(text);
    numerals_ = numeral_scanner::scan(text);
    link();
    split_words();
  }
  scanned_text(const scanned_text&) = delete;
  scanned_text& operator=(const scanned_text&) = delete;
  ~scanned_text() = default;

  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] const notable_characters& notable() const noexcept { return notable_; }
  /// Whether there is an ASCII digit. Without one, all that follows is empty: most texts have none,
  /// and no detector looks further then.
  [[nodiscard]] bool has_digit() const noexcept { return has_digit_; }
  /// With ASCII letters in lower case; the same bytes otherwise.
  [[nodiscard]] std::string_view lower() const noexcept { return lower_; }
  [[nodiscard]] const std::vector<numeral>& numerals() const noexcept { return numerals_; }
  /// links()[i] is between numeral i and i + 1; one fewer than numerals.
  [[nodiscard]] const std::vector<numeral_link>& links() const noexcept { return links_; }
  /// Runs of letters, ASCII ones in lower case.
  [[nodiscard]] const std::vector<std::string_view>& words() const noexcept { return words_; }
  /// What stands behind numeral i.
  [[nodiscard]] std::string_view behind(std::size_t i) const noexcept {
    return text_.substr(numerals_[i].end);
  }

  template <std::size_t Count>
  [[nodiscard]] bool has_word(const word_list<Count>& listed) const noexcept {
    return std::any_of(
        words_.begin(), words_.end(), [&](std::string_view word) { return listed.has(word); });
  }
  template <std::size_t Count>
  [[nodiscard]] bool has_word_beginning(const word_list<Count>& stems) const noexcept {
    return std::any_of(words_.begin(), words_.end(),
        [&](std::string_view word) { return !stems.start_of(word).empty(); });
  }

private:
  [[nodiscard]] static char operation_named(std::string_view gap) noexcept {
    static constexpr struct {
      std::string_view spelt;
      char operation;
    } table[] = {{"+", '+'}, {"plus", '+'}, {"-", '-'}, {"\xE2\x88\x92", '-'},
        {"\xE2\x80\x93", '-'}, {"minus", '-'}, {"*", '*'}, {"\xC3\x97", '*'}, {"x", '*'},
        {"\xC2\xB7", '*'}, {"\xE2\x8B\x85", '*'}, {"times", '*'}, {"/", '/'}, {"\xC3\xB7", '/'}};
    for (const auto& row : table)
      if (gap == row.spelt)
        return row.operation;
    return 0;
  }

  [[nodiscard]] numeral_link link_between(const numeral& a, const numeral& b) const noexcept {
    numeral_link link;
    std::string_view gap = std::string_view(lower_).substr(a.end, b.sign_begin - a.end);
    const std::size_t whole = gap.size();
    const auto note = [&](char c) { link.brackets = link.brackets || c != ' '; };
    while (!gap.empty() && (gap.front() == ' ' || gap.front() == ')')) {
      note(gap.front());
      gap.remove_prefix(1);
    }
    while (!gap.empty() && (gap.back() == ' ' || gap.back() == '(')) {
      note(gap.back());
      gap.remove_suffix(1);
    }
    link.tight = gap.size() == whole;
    const bool hexadecimal = link.tight && a.integer == "0" && gap == "x";
    if (!(link.tight && a.attached_before) && !hexadecimal)
      link.operation = operation_named(gap);
    return link;
  }

  void link() {
    links_.reserve(numerals_.size());
    for (std::size_t i = 0; i + 1 < numerals_.size(); ++i)
      links_.push_back(link_between(numerals_[i], numerals_[i + 1]));
    // A tight chain of two or more hyphens or slashes is a label, unless an equals sign asks for
    // its value.
    for (std::size_t i = 0; i < links_.size();) {
      const char operation = links_[i].operation;
      std::size_t stop = i + 1;
      if (links_[i].tight && (operation == '-' || operation == '/'))
        while (stop < links_.size() && links_[stop].tight && links_[stop].operation == operation)
          ++stop;
      std::string_view rest = behind(stop);
      skip_blanks(rest);
      if (stop - i >= 2 && !rest.starts_with('='))
        for (std::size_t k = i; k < stop; ++k)
          links_[k].of_a_label = true;
      i = stop;
    }
  }

  void split_words() {
    const std::string_view all = lower_;
    words_.reserve(all.size() / 5);
    for (std::size_t at = 0; at < all.size();) {
      std::size_t end = at;
      while (end < all.size() && is_letter(all[end]))
        ++end;
      if (end > at)
        words_.push_back(all.substr(at, end - at));
      at = end + (end == at ? 1 : 0);
    }
  }

  std::string_view text_;
  notable_characters notable_;
  bool has_digit_;
  std::string lower_;
  std::vector<numeral> numerals_;
  std::vector<numeral_link> links_;
  std::vector<std::string_view> words_;
};

} // namespace tailgate::detail
