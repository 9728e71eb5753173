// The kernels room: products, and the row operations of a decoder, with run-time dispatch.
#pragma once

#include <tailgate/kernels/aligned_array.hpp>
#include <tailgate/kernels/attention.hpp>
#include <tailgate/kernels/divergence_of_logits.hpp>
#include <tailgate/kernels/exponential.hpp>
#include <tailgate/kernels/matmul_f32.hpp>
#include <tailgate/kernels/matmul_quantized.hpp>
#include <tailgate/kernels/overlap.hpp>
#include <tailgate/kernels/packed_matrix.hpp>
#include <tailgate/kernels/panels.hpp>
#include <tailgate/kernels/rms_norm.hpp>
#include <tailgate/kernels/rotary.hpp>
#include <tailgate/kernels/simd.hpp>
#include <tailgate/kernels/softmax.hpp>
#include <tailgate/kernels/top_k.hpp>
