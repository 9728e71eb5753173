// Everything that needs nothing but a compiler.
//
// Left out, because each needs a library; include and link by name:
//
//   <tailgate/io.hpp>          nlohmann-json   tailgate::json
//   <tailgate/lm.hpp>          nlohmann-json   tailgate::json
//   <tailgate/exec/tbb.hpp>    oneTBB          tailgate::tbb
//   <tailgate/quant/gptq.hpp>  Eigen           tailgate::eigen
//
// xsimd is used where it is found (see config.hpp) and never required.
#pragma once

#include <tailgate/calibration.hpp>
#include <tailgate/config.hpp>
#include <tailgate/core.hpp>
#include <tailgate/cpu.hpp>
#include <tailgate/error.hpp>
#include <tailgate/fwd.hpp>
#include <tailgate/harness.hpp>
#include <tailgate/kernels.hpp>
#include <tailgate/metrics.hpp>
#include <tailgate/quant.hpp>
#include <tailgate/report.hpp>
#include <tailgate/sampling.hpp>
#include <tailgate/stats.hpp>
#include <tailgate/strata.hpp>
#include <tailgate/version.hpp>
