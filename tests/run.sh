#!/bin/sh
# Installs what is missing, builds the tests into build/ and runs them all. Arguments go to ctest.
# A second call builds only what changed.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/cmake/packages.sh"
build=$root/build

tailgate_install_packages run

# Some tests read real models and texts; without them they say that they are skipped.
if [ -z "${TAILGATE_SHARED:-}" ] && [ -d "$root/../shared" ]; then
  TAILGATE_SHARED=$(CDPATH='' cd -- "$root/../shared" && pwd)
  export TAILGATE_SHARED
fi

tailgate_configure "$build" "$root" -DTAILGATE_BUILD_TESTS=ON -DTAILGATE_BUILD_EXAMPLES=ON \
  -DTAILGATE_BUNDLE_TESTS=ON
cmake --build "$build" --parallel "$(tailgate_jobs)" --target tailgate_tests
status=0
ctest --test-dir "$build" --output-on-failure -j "$(tailgate_jobs)" "$@" || status=$?
grep -h -i -E '(^| )skip(ped|ping)?[ :]' "$build/Testing/Temporary/LastTest.log" 2>/dev/null |
  sort -u || true
if [ "$status" -eq 0 ]; then
  echo "tests: all passed"
else
  echo "tests: FAILED (log: $build/Testing/Temporary/LastTest.log)"
fi
exit "$status"
