#!/bin/sh
# Runs one check over the checkout; prints each fault and fails when there is one.
#
#   check.sh includes | target_regions | error_ids | file_length
#   check.sh test_sources LIST    (LIST: the test sources that the build compiles, one a line)
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$here/../.."

case $1 in
includes)
  cd include
  # shellcheck disable=SC2046 # no header has a space in its name
  awk -f "$here/includes.awk" $(find tailgate -name '*.hpp' | LC_ALL=C sort)
  ;;
target_regions)
  # shellcheck disable=SC2046
  awk -f "$here/target_regions.awk" $(find include examples -name '*.hpp' -o -name '*.cpp')
  ;;
error_ids)
  # shellcheck disable=SC2046
  awk -f "$here/error_ids.awk" docs/errors.md $(find include examples -name '*.hpp' -o -name '*.cpp')
  ;;
file_length)
  find include tests examples benchmarks cmake \
    \( -name '*.hpp' -o -name '*.cpp' -o -name '*.cmake' -o -name '*.sh' -o -name '*.awk' \) \
    -exec awk 'END { if (FNR > 500) { print FILENAME ": " FNR " lines; at most 500"; exit 1 } }' \
    {} \; | { ! grep .; }
  ;;
test_sources)
  find "$PWD/tests" -name '*.cpp' | grep -vxF -f "$2" | sed 's/$/ is compiled by no target/' |
    { ! grep .; }
  ;;
*)
  echo "unknown check: $1"
  exit 2
  ;;
esac
