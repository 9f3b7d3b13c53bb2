#include "core/config/config_node.h"

#include <algorithm>

namespace logitbench {

const ConfigNode::Entry* ConfigNode::find_entry(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry;
  return nullptr;
}

const ConfigNode* ConfigNode::find(std::string_view key) const {
  const Entry* entry = find_entry(key);
  return entry == nullptr ? nullptr : &entry->value;
}

ConfigNode* ConfigNode::find(std::string_view key) {
  return const_cast<ConfigNode*>(std::as_const(*this).find(key));
}

void ConfigNode::erase(std::string_view key) {
  std::erase_if(entries, [&](const Entry& entry) { return entry.key == key; });
}

ConfigNode& ConfigNode::get_or_add(std::string_view key, const Location& where) {
  if (ConfigNode* found = find(key)) return *found;
  ConfigNode value;
  value.at = where;
  entries.push_back({std::string(key), where, std::move(value)});
  return entries.back().value;
}

ConfigNode scalar_node(std::string text, const Location& at) {
  ConfigNode node;
  node.kind = ConfigNode::Kind::scalar;
  node.text = std::move(text);
  node.at = at;
  return node;
}

ConfigNode map_node(const Location& at) {
  ConfigNode node;
  node.kind = ConfigNode::Kind::map;
  node.at = at;
  return node;
}

}  // namespace logitbench
