// The lines of a stream, one at a time, in memory that does not grow with the stream: files larger
// than the memory, and pipes.
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/io/mapped_file.hpp>
#include <utility>

namespace tailgate {

/// Reads forward only. Holds a buffer of two blocks, or of the longest line so far if that is more.
class line_reader {
public:
  static constexpr std::size_t block = std::size_t{1} << 18; ///< bytes read at once

  struct line {
    std::string_view text;  ///< without its LF; empty when the line is too long
    std::size_t number = 0; ///< from 1
    std::size_t size = 0;   ///< bytes without the LF; above longest(): the text was left out
  };

  /// `in` must outlive this and should be opened in binary mode; `name` names it in messages.
  /// A byte order mark at the start is skipped.
  line_reader(std::istream& in, std::string name, std::size_t longest = std::size_t{16} << 20)
      : in_(in), name_(std::move(name)), longest_(longest), buffer_(2 * block, '\0') {}

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] std::size_t longest() const noexcept { return longest_; }

  /// Throws format_error E644, placed as "name:line", for a line that is too long.
  void require_whole(const line& l) const {
    if (l.size > longest_)
      throw format_error(644, name_ + ':' + std::to_string(l.number),
          "the line has " + std::to_string(l.size) + " bytes; at most " + std::to_string(longest_) +
              " are read, split the text");
  }

  /// The next line, or nothing at the end; its text is valid until the next call. An empty line
  /// behind the last LF is none. Throws io_error E550 when the system fails to read.
  [[nodiscard]] std::optional<line> next() {
    std::size_t dropped = 0;
    for (std::size_t scanned = begin_;;) {
      const std::string_view unread(buffer_.data(), end_);
      const std::size_t feed = unread.find('\n', scanned);
      if (feed != unread.npos)
        return take(feed, feed + 1, dropped);
      if (ended_ && begin_ == end_ && dropped == 0)
        return std::nullopt;
      if (ended_)
        return take(end_, end_, dropped);
      if (end_ - begin_ > longest_) {
        dropped += end_ - begin_;
        begin_ = end_;
      }
      const std::size_t known = end_ - begin_;
      fill();
      scanned = begin_ + known;
    }
  }

private:
  line take(std::size_t stop, std::size_t next, std::size_t dropped) {
    line result{std::string_view(buffer_).substr(begin_, stop - begin_), ++number_, 0};
    result.size = dropped + result.text.size();
    if (result.size > longest_)
      result.text = {};
    else if (number_ == 1 && result.text.starts_with("\xEF\xBB\xBF"))
      result.text.remove_prefix(3);
    begin_ = next;
    return result;
  }

  void fill() {
    buffer_.erase(0, begin_);
    end_ -= begin_;
    begin_ = 0;
    buffer_.resize(std::max(2 * block, end_ + block));
    errno = 0;
    in_.read(buffer_.data() + end_, static_cast<std::streamsize>(buffer_.size() - end_));
    if (in_.bad())
      detail::throw_read_error(name_, "read", errno != 0 ? errno : EIO);
    end_ += static_cast<std::size_t>(in_.gcount());
    ended_ = in_.eof();
  }

  std::istream& in_;
  std::string name_;
  std::size_t longest_;
  std::string buffer_;
  std::size_t begin_ = 0; // of what was not handed out yet
  std::size_t end_ = 0;   // of what was read
  std::size_t number_ = 0;
  bool ended_ = false;
};

} // namespace tailgate
