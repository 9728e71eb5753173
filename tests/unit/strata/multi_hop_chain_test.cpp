#include "numeric_cases.hpp"

#include <doctest/doctest.h>
#include <tailgate/strata/numeric_edge/multi_hop_chain.hpp>

using edge = tailgate::numeric_edge::multi_hop_chain;

TEST_CASE("operations in expressions and words") {
  check_present<edge>({{"(3+4)*5=", edge::operations_2}, {"3+4-5", edge::operations_2},
      {"8 / 2 + 3", edge::operations_2}, {"12-7-3=", edge::operations_2},
      {"2 plus 3 times 4", edge::operations_2}, {"((3+4)*5-6)=", edge::operations_3_to_4},
      {"1+2+3+4+5+6", edge::operations_5_or_more},
      {"Add 3 to 4, then multiply by 2.", edge::operations_2},
      {"Double 7, add 1, subtract 2.", edge::operations_3_to_4},
      {"Start with 1. Add 2. Add 3. Add 4. Add 5. Halve it.", edge::operations_5_or_more}});
}

TEST_CASE("single operations and labels") {
  check_absent<edge>({"3+4=", "1+2, 3+4", "2024-02-29", "555-123-4567", "1/2/2024", "add 3",
      "add and multiply", "10-20, 30-40", "3 4 5", "0x1f+2", ""});
}
