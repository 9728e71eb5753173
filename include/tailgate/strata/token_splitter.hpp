// A tokenizer as the strata see it: a text in, the texts of its tokens out.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tailgate {

/// The tokens of a text in order, each as the text it stands for, so that together they spell all
/// its digits: byte tokens decoded, markers of spaces left in or out.
using token_splitter = std::function<std::vector<std::string>(std::string_view)>;

} // namespace tailgate
