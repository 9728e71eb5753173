// The cpu room: which instruction sets the machine has, and regions of code built for one.
#pragma once

#include <tailgate/cpu/isa.hpp>
#include <tailgate/cpu/target.hpp>
