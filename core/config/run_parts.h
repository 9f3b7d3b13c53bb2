// The parts that a run's config is made of, each read and checked by itself, and the run that they
// make. Runs of a sweep share the parts in which they do not differ.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/experiment.h"
#include "core/config/read_run.h"
#include "core/plugin/plugin_host.h"

namespace logitbench {

// The keys that stand at the top level and are no sections.
struct TopPart {
  std::string experiment;
  Map values;                        // as experiment_parameters() declares them
  std::vector<std::string> metrics;  // beside those that are always recorded
  std::string metrics_identity;      // canonical text
  Map stop;                          // of the section `stop` what ends this run by itself
};

// A section that picks a plugin.
struct PluginPart {
  std::string plugin;
  Map own;                    // the plugin's own parameters
  Map common;                 // the host's
  Map resolved;               // all of them, and `name`
  Map identity;               // `resolved` without paths
  std::string identity_text;  // canonical
};

struct TrainPart {
  Map resolved;
  std::string identity_text;
};

// Parts by number: the plugins' sections in the order of kPluginKinds, train, and what stands at
// the top level.
inline constexpr size_t kTrainPart = std::size(kPluginKinds), kTopPart = kTrainPart + 1,
                        kParts = kTopPart + 1;
size_t part_of(std::string_view top_level_key);

struct RunParts {
  std::shared_ptr<const TopPart> top;
  std::array<std::shared_ptr<const PluginPart>, std::size(kPluginKinds)> plugins;
  std::shared_ptr<const TrainPart> train;

  const PluginPart& plugin(PluginKind kind) const { return *plugins[static_cast<size_t>(kind)]; }
};

// All but ResolvedRun::identity, which is the next.
ResolvedRun assemble_run(const RunParts& parts);
Map identity_of(const RunParts& parts);

// canonical_text of that, with this seed in place of the config's own.
std::string identity_text(const RunParts& parts, uint64_t seed);

}  // namespace logitbench
