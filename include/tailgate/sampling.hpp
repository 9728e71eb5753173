// The sampling room: how many items of each stratum, which ones, and what they stand for.
#pragma once

#include <tailgate/sampling/allocation.hpp>
#include <tailgate/sampling/allocation_options.hpp>
#include <tailgate/sampling/permanent_random_number.hpp>
#include <tailgate/sampling/plan.hpp>
#include <tailgate/sampling/sampling_design.hpp>
#include <tailgate/sampling/sampling_request.hpp>
#include <tailgate/sampling/selection.hpp>
#include <tailgate/sampling/shortfall.hpp>
#include <tailgate/sampling/stratified_sample.hpp>
#include <tailgate/sampling/stratified_sampler.hpp>
#include <tailgate/sampling/stratum_reservoir.hpp>
#include <tailgate/sampling/top_up.hpp>
