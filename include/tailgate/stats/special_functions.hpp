// The distributions and special functions that the tests and intervals of this room rest on,
// written out so that the library needs nothing but a compiler. Relative error 1e-12 or better in
// both tails over the parameters met here (counts up to a million); checked against R.
#pragma once

#include <tailgate/stats/binomial_distribution.hpp>
#include <tailgate/stats/chi_square_distribution.hpp>
#include <tailgate/stats/gamma_function.hpp>
#include <tailgate/stats/incomplete_beta.hpp>
#include <tailgate/stats/incomplete_gamma.hpp>
#include <tailgate/stats/normal_distribution.hpp>
#include <tailgate/stats/student_t_distribution.hpp>
