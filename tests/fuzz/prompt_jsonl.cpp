// Any bytes are either refused with a format_error or give a set that keeps its promises.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <tailgate/core/utf8.hpp>
#include <tailgate/error.hpp>
#include <tailgate/io/prompt_jsonl.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tailgate;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    prompt_jsonl_reader reader;
    reader.add_text(text, "input.jsonl", "input");
    const prompt_set set = reader.finish();
    std::set<std::string> ids;
    for (const prompt& item : set.prompts)
      if (item.stratum >= set.strata.size() || item.text.empty() || item.stop.empty() ||
          (item.answer && item.answer->empty()) || find_invalid_utf8(item.text) ||
          !ids.insert(item.id).second)
        std::abort();
    for (const declared_stratum& stratum : set.strata)
      if (!(stratum.natural_frequency > 0) || stratum.key.levels().empty())
        std::abort();
    if (set.prompts.empty())
      std::abort();
  } catch (const format_error&) {
  }
  return 0;
}
