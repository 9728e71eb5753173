# The system packages of the project in one table, and the function that installs what is missing.
# Sourced by tests/run.sh, examples/run.sh and .ci/run.
#
# group: `run` is what the two scripts need, `ci` what the full check needs besides.
# probe: how to see that it is there: a command, or a header that the compiler finds. A package is
# asked for only when its probe fails, so a second call does not touch the package manager.

tailgate_packages() {
  cat <<'TABLE'
run g++                 command c++
run cmake               command cmake
run ninja-build         command ninja
run pkg-config          command pkg-config
run doctest-dev         header  doctest/doctest.h
run libxsimd-dev        header  xsimd/xsimd.hpp
run libxtensor-dev      header  xtensor/xtensor_config.hpp
run libtbb-dev          header  oneapi/tbb/parallel_for.h
run nlohmann-json3-dev  header  nlohmann/json.hpp
run libeigen3-dev       header  eigen3/Eigen/Core
run libcli11-dev        header  CLI/CLI.hpp
run libsentencepiece-dev header sentencepiece_processor.h
ci  clang               command clang++
ci  clang-format        command clang-format
ci  clang-tidy          command clang-tidy
ci  meson               command meson
ci  chromium            command chromium
ci  libxml2-utils       command xmllint
ci  libbenchmark-dev    header  benchmark/benchmark.h
TABLE
}

# Prints the packages of the given groups whose probe fails.
tailgate_missing_packages() {
  tailgate_packages | while read -r group package kind what; do
    case " $* " in *" $group "*) ;; *) continue ;; esac
    case $kind in
    command) command -v "$what" ;;
    header) printf "#if !__has_include(<%s>)\n#error\n#endif\n" "$what" | c++ -std=c++20 -E -x c++ - ;;
    esac >/dev/null 2>&1 || printf '%s\n' "$package"
  done
}

# Installs what is missing of the given groups, or says what to install and fails.
tailgate_install_packages() {
  missing=$(tailgate_missing_packages "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  as_root=
  if ! command -v apt-get >/dev/null 2>&1; then
    printf 'Please install (names as in Debian): %s\n' "$missing" >&2
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
      printf 'Please install as root: apt-get install %s\n' "$missing" >&2
      return 1
    fi
    as_root=sudo
  fi
  printf 'Installing: %s\n' "$missing"
  # shellcheck disable=SC2086 # words on purpose
  { $as_root apt-get -qq update &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
      install $missing; } >&2 || {
    printf 'The installation failed. Please install: %s\n' "$missing" >&2
    return 1
  }
}

# Configures the build folder $1 of the checkout $2 with the remaining arguments. Ninja where
# there is one and the folder has not been configured with another generator before.
tailgate_configure() {
  folder=$1 source=$2
  shift 2
  if [ ! -f "$folder/CMakeCache.txt" ] && command -v ninja >/dev/null 2>&1; then
    set -- -G Ninja "$@"
  fi
  cmake -S "$source" -B "$folder" "$@"
}

# The number of processors, for build and test jobs.
tailgate_jobs() {
  getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2
}
