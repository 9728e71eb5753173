// The safetensors format: one file, or the weights of a model's folder.
#pragma once

#include <tailgate/io/safetensors_file.hpp>
#include <tailgate/io/safetensors_header.hpp>
#include <tailgate/io/safetensors_set.hpp>
#include <tailgate/io/tensor_dtype.hpp>
