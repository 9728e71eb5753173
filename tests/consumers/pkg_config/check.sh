#!/bin/sh
# Compiles with nothing but what pkg-config says about the installed package. Exists for: a wrong
# prefix in tailgate.pc, and a prefix that cannot be moved.
#
#   check.sh PREFIX WORK CXX
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
prefix=$1 work=$2 cxx=$3
rm -rf "$work"
mkdir -p "$work"
cp -R "$prefix" "$work/moved"
PKG_CONFIG_PATH=$work/moved/share/pkgconfig
export PKG_CONFIG_PATH
pkg-config --exact-version "$(pkg-config --modversion tailgate)" tailgate
# shellcheck disable=SC2046 # flags are words
"$cxx" -std=c++20 $(pkg-config --cflags tailgate) "$here/main.cpp" "$here/second_unit.cpp" \
  -o "$work/consumer"
"$work/consumer"
