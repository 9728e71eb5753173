// The metrics room: paired metrics, and the breakdown that is the only type of a result.
#pragma once

#include <tailgate/metrics/aggregate.hpp>
#include <tailgate/metrics/aggregate_values.hpp>
#include <tailgate/metrics/breakdown.hpp>
#include <tailgate/metrics/declared_stratum.hpp>
#include <tailgate/metrics/exact_match.hpp>
#include <tailgate/metrics/intracluster_correlation.hpp>
#include <tailgate/metrics/item_registry.hpp>
#include <tailgate/metrics/kl_divergence.hpp>
#include <tailgate/metrics/marginal_table.hpp>
#include <tailgate/metrics/metric_state.hpp>
#include <tailgate/metrics/next_token_loss.hpp>
#include <tailgate/metrics/paired_metric.hpp>
#include <tailgate/metrics/paired_summary.hpp>
#include <tailgate/metrics/pooled_over.hpp>
#include <tailgate/metrics/reversed_levels.hpp>
#include <tailgate/metrics/strata_heterogeneity.hpp>
#include <tailgate/metrics/stratified.hpp>
#include <tailgate/metrics/top1_flips.hpp>
