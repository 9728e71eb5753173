// Any bytes are either refused or give a design that is written as it was read, and is audited
// without harm. The digest is mended first as well, since no mutation finds one that fits.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/io/json_text.hpp>
#include <tailgate/io/sampling_design_json.hpp>
#include <vector>

namespace {

using namespace tailgate;

void read(const nlohmann::json& json) {
  const sampling_design design = parse_sampling_design(json, "input");
  if (parse_sampling_design(
          parse_json_text(sampling_design_json(design), {"written"}), "written") != design)
    std::abort();
  try {
    audit(design);
  } catch (const error&) {
  }
}

void mend(nlohmann::json& json) {
  detail::json_fields fields(642, json, "input");
  std::vector<std::uint64_t> missing;
  json["sha256"] = digest(detail::design_from_json(fields, "input", missing));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bool mended : {false, true})
    try {
      nlohmann::json json = parse_json_text(text, {"input"});
      if (mended)
        mend(json);
      read(json);
    } catch (const format_error&) {
    } catch (const argument_error& fault) {
      if (fault.number() != 250) // names of strata that cannot be
        throw;
    }
  return 0;
}
