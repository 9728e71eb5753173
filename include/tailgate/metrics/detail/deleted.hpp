// A deleted function that says why: as the standard's message where the compiler has it (C++26),
// otherwise as text in the source line that the compiler quotes. Unlike a static_assert in a body,
// a deleted function keeps std::is_convertible and the comparison concepts truthful.
#pragma once

#include <type_traits>

#if defined(__cpp_deleted_function) && __cpp_deleted_function >= 202403L
#define TAILGATE_DELETE(reason) = delete (reason)
#else
#define TAILGATE_DELETE(reason) = delete
#endif

namespace tailgate::detail {

/// What a result must not turn into.
template <class T>
concept number = std::is_arithmetic_v<T>;

/// False, but only once a template is used: for a static_assert that says why it must not be.
template <class>
inline constexpr bool never = false;

} // namespace tailgate::detail
