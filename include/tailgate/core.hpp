// The whole room core/: shapes and views, random streams, executors, estimates and text encoding.
#pragma once

#include <tailgate/core/estimate.hpp>
#include <tailgate/core/executor.hpp>
#include <tailgate/core/half.hpp>
#include <tailgate/core/matrix_view.hpp>
#include <tailgate/core/philox.hpp>
#include <tailgate/core/utf8.hpp>
