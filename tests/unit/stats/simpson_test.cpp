#include <doctest/doctest.h>
#include <tailgate/stats/simpson.hpp>
#include <vector>

namespace ts = tailgate::stats;
using tailgate::undefined_reason;
using ts::odds_table;

TEST_CASE("Simpson: every stratum better, the total worse (Charig et al. 1986)") {
  // 81/87 and 192/263 (273/350) against 234/270 and 55/80 (289/350)
  const std::vector<odds_table> stones{{81, 6, 234, 36}, {192, 71, 55, 25}};
  CHECK(ts::simpson_reversal(stones).value() == ts::reversal::hidden_gain);
  std::vector<odds_table> exchanged;
  for (const auto& t : stones)
    exchanged.push_back({t.baseline_right, t.baseline_wrong, t.candidate_right, t.candidate_wrong});
  CHECK(ts::simpson_reversal(exchanged).value() == ts::reversal::hidden_damage);
  CHECK(ts::simpson_reversal(std::vector<odds_table>{stones[0]}).value() == ts::reversal::none);
  CHECK(ts::simpson_reversal(std::vector<odds_table>{{1, 0, 0, 0}}).why() ==
        undefined_reason::no_items);
  CHECK(ts::simpson_reversal({}).why() == undefined_reason::no_items);
}
