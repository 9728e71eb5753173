// The harness room: what is asked of a candidate, how it is judged, and the record of the verdict.
#pragma once

#include <tailgate/harness/baseline_check.hpp>
#include <tailgate/harness/candidate.hpp>
#include <tailgate/harness/comparison.hpp>
#include <tailgate/harness/digest.hpp>
#include <tailgate/harness/discoveries.hpp>
#include <tailgate/harness/gate.hpp>
#include <tailgate/harness/gate_options.hpp>
#include <tailgate/harness/item_values.hpp>
#include <tailgate/harness/masking.hpp>
#include <tailgate/harness/noise_floor.hpp>
#include <tailgate/harness/non_inferiority.hpp>
#include <tailgate/harness/prompt_set.hpp>
#include <tailgate/harness/prompts_digest.hpp>
#include <tailgate/harness/remarks.hpp>
#include <tailgate/harness/run_design.hpp>
#include <tailgate/harness/run_difference.hpp>
#include <tailgate/harness/run_digest.hpp>
#include <tailgate/harness/run_faults.hpp>
#include <tailgate/harness/run_record.hpp>
#include <tailgate/harness/sequential_gate.hpp>
#include <tailgate/harness/sequential_options.hpp>
#include <tailgate/harness/sequential_state.hpp>
#include <tailgate/harness/tiers.hpp>
