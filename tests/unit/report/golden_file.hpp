// Compares a text with a committed file; TAILGATE_UPDATE_GOLDEN=1 in the environment rewrites it.
#pragma once

#include <cstdlib>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <string>

namespace golden {

inline void check(const std::string& name, const std::string& text) {
  const std::string path = std::string(TAILGATE_SOURCE_DIR) + "/tests/golden/" + name;
  if (const char* update = std::getenv("TAILGATE_UPDATE_GOLDEN");
      update != nullptr && *update == '1') {
    std::ofstream out(path, std::ios::binary);
    out << text;
    REQUIRE_MESSAGE(out.good(), "cannot write " << path);
    MESSAGE("rewrote " << path);
    return;
  }
  std::ifstream in(path, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), "cannot read " << path << "; TAILGATE_UPDATE_GOLDEN=1 writes it");
  const std::string expected{std::istreambuf_iterator<char>(in), {}};
  std::size_t line = 1, at = 0;
  while (at < text.size() && at < expected.size() && text[at] == expected[at])
    line += text[at++] == '\n';
  CHECK_MESSAGE(
      text == expected, path << " differs from line " << line << " on: expected `"
                             << expected.substr(at, 60) << "`, got `" << text.substr(at, 60)
                             << "`; if that is meant, rerun with TAILGATE_UPDATE_GOLDEN=1");
}

} // namespace golden
