#include "numeric_cases.hpp"

#include <doctest/doctest.h>
#include <tailgate/strata/numeric_edge/half_precision_edge.hpp>

using edge = tailgate::numeric_edge::half_precision_edge;

TEST_CASE("edges of fp16 and bf16") {
  check_present<edge>({{"256 bytes", edge::integer_precision},
      {"is 257 odd", edge::integer_precision}, {"2047 or 2.049e3", edge::integer_precision},
      {"-2049", edge::integer_precision}, {"65504", edge::overflow}, {"65504.0", edge::overflow},
      {"6.5504e4", edge::overflow}, {"65,520", edge::overflow}, {"-65519", edge::overflow},
      {"6.104e-5", edge::subnormal}, {"5.96e-8", edge::subnormal}, {"0.00001", edge::subnormal},
      {"inf", edge::inf_and_nan}, {"x is NaN", edge::inf_and_nan}, {"-Infinity", edge::inf_and_nan},
      {"\u221E", edge::inf_and_nan}, {"nan", edge::inf_and_nan}});
}

TEST_CASE("neighbours of the edges, and words") {
  check_absent<edge>(
      {"255", "258", "2048", "2046", "65503", "65536", "65521", "6.2e-5", "2.9e-8", "0", "0.0",
          "0x100", "info", "Nan bakes", "finance", "infinite", "banana", "1256", "256.5", ""});
}
