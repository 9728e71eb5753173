// The quant room: schemes, quantized matrices and the quantizers that make them.
#pragma once

#include <tailgate/quant/quant_scheme.hpp>
#include <tailgate/quant/quantized_matrix.hpp>
#include <tailgate/quant/round_to_nearest.hpp>
