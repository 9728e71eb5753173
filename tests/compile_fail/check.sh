#!/bin/sh
# Checks one misuse: CASE.cpp must compile as it is, and with -DTAILGATE_MISUSE it must fail with a
# message that matches the extended regular expression of its first line, "// expect: REGEX".
#
#   check.sh CXX CASE.cpp [further compiler flags, for example include directories]
set -eu
cxx=$1
case=$2
shift 2
root=$(cd "$(dirname "$0")/../.." && pwd)

# -Werror=format: g++ lets a class through printf unless the format is checked.
compile() { "$cxx" -std=c++20 -fsyntax-only -Werror=format "$@" -I "$root/include" "$case" 2>&1; }

expected=$(sed -n '1s|^// expect: ||p' "$case")
if [ -z "$expected" ]; then
  echo "$case: the first line must be '// expect: REGEX'"
  exit 1
fi
if ! output=$(compile "$@"); then
  printf '%s: must compile without TAILGATE_MISUSE:\n%s\n' "$case" "$output"
  exit 1
fi
if output=$(compile "$@" -DTAILGATE_MISUSE); then
  printf '%s: the misuse compiles\n' "$case"
  exit 1
fi
if ! printf '%s\n' "$output" | grep -Eq "$expected"; then
  printf '%s: the misuse fails, but no line matches "%s":\n%s\n' "$case" "$expected" "$output"
  exit 1
fi
