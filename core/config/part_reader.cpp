#include "core/config/part_reader.h"

#include <fmt/format.h>
#include <logitbench/metric.h>

#include <algorithm>

#include "core/config/common_parameters.h"
#include "core/config/config_error.h"
#include "core/config/identity.h"
#include "core/config/init_scheme.h"
#include "core/config/key_hints.h"
#include "core/config/nearest_name.h"
#include "core/config/recorded_metrics.h"
#include "core/config/sections.h"
#include "core/config/stop.h"
#include "core/config/validate.h"
#include "core/config/value_text.h"

namespace logitbench {

namespace {

KeyHint hint(const std::string& section, const ConfigNode& root, SchemaSource& schemas) {
  return [&root, &schemas, section](const std::string& key) {
    return belongs_elsewhere(key, section, root, schemas);
  };
}

bool declares(const Schema& schema, const std::string& key) {
  return std::any_of(schema.begin(), schema.end(),
                     [&](const Parameter& p) { return p.name == key; });
}

// All that may stand under metrics.
std::vector<std::string> metric_names() {
  std::vector<std::string> names;
  for (const MetricInfo& metric : kMetrics) names.emplace_back(metric.name);
  for (const RecordInfo& table : kTables) names.emplace_back(table.name);
  names.emplace_back(kPhaseTimes.name);
  return names;
}

std::vector<std::string> metrics_beside(const List& list, const ConfigNode& root) {
  const std::vector<std::string> known = metric_names();
  std::vector<std::string> seen, result;
  for (size_t i = 0; i < list.size(); ++i) {
    const std::string& name = list[i].text();
    const Location& at = root.find("metrics")->items[i].at;
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end())
      fail(at, fmt::format("metrics: found {}, expected one of {}{}", shown(name), name_list(known),
                           did_you_mean(name, known)));
    if (std::find(seen.begin(), seen.end(), name) != seen.end())
      fail(at, fmt::format("metrics: found {} twice, expected it once", shown(name)));
    seen.push_back(name);
    if (!is_always_recorded(name)) result.push_back(name);
  }
  return result;
}

// What the scheme uses. A parameter of another scheme is refused where it is written; its default
// is left out of the resolved config, which can so be read again.
Map used_init(const Map& init, const ConfigNode& root) {
  const InitWord& scheme = init_word(init);
  const ConfigNode* model = root.find("model");
  const ConfigNode* written = model == nullptr ? nullptr : model->find("init");
  Map used;
  for (const auto& [key, value] : init) {
    std::vector<std::string> users;
    for (const InitWord& other : kInitWords)
      if (other.spread == key) users.emplace_back(other.word);
    if (users.empty() || scheme.spread == key) {
      used.set(key, value);
      continue;
    }
    const ConfigNode::Entry* entry = written == nullptr ? nullptr : written->find_entry(key);
    if (entry != nullptr)
      fail(entry->key_at,
           fmt::format("model.init.{}: found it with scheme {}, which does not use it, expected "
                       "it with scheme {} alone; change the scheme or leave {} out",
                       key, scheme.word, name_list(users), key));
  }
  return used;
}

}  // namespace

PartReader::PartReader(std::string file_stem, SchemaSource& schemas)
    : file_stem_(std::move(file_stem)), schemas_(schemas) {}

TopPart PartReader::top(const ConfigNode& root) {
  TopPart part;
  part.values = top_values(root);
  part.experiment = experiment_name(root, part.values);
  part.metrics = metrics_beside(part.values.list("metrics"), root);
  part.metrics_identity = canonical_text(List(part.metrics.begin(), part.metrics.end()));
  const ConfigNode* stop = root.find("stop");
  const StopSettings settings = read_stop(stop);
  if (settings.nan) part.stop.set("nan", true);
  if (settings.target) part.stop.set("target", true);
  if (settings.target && !part.values.has("target"))
    fail(stop->find("target")->at,
         "stop.target: found true without a target, expected one, e.g. target: 0.95 at the top "
         "level");
  return part;
}

