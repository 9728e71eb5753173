# What the project's own programs are built with; never seen by a consumer.
include_guard(GLOBAL)

add_library(tailgate_warnings INTERFACE)
target_compile_options(tailgate_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
  $<$<BOOL:${TAILGATE_WERROR}>:-Werror>)
# g++ 12 warns of overlapping copies inside `"text" + std::string` (GCC bug 105651, fixed in 13).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(tailgate_warnings INTERFACE -Wno-restrict)
endif()

# The examples and the benchmarks.
add_custom_target(tailgate_programs)

# Sets <result> to whether all listed targets exist, and says what is left out when one does not.
function(tailgate_require result what)
  set(missing "")
  foreach(target IN LISTS ARGN)
    if(NOT TARGET ${target})
      list(APPEND missing ${target})
    endif()
  endforeach()
  if(missing)
    message(STATUS "tailgate: ${what} is left out, these are not installed: ${missing}")
    set(${result} FALSE PARENT_SCOPE)
  else()
    set(${result} TRUE PARENT_SCOPE)
  endif()
endfunction()
