// The lm room: the reference decoder of Llama-family folders. Needs nlohmann-json.
#pragma once

#include <tailgate/lm/gather_activations.hpp>
#include <tailgate/lm/kv_cache.hpp>
#include <tailgate/lm/linear.hpp>
#include <tailgate/lm/linear_input.hpp>
#include <tailgate/lm/llama_config.hpp>
#include <tailgate/lm/llama_decoder.hpp>
#include <tailgate/lm/llama_weights.hpp>
#include <tailgate/lm/model_activations.hpp>
#include <tailgate/lm/prompt_scorer.hpp>
#include <tailgate/lm/token_item.hpp>
#include <tailgate/lm/tokenizer.hpp>
