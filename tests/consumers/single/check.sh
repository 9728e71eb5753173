#!/bin/sh
# Compiles a program with a copy of the single header and no other file of the project, as it is
# and with no library at all. Exists for: an include that was not folded in, a definition that is
# not inline, a need for xsimd.
#
#   check.sh ROOT WORK CXX
set -eu
root=$1 work=$2 cxx=$3
rm -rf "$work"
mkdir -p "$work/tailgate"
cp "$root/single_include/tailgate/tailgate.hpp" "$work/tailgate"
cp "$root/tests/consumers/main.cpp" "$root/tests/consumers/second_unit.cpp" "$work"
cd "$work"
for flags in "-DTAILGATE_HAS_XSIMD=0 -DTAILGATE_X86=0" "-Wall -Wextra -Wpedantic -Werror"; do
  # shellcheck disable=SC2086 # flags are words
  "$cxx" -std=c++20 $flags -I . main.cpp second_unit.cpp -o consumer
  ./consumer
done
