// expect: an aggregate has no JSON without its strata: write both inside read\(\)
// JSON of a total would leave out the strata.
#include "result.hpp"

#if __has_include(<nlohmann/json.hpp>)
#include <nlohmann/json.hpp>
using json = nlohmann::json;
#else
struct json { // finds to_json as nlohmann::json does
  json(const tailgate::aggregate& total) { to_json(*this, total); }
};
#endif

int main() {
#if defined(TAILGATE_MISUSE)
  const json value = one_stratum().population();
  return sizeof value == 0;
#else
  return one_stratum().population().read([](auto strata, const tailgate::aggregate_values& total) {
    return strata.size() == 1 && total.difference.value() < 0 ? 0 : 1;
  });
#endif
}
