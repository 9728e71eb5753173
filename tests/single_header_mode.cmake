# Puts the single header under the names of all headers that it contains, so that every test builds
# against it unchanged. A header that it leaves out forwards to the original, whose own includes
# find the single header again.
set(forwarding ${CMAKE_CURRENT_BINARY_DIR}/single)
set(single ${PROJECT_SOURCE_DIR}/single_include/tailgate/tailgate.hpp)
file(STRINGS ${single} contained REGEX "^// <tailgate/.*>$")
list(TRANSFORM contained REPLACE "^// <(.*)>$" "\\1")

file(GLOB_RECURSE headers RELATIVE ${PROJECT_SOURCE_DIR}/include CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/include/*.hpp)
foreach(header IN LISTS headers)
  set(target ${PROJECT_SOURCE_DIR}/include/${header})
  if(header IN_LIST contained)
    set(target ${single})
  endif()
  file(CONFIGURE OUTPUT ${forwarding}/${header} CONTENT "#include \"${target}\"\n" @ONLY)
endforeach()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${single})
target_include_directories(tailgate_under_test BEFORE INTERFACE ${forwarding})