PluginPart PartReader::plugin(PluginKind kind, const ConfigNode& root) {
  const std::string key = to_text(kind);
  const ConfigNode* section = root.find(key);
  PluginPart part;
  part.plugin = plugin_name(kind, root);
  const PluginSchemas& schemas = schemas_of(kind, part.plugin, root);
  ConfigNode rest = map_node(section == nullptr ? root.at : section->at);
  if (section != nullptr && section->is_map()) rest.entries = section->entries;
  rest.erase("name");
  const Map values = validate_map(rest, schemas.all, key, hint(key, root, schemas_));
  for (const auto& [name, value] : values)
    (declares(*schemas.own, name) ? part.own : part.common).set(name, value);

  part.resolved.set("name", part.plugin);
  part.identity.set("name", part.plugin);
  for (const Map* half : {&part.own, &part.common}) {
    for (const auto& [name, value] : *half) part.resolved.set(name, value);
    for (const auto& [name, value] : without_paths(*half, schemas.all))
      part.identity.set(name, value);
  }
  if (kind == PluginKind::model)
    part.resolved.set("init", used_init(part.resolved.map("init"), root));
  part.identity_text = canonical_text(part.identity);
  return part;
}

TrainPart PartReader::train(const ConfigNode& root, const std::string& init_generator) {
  const ConfigNode* section = root.find("train");
  TrainPart part;
  part.resolved = section == nullptr ? default_values(train_parameters(), "train", root.at)
                                     : validate_map(*section, train_parameters(), "train",
                                                    hint("train", root, schemas_));
  if (!part.resolved.has("generator")) part.resolved.set("generator", init_generator);
  part.identity_text = canonical_text(part.resolved);
  return part;
}

Map PartReader::top_values(const ConfigNode& root) {
  const std::vector<std::string> known = top_level_keys();
  ConfigNode plain = map_node(root.at);
  for (const ConfigNode::Entry& entry : root.entries) {
    if (std::find(known.begin(), known.end(), entry.key) == known.end())
      fail_unknown_key(entry, known, "", belongs_elsewhere(entry.key, "", root, schemas_));
    for (const Parameter& p : experiment_parameters())
      if (p.name == entry.key) plain.entries.push_back(entry);
  }
  return validate_map(plain, experiment_parameters(), "");
}

// A folder's name: letters, digits, _ - . and not hidden.
std::string PartReader::experiment_name(const ConfigNode& root, const Map& top) const {
  constexpr size_t kLongestName = 100;
  const bool given = top.has("experiment");
  const std::string name = given ? top.text("experiment") : file_stem_;
  const bool safe = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
  if (safe && !name.empty() && name.front() != '.' && name.front() != '-' &&
      name.size() <= kLongestName)
    return name;
  const Location& at = given ? root.find("experiment")->at : root.at;
  fail(at,
       fmt::format("experiment: found {}{}, expected a folder name of letters, digits, _ - and . "
                   "that starts with neither . nor -, at most {} long{}",
                   shown(name), given ? "" : " (the file's name)", kLongestName,
                   given ? "" : "; add experiment: NAME"));
}

std::string PartReader::plugin_name(PluginKind kind, const ConfigNode& root) const {
  const ConfigNode* section = root.find(to_text(kind));
  const char* by_default = default_plugin(kind);
  const std::string key = to_text(kind);
  const auto expected = [&] { return "expected one of " + name_list(schemas_.names(kind)); };
  if (section == nullptr) {
    if (by_default != nullptr) return by_default;
    fail(root.at, fmt::format("{} is missing, {}, e.g. {}: NAME", key, expected(), key));
  }
  if (section->is_null() || section->is_list())
    fail(section->at, fmt::format("{}: found {}, {}", key, shown(*section), expected()));
  const ConfigNode* name = section_name(*section);
  if (name == nullptr && by_default != nullptr) return by_default;
  if (name == nullptr) fail(section->at, fmt::format("{}.name is missing, {}", key, expected()));
  if (!name->is_scalar())
    fail(name->at, fmt::format("{}.name: found {}, {}", key, shown(*name), expected()));
  return name->text;
}

const PartReader::PluginSchemas& PartReader::schemas_of(PluginKind kind, const std::string& plugin,
                                                        const ConfigNode& root) {
  const auto known = known_.find({kind, plugin});
  if (known != known_.end()) return known->second;
  const Schema* own = schemas_.find(kind, plugin);
  if (own == nullptr) {
    const std::string key = to_text(kind);
    const std::vector<std::string> names = schemas_.names(kind);
    const ConfigNode* section = root.find(key);
    const ConfigNode* name = section == nullptr ? nullptr : section_name(*section);
    fail(name == nullptr ? root.at : name->at,
         fmt::format("{}: found {}, expected {}{}", key, shown(plugin),
                     names.empty() ? fmt::format("an installed {} plugin; there is none", key)
                                   : "one of " + name_list(names),
                     did_you_mean(plugin, names)));
  }
  return known_[{kind, plugin}] = {own, section_schema(kind, plugin, *own)};
}

}  // namespace logitbench
