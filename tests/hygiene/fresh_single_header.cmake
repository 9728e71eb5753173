# Generates the single header anew into OUTPUT and compares it with the committed one, EXPECTED.
file(REMOVE "${OUTPUT}")
execute_process(
  COMMAND ${CMAKE_COMMAND} -D OUTPUT=${OUTPUT}
    -P ${CMAKE_CURRENT_LIST_DIR}/../../cmake/single_header.cmake
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files "${OUTPUT}" "${EXPECTED}"
  RESULT_VARIABLE different)
if(different)
  message(FATAL_ERROR "single_include/ is stale: cmake --build build --target single_header")
endif()
