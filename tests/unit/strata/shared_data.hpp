// Real text for tests, which is not part of the project: a folder that the environment names.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

/// The path of a file or folder below data/, or nothing when TAILGATE_SHARED does not hold it; the
/// test then says that it is skipped.
[[nodiscard]] inline std::optional<std::filesystem::path> shared_data(const std::string& name) {
  const char* const root = std::getenv("TAILGATE_SHARED");
  if (root == nullptr)
    return std::nullopt;
  const auto path = std::filesystem::path(root) / "data" / name;
  return std::filesystem::exists(path) ? std::optional(path) : std::nullopt;
}
