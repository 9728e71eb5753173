# The optional libraries under one name each. Used by the build tree and by the installed package.
#
# An installed xsimd exports the target `xsimd` up to version 13 and some packagers add
# `xsimd::xsimd`; xtensor exports `xtensor` up to 0.25 and `xtensor::xtensor` later. Both are
# normalised here and nowhere else.

set(tailgate_components xsimd xtensor tbb json eigen)

set(tailgate_xsimd_package xsimd)
set(tailgate_xsimd_targets xsimd::xsimd xsimd)
set(tailgate_xtensor_package xtensor)
set(tailgate_xtensor_targets xtensor::xtensor xtensor)
set(tailgate_tbb_package TBB)
set(tailgate_tbb_targets TBB::tbb)
set(tailgate_json_package nlohmann_json)
set(tailgate_json_targets nlohmann_json::nlohmann_json)
set(tailgate_eigen_package Eigen3)
set(tailgate_eigen_targets Eigen3::Eigen)

# Defines tailgate::<component> where its library is installed; does nothing otherwise.
function(tailgate_add_component component)
  if(TARGET tailgate::${component})
    return()
  endif()
  # Inside add_subdirectory the parent project links the component, so it must see the library.
  set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
  set(CMAKE_REQUIRED_QUIET ON)
  find_package(${tailgate_${component}_package} QUIET)
  foreach(library IN LISTS tailgate_${component}_targets)
    if(TARGET ${library})
      if(TARGET tailgate)
        add_library(tailgate_${component} INTERFACE)
        add_library(tailgate::${component} ALIAS tailgate_${component})
        target_link_libraries(tailgate_${component} INTERFACE tailgate ${library})
      else()
        add_library(tailgate::${component} INTERFACE IMPORTED)
        target_link_libraries(tailgate::${component} INTERFACE tailgate::tailgate ${library})
      endif()
      return()
    endif()
  endforeach()
endfunction()
