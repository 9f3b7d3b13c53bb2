// A config tree, extended, overridden and without sweep, to one typed run.
#pragma once

#include <string>

#include "core/config/config_node.h"
#include "core/config/experiment.h"
#include "core/config/schema_source.h"

namespace logitbench {

struct ResolvedRun {
  std::string experiment;
  std::string note;
  RunConfig config;
  // The whole config, defaults filled in, in the form of a config file: read again, it gives the
  // same run. Sections are maps with `name`.
  Map resolved;
  // `resolved` without what leaves the run's numbers alone: experiment, note, source, paths.
  Map identity;
};

// `file_stem` names the experiment where the config does not. Keys `sweep`, `expect` and `extends`
// are the caller's and passed over. Throws ConfigError for what is wrong, PluginError for a plugin
// that would not load.
ResolvedRun read_run(const ConfigNode& root, const std::string& file_stem, SchemaSource& schemas);

}  // namespace logitbench
