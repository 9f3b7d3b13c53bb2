// The sections of a config that pick a plugin: `loss: cross_entropy` or `loss: {name: ..., ...}`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/config/config_node.h"
#include "core/plugin/plugin_host.h"

namespace logitbench {

std::optional<PluginKind> plugin_section(std::string_view key);

// The plugin taken where the config names none, or null where it must: sgd, onednn.
const char* default_plugin(PluginKind kind);

// The name that a section gives, whether as a bare word or as a key; null if it gives none.
const ConfigNode* section_name(const ConfigNode& section);

// Makes a bare word {name: word}; leaves anything else alone.
void expand_bare_word(ConfigNode& section);

}  // namespace logitbench
