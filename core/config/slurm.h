// The section `slurm` of a config: what `logitbench run --launcher slurm` asks of the cluster. No
// part of what a run is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/config/config_node.h"

namespace logitbench {

struct SlurmSettings {
  std::optional<std::string> partition, time, mem;  // as sbatch takes them
  std::optional<size_t> cpus;                       // of one shard
  std::optional<size_t> array_limit;                // shards at once
  std::optional<size_t> shards;
  std::vector<std::string> extra;  // further options of sbatch
};

// `section` may be null. Throws ConfigError.
SlurmSettings read_slurm(const ConfigNode* section);

}  // namespace logitbench
