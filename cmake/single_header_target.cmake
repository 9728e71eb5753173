# `cmake --build build --target single_header` writes single_include/ anew.
if(PROJECT_IS_TOP_LEVEL)
  add_custom_target(single_header
    COMMAND ${CMAKE_COMMAND} -D OUTPUT=${PROJECT_SOURCE_DIR}/single_include/tailgate/tailgate.hpp
      -P ${PROJECT_SOURCE_DIR}/cmake/single_header.cmake
    VERBATIM)
endif()
