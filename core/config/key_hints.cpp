#include "core/config/key_hints.h"

#include <fmt/format.h>

#include <algorithm>

#include <logitbench/error.h>

#include "core/config/common_parameters.h"
#include "core/config/sections.h"
#include "core/config/sweep_keys.h"

namespace logitbench {

namespace {

bool declares(const Schema& schema, const std::string& key) {
  return std::any_of(schema.begin(), schema.end(),
                     [&](const Parameter& p) { return p.name == key; });
}

// The dotted path below which the key is declared: "" is the schema itself.
const Parameter* declaring_map(const Schema& schema, const std::string& key) {
  for (const Parameter& p : schema)
    if (p.type == ParameterType::map && declares(p.fields, key)) return &p;
  return nullptr;
}

const Schema* schema_of(const ConfigNode& root, PluginKind kind, SchemaSource& schemas) {
  const ConfigNode* section = root.find(to_text(kind));
  const ConfigNode* name = section == nullptr ? nullptr : section_name(*section);
  const char* by_default = default_plugin(kind);
  try {
    if (name != nullptr && name->is_scalar()) return schemas.find(kind, name->text);
    return by_default == nullptr ? nullptr : schemas.find(kind, by_default);
  } catch (const PluginError&) {
    return nullptr;  // reported where the plugin itself is needed; this is only advice
  }
}

}  // namespace

std::vector<std::string> top_level_keys() {
  std::vector<std::string> keys;
  for (const Parameter& p : experiment_parameters()) keys.push_back(p.name);
  for (const PluginKind kind : kPluginKinds) keys.push_back(to_text(kind));
  keys.insert(keys.end(), {"train", "stop", "sweep", "slurm", "expect", "extends"});
  return keys;
}

std::string belongs_elsewhere(const std::string& key, const std::string& section,
                              const ConfigNode& root, SchemaSource& schemas) {
  const std::vector<std::string> top = top_level_keys();
  if (!section.empty() && std::find(top.begin(), top.end(), key) != top.end())
    return fmt::format("'{}' belongs at the top level", key);
  const auto under = [&](const std::string& where) {
    return fmt::format("'{}' belongs under {}", key, where);
  };
  if (section != "train" && declares(train_parameters(), key)) return under("train");
  for (const PluginKind kind : kPluginKinds) {
    const std::string name = to_text(kind);
    if (const Parameter* map = declaring_map(common_parameters(kind), key))
      return under(name + "." + map->name);
    if (name == section) continue;
    if (declares(common_parameters(kind), key)) return under(name);
    if (const Schema* own = schema_of(root, kind, schemas); own && declares(*own, key))
      return under(name);
  }
  for (const SweepKeyInfo& word : kSweepKeys)
    if (section != "sweep" && key == word.name) return under("sweep");
  return "";
}

}  // namespace logitbench
