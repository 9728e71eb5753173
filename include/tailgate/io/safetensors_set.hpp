// The weights in a model's folder: one model.safetensors, or shards under an index.
//
//   folder/model.safetensors                        taken first, as the reference loaders do
//   folder/model.safetensors.index.json             {"metadata": ..., "weight_map": {name: shard}}
//   folder/model-00001-of-00002.safetensors ...     the shards that the index names
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tailgate/error.hpp>
#include <tailgate/io/json_file.hpp>
#include <tailgate/io/safetensors_file.hpp>
#include <utility>
#include <vector>

namespace tailgate {

/// Read access to all tensors of a model. With an index, a tensor comes from the shard that the
/// index gives for it, and tensors of shards that it does not list are not part of the set.
class safetensors_set {
public:
  /// Opens and checks the folder's files. Throws io_error E590 (neither file there) or E593 (a
  /// shard is missing); format_error E591 (no weight_map of strings), E592 (a shard name that is
  /// not a plain file name), E594 (a tensor that its shard lacks), and whatever safetensors_file
  /// and read_json_file throw.
  explicit safetensors_set(const std::filesystem::path& folder) {
    const auto single = folder / "model.safetensors";
    const auto index = folder / "model.safetensors.index.json";
    std::error_code ignored;
    if (std::filesystem::exists(single, ignored)) {
      files_.emplace_back(single);
      for (const tensor_info& tensor : files_[0].tensors())
        where_.emplace(tensor.name, 0);
    } else if (std::filesystem::exists(index, ignored)) {
      open_shards(folder, index);
    } else {
      throw io_error(590, folder.string(),
          "there is neither model.safetensors nor model.safetensors.index.json; name the folder of "
          "a model in safetensors format");
    }
  }

  /// The names of all tensors, sorted.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const auto& [name, file] : where_)
      result.push_back(name);
    return result;
  }
  [[nodiscard]] std::size_t size() const noexcept { return where_.size(); }
  [[nodiscard]] bool contains(std::string_view name) const { return where_.contains(name); }
  [[nodiscard]] std::span<const safetensors_file> files() const noexcept { return files_; }

  /// The file that holds a tensor. Throws argument_error E595 when there is none of that name.
  [[nodiscard]] const safetensors_file& file_of(std::string_view name) const {
    const auto found = where_.find(name);
    if (found == where_.end())
      throw argument_error(595, "safetensors_set",
          "no tensor \"" + std::string(name) + "\" in " + std::to_string(files_.size()) +
              " file(s) with " + std::to_string(where_.size()) + " tensors; names() lists them");
    return files_[found->second];
  }

  /// As the members of safetensors_file; a name that is not there throws E595.
  [[nodiscard]] const tensor_info& info(std::string_view name) const {
    return file_of(name).info(name);
  }
  [[nodiscard]] std::span<const std::byte> bytes(std::string_view name) const {
    return file_of(name).bytes(name);
  }
  [[nodiscard]] std::vector<float> read_f32(std::string_view name) const {
    return file_of(name).read_f32(name);
  }
  void read_f32_into(std::string_view name, std::span<float> out) const {
    file_of(name).read_f32_into(name, out);
  }

private:
  void open_shards(const std::filesystem::path& folder, const std::filesystem::path& index) {
    const std::string source = index.string();
    const nlohmann::json root = read_json_file(index);
    const auto map = root.is_object() ? root.find("weight_map") : root.end();
    if (map == root.end() || !map->is_object() || map->empty())
      throw format_error(591, source,
          "there is no \"weight_map\" object from tensor names to shard files; save the model "
          "anew");
    std::map<std::string, std::size_t> shards;
    for (const auto& [name, value] : map->items()) {
      if (!value.is_string())
        throw format_error(591, source,
            "weight_map gives tensor \"" + name + "\" a JSON " + value.type_name() +
                "; it must be the name of a shard file");
      const auto shard = value.get<std::string>();
      const auto [at, added] = shards.emplace(shard, files_.size());
      if (added)
        open_shard(folder, shard, source);
      if (!files_[at->second].contains(name))
        throw format_error(594, source,
            "tensor \"" + name + "\" is not in its shard " + shard +
                "; index and shards do not belong together, fetch them again");
      where_.emplace(name, at->second);
    }
  }

  void open_shard(
      const std::filesystem::path& folder, const std::string& shard, const std::string& source) {
    if (shard.empty() || shard == "." || shard.find("..") != shard.npos ||
        shard.find_first_of(std::string_view("/\\:\0", 4)) != shard.npos)
      throw format_error(592, source,
          "the shard name \"" + shard +
              "\" is not a plain file name; shards must lie beside the index, without '/' or '..'");
    std::error_code ignored;
    if (!std::filesystem::exists(folder / shard, ignored))
      throw io_error(593, source,
          "the shard " + shard + " is missing in " + folder.string() + "; fetch the whole model");
    files_.emplace_back(folder / shard);
  }

  std::vector<safetensors_file> files_;
  std::map<std::string, std::size_t, std::less<>> where_;
};

} // namespace tailgate
