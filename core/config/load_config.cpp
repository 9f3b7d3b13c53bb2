#include "core/config/load_config.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/config/config_error.h"
#include "core/config/sections.h"
#include "core/config/yaml_reader.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

constexpr size_t kLongestChain = 32;

void merge(ConfigNode& base, ConfigNode overlay) {
  if (!base.is_map() || !overlay.is_map()) {
    base = std::move(overlay);
    return;
  }
  base.at = overlay.at;
  for (ConfigNode::Entry& entry : overlay.entries) {
    if (ConfigNode* below = base.find(entry.key))
      merge(*below, std::move(entry.value));
    else
      base.entries.push_back(std::move(entry));
  }
}

std::string plugin_of(const ConfigNode& section, PluginKind kind) {
  if (const ConfigNode* name = section_name(section); name != nullptr && name->is_scalar())
    return name->text;
  const char* by_default = default_plugin(kind);
  return by_default == nullptr ? "" : by_default;
}

void merge_section(ConfigNode& base, ConfigNode overlay, PluginKind kind) {
  const bool renames =
      overlay.find("name") != nullptr && plugin_of(overlay, kind) != plugin_of(base, kind);
  if (!overlay.is_map() || renames) {
    base = std::move(overlay);
    return;
  }
  expand_bare_word(base);
  merge(base, std::move(overlay));
}

ConfigNode lay_over(ConfigNode base, ConfigNode overlay) {
  base.erase("experiment");
  base.at = overlay.at;
  for (ConfigNode::Entry& entry : overlay.entries) {
    const auto kind = plugin_section(entry.key);
    ConfigNode* below = base.find(entry.key);
    if (below == nullptr)
      base.entries.push_back(std::move(entry));
    else if (kind)
      merge_section(*below, std::move(entry.value), *kind);
    else
      merge(*below, std::move(entry.value));
  }
  return base;
}

std::string identity_of(const fs::path& file) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(file, error);
  return error ? file.string() : real.string();
}

ConfigNode load(const fs::path& file, std::vector<std::string>& chain) {
  ConfigNode root = read_yaml_file(file);
  chain.push_back(identity_of(file));
  const ConfigNode* extends = root.find("extends");
  if (extends == nullptr) return root;
  if (!extends->is_scalar() || extends->text.empty())
    fail(extends->at, "extends: found " + shown(*extends) + ", expected one file, e.g. base.yaml");
  fs::path base = file.parent_path() / extends->text;
  if (const std::string id = identity_of(base);
      std::find(chain.begin(), chain.end(), id) != chain.end())
    fail(extends->at, "extends: found " + shown(extends->text) +
                          ", which extends this file again; expected a chain of files that ends");
  if (chain.size() >= kLongestChain)
    fail(extends->at, "extends: found a chain of more than 32 files, expected fewer");
  std::error_code error;
  if (!fs::exists(base, error)) {
    try {
      read_yaml_file(base);
    } catch (const ConfigError& missing) {
      fail(extends->at, std::string("extends: ") + missing.what());
    }
  }
  root.erase("extends");
  return lay_over(load(base, chain), std::move(root));
}

}  // namespace

ConfigNode load_config(const fs::path& file) {
  std::vector<std::string> chain;
  return load(file, chain);
}

}  // namespace logitbench
