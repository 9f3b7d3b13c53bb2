#include "core/sweep/written_config.h"

#include <algorithm>

#include "core/config/key_path.h"

namespace logitbench {

WrittenConfig::WrittenConfig(const ConfigNode& base, const std::vector<SweptKey>& keys,
                             const std::vector<Override>& overrides)
    : keys_(keys), base_(base), below_(keys.size()) {
  for (ConfigNode& part : base_parts_) part = map_node(base.at);
  for (const ConfigNode::Entry& entry : base.entries)
    base_parts_[part_of(entry.key)].entries.push_back(entry);
  for (size_t i = 0; i < keys.size(); ++i) {
    keys_of_part_[part_of(keys[i].path.front())].push_back(i);
    for (const Override& override : overrides)
      if (override.action != Override::Action::remove &&
          override.action != Override::Action::sweep && is_below(override.key, keys[i].key))
        below_[i].push_back(override);
  }
  for (std::vector<size_t>& of_part : keys_of_part_)
    std::stable_sort(of_part.begin(), of_part.end(),
                     [&](size_t a, size_t b) { return keys[a].path.size() < keys[b].path.size(); });
}

void WrittenConfig::set(ConfigNode& tree, size_t part, const Setting& setting) const {
  for (const size_t i : keys_of_part_[part]) {
    if (setting[i] == kNotSet) continue;
    set_key(tree, keys_[i].path, keys_[i].values[static_cast<size_t>(setting[i])], keys_[i].at);
    for (const Override& override : below_[i])
      set_key(tree, split_key(override.key, override.at), override.value, override.at);
  }
}

ConfigNode WrittenConfig::whole(const Setting& setting) const {
  ConfigNode tree = base_;
  for (size_t part = 0; part < kParts; ++part) set(tree, part, setting);
  return tree;
}

ConfigNode WrittenConfig::part(size_t part, const Setting& setting) const {
  ConfigNode tree = base_parts_[part];
  set(tree, part, setting);
  return tree;
}

}  // namespace logitbench
