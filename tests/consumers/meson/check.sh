#!/bin/sh
# Lays out the consumer with the checkout ROOT as its subproject in the empty folder WORK, then
# builds and runs it.
#
#   check.sh ROOT WORK CXX
set -eu
root=$1 work=$2
rm -rf "$work"
mkdir -p "$work/subprojects"
cp "$root"/tests/consumers/meson/meson.build "$root"/tests/consumers/main.cpp \
  "$root"/tests/consumers/second_unit.cpp "$work"
ln -s "$root" "$work/subprojects/tailgate"
CXX=$3 meson setup --force-fallback-for=tailgate "$work/build" "$work"
meson test -C "$work/build" --print-errorlogs
