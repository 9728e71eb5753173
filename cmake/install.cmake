# install(): the headers, the CMake package with its components, and the pkg-config file.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/tailgate)

install(DIRECTORY include/tailgate DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILES_MATCHING PATTERN "*.hpp")
install(TARGETS tailgate EXPORT tailgate INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT tailgate FILE tailgateTargets.cmake NAMESPACE tailgate:: DESTINATION ${package_dir})

configure_package_config_file(cmake/tailgateConfig.cmake.in
  ${PROJECT_BINARY_DIR}/tailgateConfig.cmake INSTALL_DESTINATION ${package_dir})
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/tailgateConfigVersion.cmake
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES
  ${PROJECT_BINARY_DIR}/tailgateConfig.cmake
  ${PROJECT_BINARY_DIR}/tailgateConfigVersion.cmake
  cmake/components.cmake
  DESTINATION ${package_dir})

configure_file(cmake/tailgate.pc.in ${PROJECT_BINARY_DIR}/tailgate.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/tailgate.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
