// What a caller may know of clusters of right/wrong outcomes before they are measured.
#pragma once

namespace tailgate {

/// How alike the outcomes of one cluster are: 0 for independent items, 1 for copies of one item.
struct intracluster_correlation {
  double value = 1;
};

} // namespace tailgate
