// The quant room: formats, quantized weights and the quantizers that make them. GPTQ needs Eigen
// and is included by its own name, <tailgate/quant/gptq.hpp>.
#pragma once

#include <tailgate/quant/awq.hpp>
#include <tailgate/quant/block_format.hpp>
#include <tailgate/quant/e8m0_scale.hpp>
#include <tailgate/quant/fp8_e4m3.hpp>
#include <tailgate/quant/fp8_e5m2.hpp>
#include <tailgate/quant/fp8_overflow.hpp>
#include <tailgate/quant/gguf/q4_0.hpp>
#include <tailgate/quant/gguf/q4_1.hpp>
#include <tailgate/quant/gguf/q4_k.hpp>
#include <tailgate/quant/gguf/q5_0.hpp>
#include <tailgate/quant/gguf/q5_1.hpp>
#include <tailgate/quant/gguf/q6_k.hpp>
#include <tailgate/quant/gguf/q8_0.hpp>
#include <tailgate/quant/layer_activations.hpp>
#include <tailgate/quant/mxfp4.hpp>
#include <tailgate/quant/mxint8.hpp>
#include <tailgate/quant/nf4.hpp>
#include <tailgate/quant/outlier_columns.hpp>
#include <tailgate/quant/quant_scheme.hpp>
#include <tailgate/quant/quantized_layer.hpp>
#include <tailgate/quant/quantized_matrix.hpp>
#include <tailgate/quant/round_to_nearest.hpp>
#include <tailgate/quant/scaled_elements.hpp>
#include <tailgate/quant/smooth_quant.hpp>
#include <tailgate/quant/tier.hpp>
#include <tailgate/quant/uniform_grid.hpp>
