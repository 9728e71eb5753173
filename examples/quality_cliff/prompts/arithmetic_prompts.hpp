// Prompts of an arithmetic class: a simple random sample of its questions, without replacement.
#pragma once

#include "arithmetic_class.hpp"
#include "prompt_group.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

namespace quality_cliff {

/// At most `count` distinct questions of the class; fewer only when the class has no more. A
/// repeated question would be counted as evidence twice, so that one drawn again is redrawn from
/// the same item's stream (seed, stratum, item). Cost: about n ln n draws when all n are taken.
[[nodiscard]] inline prompt_group arithmetic_prompts(
    const arithmetic_class& source, std::uint64_t seed, std::size_t count) {
  prompt_group group{source.key, source.share, {}};
  const std::uint32_t stratum = stream_number(source.key);
  const std::uint64_t items = std::min<std::uint64_t>(count, source.distinct);
  std::set<std::string> taken = {"12+7=", "85-31=", "6*7="}; // solved in the prefix
  for (std::uint64_t item = 0; item < items; ++item) {
    philox_stream stream(seed, stratum, item);
    question drawn = source.draw(stream);
    while (!taken.insert(drawn.text).second)
      drawn = source.draw(stream);
    tailgate::prompt prompt;
    prompt.id = prompt_id(source.key, std::to_string(item));
    prompt.prefix = arithmetic_prefix;
    prompt.text = std::move(drawn.text);
    prompt.answer = std::move(drawn.answer);
    group.prompts.push_back(std::move(prompt));
  }
  return group;
}

} // namespace quality_cliff
