#include "core/config/sections.h"

namespace logitbench {

std::optional<PluginKind> plugin_section(std::string_view key) {
  for (const PluginKind kind : kPluginKinds)
    if (key == to_text(kind)) return kind;
  return std::nullopt;
}

const char* default_plugin(PluginKind kind) {
  switch (kind) {
    case PluginKind::optimizer:
      return "sgd";
    case PluginKind::backend:
      return "onednn";
    default:
      return nullptr;
  }
}

const ConfigNode* section_name(const ConfigNode& section) {
  return section.is_scalar() ? &section : section.find("name");
}

void expand_bare_word(ConfigNode& section) {
  if (!section.is_scalar()) return;
  ConfigNode map = map_node(section.at);
  map.entries.push_back({"name", section.at, section});
  section = std::move(map);
}

}  // namespace logitbench
