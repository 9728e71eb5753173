// The strata room: what names a stratum.
#pragma once

#include <tailgate/strata/axis.hpp>
#include <tailgate/strata/script.hpp>
#include <tailgate/strata/script_profile.hpp>
#include <tailgate/strata/stratum_key.hpp>
