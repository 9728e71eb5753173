// The room of statistics: estimators, intervals and tests, one a file, each with its reference.
// Every result is an estimate: a value, or the reason why there is none.
#pragma once

#include <tailgate/stats/binomial_distribution.hpp>
#include <tailgate/stats/bonett_price.hpp>
#include <tailgate/stats/bootstrap.hpp>
#include <tailgate/stats/bootstrap_intervals.hpp>
#include <tailgate/stats/chi_square_distribution.hpp>
#include <tailgate/stats/clopper_pearson.hpp>
#include <tailgate/stats/cluster_bootstrap.hpp>
#include <tailgate/stats/cluster_robust.hpp>
#include <tailgate/stats/confidence_level.hpp>
#include <tailgate/stats/further_pairs.hpp>
#include <tailgate/stats/gamma_function.hpp>
#include <tailgate/stats/incomplete_beta.hpp>
#include <tailgate/stats/incomplete_gamma.hpp>
#include <tailgate/stats/mcnemar.hpp>
#include <tailgate/stats/mean_inference.hpp>
#include <tailgate/stats/multiplicity.hpp>
#include <tailgate/stats/newcombe.hpp>
#include <tailgate/stats/normal_distribution.hpp>
#include <tailgate/stats/paired_counts.hpp>
#include <tailgate/stats/paired_t.hpp>
#include <tailgate/stats/special_functions.hpp>
#include <tailgate/stats/stable_sum.hpp>
#include <tailgate/stats/student_t_distribution.hpp>
#include <tailgate/stats/tango.hpp>
#include <tailgate/stats/wald.hpp>
#include <tailgate/stats/wilson.hpp>
