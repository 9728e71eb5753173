// The whole room core/: views, random streams, executors, estimates, text encoding and hashes.
#pragma once

#include <tailgate/core/ascii.hpp>
#include <tailgate/core/ascii_search.hpp>
#include <tailgate/core/byte_stream.hpp>
#include <tailgate/core/encode_utf8.hpp>
#include <tailgate/core/estimate.hpp>
#include <tailgate/core/exact_decimal.hpp>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/half.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/core/number_reader.hpp>
#include <tailgate/core/philox.hpp>
#include <tailgate/core/sha256.hpp>
#include <tailgate/core/siphash.hpp>
#include <tailgate/core/token_id.hpp>
#include <tailgate/core/utf8.hpp>
