#!/bin/sh
# Installs what is missing, builds the main example quality_cliff into build/ and runs it with the
# given arguments (`sh examples/run.sh --help` lists them). It prints where its reports are.
# A second call builds only what changed. The other example, sample_prompts, is described in README.md.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/cmake/packages.sh"
build=$root/build

tailgate_install_packages run
tailgate_configure "$build" "$root" -DTAILGATE_BUILD_EXAMPLES=ON
cmake --build "$build" --parallel "$(tailgate_jobs)" --target quality_cliff
exec "$build/examples/quality_cliff" "$@"
