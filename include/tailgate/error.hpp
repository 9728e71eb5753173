// The errors that public entries throw. Every message carries an id, the place, the actual values,
// the rule and the way out, in one line:
//
//   [tailgate.E150] matmul_f32: X is 64x128, W is 32x96, Y is 64x32;
//   X.cols must equal W.cols, Y must be X.rows x W.rows
//
// docs/errors.md lists the ids. Damage that was found in a model is a verdict, never an exception.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace tailgate {

/// Base of all exceptions that the library throws on purpose.
class error : public std::runtime_error {
public:
  error(int number, std::string_view place, std::string_view text)
      : std::runtime_error(compose(number, place, text)), number_(number) {}

  /// The id's number: 150 for `tailgate.E150`. Stable between versions.
  [[nodiscard]] int number() const noexcept { return number_; }

private:
  static std::string compose(int number, std::string_view place, std::string_view text) {
    std::string digits = std::to_string(number);
    while (digits.size() < 3)
      digits.insert(digits.begin(), '0');
    return "[tailgate.E" + digits + "] " + std::string(place) + ": " + std::string(text);
  }

  int number_;
};

/// A value passed by the caller is outside its stated range.
class argument_error : public error {
  using error::error;
};

/// Shapes, lengths or strides of arguments do not fit each other.
class shape_error : public error {
  using error::error;
};

/// The content of an outside file or text breaks its format.
class format_error : public error {
  using error::error;
};

/// The operating system refused to open, read, map or write a file.
class io_error : public error {
  using error::error;
};

/// A result was asked for that the data cannot carry: an undefined estimate, an aggregate without
/// a complete breakdown, a verdict over a stratum that is missing or too small.
class incomplete_error : public error {
  using error::error;
};

} // namespace tailgate
