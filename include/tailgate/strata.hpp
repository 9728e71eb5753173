// The strata room: what names a stratum.
#pragma once

#include <tailgate/strata/axis.hpp>
#include <tailgate/strata/axis_function.hpp>
#include <tailgate/strata/coarsening.hpp>
#include <tailgate/strata/context_length.hpp>
#include <tailgate/strata/crossing_counter.hpp>
#include <tailgate/strata/crossing_report.hpp>
#include <tailgate/strata/frequency_bands.hpp>
#include <tailgate/strata/identifier_parts.hpp>
#include <tailgate/strata/identifier_rarity.hpp>
#include <tailgate/strata/lookup_prompt.hpp>
#include <tailgate/strata/lookup_records.hpp>
#include <tailgate/strata/low_outliers.hpp>
#include <tailgate/strata/prompt_axes.hpp>
#include <tailgate/strata/prompt_view.hpp>
#include <tailgate/strata/rarity_bands.hpp>
#include <tailgate/strata/script.hpp>
#include <tailgate/strata/script_level.hpp>
#include <tailgate/strata/script_profile.hpp>
#include <tailgate/strata/stratifier.hpp>
#include <tailgate/strata/stratum_key.hpp>
#include <tailgate/strata/token_counter.hpp>
#include <tailgate/strata/token_structure.hpp>
#include <tailgate/strata/under_trained_tokens.hpp>
