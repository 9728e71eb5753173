// The number of a token in a tokenizer's vocabulary.
#pragma once

#include <cstdint>

namespace tailgate {

/// From 0; negative numbers name no token.
using token_id = std::int32_t;

} // namespace tailgate
