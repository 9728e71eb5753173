// Files: safetensors weights, JSON, prompts as JSON Lines, whole-file reading and atomic writing.
// Needs nlohmann-json.
#pragma once

#include <tailgate/io/atomic_file.hpp>
#include <tailgate/io/json_field.hpp>
#include <tailgate/io/json_file.hpp>
#include <tailgate/io/json_line_fields.hpp>
#include <tailgate/io/json_line_members.hpp>
#include <tailgate/io/json_text.hpp>
#include <tailgate/io/line_reader.hpp>
#include <tailgate/io/mapped_file.hpp>
#include <tailgate/io/packed_matrix_file.hpp>
#include <tailgate/io/prompt_jsonl.hpp>
#include <tailgate/io/run_file.hpp>
#include <tailgate/io/run_journal.hpp>
#include <tailgate/io/safetensors.hpp>
#include <tailgate/io/sampling_design_json.hpp>
#include <tailgate/io/token_counts_file.hpp>
