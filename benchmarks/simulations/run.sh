#!/bin/sh
# Installs what is missing, builds the simulations into build/ and rewrites docs/simulations.md.
# Arguments go to the program; `--scale 0.05 --output FILE` gives a quick look.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
. "$root/cmake/packages.sh"
build=$root/build

tailgate_install_packages run
tailgate_configure "$build" "$root" -DTAILGATE_BUILD_BENCHMARKS=ON
cmake --build "$build" --parallel "$(tailgate_jobs)" --target simulate
exec "$build/benchmarks/simulations/simulate" --output "$root/docs/simulations.md" "$@"
