// The result that every case misuses: one stratum, five items.
#pragma once

#include <tailgate/metrics/breakdown.hpp>

[[nodiscard]] inline tailgate::breakdown one_stratum() {
  tailgate::paired_summary row;
  row.stratum = tailgate::stratum_key{{"task", "hex"}};
  row.metric = "exact_match";
  row.items = row.clusters = 5;
  row.difference = -0.25;
  const tailgate::declared_stratum declared{row.stratum, 1.0, 2};
  return tailgate::breakdown::complete({&declared, 1}, {row});
}
