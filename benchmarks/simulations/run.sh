#!/bin/sh
# Installs what is missing, builds the simulations into build/ and rewrites docs/simulations.md and
# docs/sampling.md. Arguments go to the program; `--scale 0.05 --output FILE --sampling FILE` gives a
# quick look, and an empty name leaves a file out.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
. "$root/cmake/packages.sh"
build=$root/build

tailgate_install_packages run
tailgate_configure "$build" "$root" -DTAILGATE_BUILD_BENCHMARKS=ON
cmake --build "$build" --parallel "$(tailgate_jobs)" --target simulate
exec "$build/benchmarks/simulations/simulate" --output "$root/docs/simulations.md" \
  --sampling "$root/docs/sampling.md" "$@"
