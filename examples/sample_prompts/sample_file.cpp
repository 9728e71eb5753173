#include "sample_file.hpp"

#include <nlohmann/json.hpp>
#include <tailgate/io/json_line_members.hpp>

namespace sample_prompts {

void write_items(tailgate::atomic_file& file,
    const std::vector<tailgate::drawn_item<drawn_line>>& items,
    const tailgate::sampling_design& design) {
  for (const auto& item : items) {
    nlohmann::ordered_json stratum;
    for (const auto& [axis, level] : design.request.strata[item.stratum].key.levels())
      stratum[axis] = level;
    const std::array<tailgate::json_member, 3> added{{
        {std::string(sample_keys[0]), stratum.dump()},
        {std::string(sample_keys[1]), nlohmann::json(item.inclusion_probability).dump()},
        {std::string(sample_keys[2]), nlohmann::json(item.weight()).dump()},
    }};
    file.write(tailgate::with_json_members(item.payload.text, added) + '\n');
  }
}

} // namespace sample_prompts
