// Reads the parts of a run's config from its tree, one by one.
#pragma once

#include <map>
#include <string>

#include "core/config/config_node.h"
#include "core/config/run_parts.h"
#include "core/config/schema_source.h"

namespace logitbench {

// Every call looks at its own part of the tree alone: the rest of it may be missing, and is only
// used to say where a misplaced key belongs. Throws ConfigError, and PluginError for a plugin that
// would not load.
class PartReader {
 public:
  // `file_stem` names the experiment where the config does not.
  PartReader(std::string file_stem, SchemaSource& schemas);

  TopPart top(const ConfigNode& root);
  PluginPart plugin(PluginKind kind, const ConfigNode& root);
  // `init_generator`: model.init.generator, whose order is taken where train says nothing.
  TrainPart train(const ConfigNode& root, const std::string& init_generator);

 private:
  // A plugin's own parameters, and with its kind's common ones.
  struct PluginSchemas {
    const Schema* own = nullptr;
    Schema all;
  };

  Map top_values(const ConfigNode& root);
  std::string experiment_name(const ConfigNode& root, const Map& top) const;
  std::string plugin_name(PluginKind kind, const ConfigNode& root) const;
  const PluginSchemas& schemas_of(PluginKind kind, const std::string& plugin,
                                  const ConfigNode& root);

  std::string file_stem_;
  SchemaSource& schemas_;
  std::map<std::pair<PluginKind, std::string>, PluginSchemas> known_;
};

}  // namespace logitbench
