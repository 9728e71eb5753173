// What the strict parser accepts, nlohmann-json accepts with the same value, and it survives a
// round trip through text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/io/json_text.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tailgate;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const nlohmann::json value = parse_json_text(text, {"input"});
    if (value != nlohmann::json::parse(text) || value != parse_json_text(value.dump(), {"dump"}))
      std::abort();
  } catch (const format_error&) {
  }
  return 0;
}
