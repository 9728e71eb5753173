// The strata room: what names a stratum.
#pragma once

#include <tailgate/strata/stratum_key.hpp>
