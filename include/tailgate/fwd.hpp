// The names that other code passes on, without their definitions: for a header of yours that takes
// a comparison by reference and need not compile this library.
//
// Types that a library is needed for (readers, the decoder) and the pieces of results are left out;
// so are enumerations, whose enumerators are what one needs of them.
#pragma once

namespace tailgate {

// core/
template <class T>
class estimate;
struct interval;
template <class T>
class matrix_view;
class executor_ref;
class philox_stream;

// quant/
struct quant_scheme;
class quantized_matrix;
class quantized_layer;
struct layer_to_quantize;
class any_tier;

// calibration/
class activation_statistics;

// strata/
class stratum_key;

// metrics/
struct declared_stratum;
class aggregate;
class breakdown;
struct paired_summary;

// harness/
struct prompt;
struct prompt_set;
struct gate_options;
class gate;
struct comparison;

// error.hpp
class error;
class argument_error;
class shape_error;
class format_error;
class io_error;
class incomplete_error;

} // namespace tailgate
