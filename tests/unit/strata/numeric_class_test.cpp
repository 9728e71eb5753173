#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <string>
#include <tailgate/strata/numeric_class.hpp>
#include <tailgate/strata/numeric_features.hpp>

using namespace tailgate;

namespace {

std::string page() {
  std::ifstream file(TAILGATE_SOURCE_DIR "/docs/strata.md", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

TEST_CASE("docs/strata.md has every class with its bands, in their order") {
  const std::string text = page();
  for (const numeric_class c : all_numeric_classes) {
    const std::string code(numeric_code(c));
    const std::string begin = "\n| " + code + " | " + std::string(to_string(c)) + " | ";
    std::string bands;
    for (std::size_t band = 0; band < numeric_bands(c).size(); ++band)
      bands += (band == 0 ? "" : ", ") + std::string(numeric_bands(c)[band]) +
               (is_control_band(c, band) ? " (control)" : "");
    const std::size_t row = text.find(begin);
    CAPTURE(code);
    REQUIRE(row != text.npos);
    CHECK(text.substr(row, text.find('\n', row + 1) - row).find(" | " + bands + " | ") !=
          std::string::npos);
  }
}

TEST_CASE("docs/strata.md has the order in which classes name a stratum") {
  std::string order;
  for (const numeric_class c : numeric_precedence)
    order += (order.empty() ? "" : ", ") + std::string(numeric_code(c));
  CHECK(page().find(order) != std::string::npos);
}
