// What a call threw, for checks of the error's class, number and message.
#pragma once

#include <string>
#include <string_view>

/// The number and the message; number 0 when nothing was thrown.
struct thrown {
  int number = 0;
  std::string message;
  [[nodiscard]] bool says(std::string_view part) const {
    return message.find(part) != std::string::npos;
  }
};

/// Calls f and catches an Error; an exception of another class goes on and fails the test.
template <class Error, class F>
[[nodiscard]] thrown thrown_by(F f) {
  try {
    f();
  } catch (const Error& error) {
    return {error.number(), error.what()};
  }
  return {};
}
