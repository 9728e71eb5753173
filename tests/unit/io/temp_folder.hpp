// A fresh folder for crafted files, removed with its content at the end of the test.
#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

class temp_folder {
public:
  temp_folder() {
    static std::atomic<unsigned> counter{0};
    std::random_device random;
    do
      path_ = std::filesystem::temp_directory_path() /
              ("tailgate-test-" + std::to_string(random()) + "-" + std::to_string(++counter));
    while (!std::filesystem::create_directory(path_));
  }
  temp_folder(const temp_folder&) = delete;
  temp_folder& operator=(const temp_folder&) = delete;
  ~temp_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Writes a file into the folder and gives its path.
  std::filesystem::path file(const std::string& name, std::string_view content) const {
    const auto target = path_ / name;
    std::ofstream out(target, std::ios::binary);
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
    if (!out.flush())
      throw std::runtime_error("cannot write " + target.string());
    return target;
  }

  [[nodiscard]] static std::string content(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  [[nodiscard]] std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(
        std::filesystem::directory_iterator(path_), std::filesystem::directory_iterator()));
  }

private:
  std::filesystem::path path_;
};
