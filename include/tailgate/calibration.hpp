// The calibration room: what a model's layers read on a calibration corpus.
#pragma once

#include <tailgate/calibration/activation_statistics.hpp>
