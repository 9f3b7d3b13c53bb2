// A sweep as one Slurm job array: a task of it is a shard.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/config/slurm.h"

namespace logitbench {

// How many shards do `runs` runs: as configured, else a run each up to kMostShards; never more than
// there are runs.
inline constexpr size_t kMostShards = 100;
size_t shards_for(size_t runs, const SlurmSettings& settings);

struct SlurmJob {
  std::string name;
  std::filesystem::path working_folder;  // absolute, as the next one
  std::filesystem::path output_folder;
  std::vector<std::string> command;  // to which --shard I/N is added
  size_t shards = 1;
};

// The script that sbatch takes. Slurm queues a task again whose node has died; near its time limit
// a task stops and queues itself again. Throws ConfigError for a path that cannot stand in a
// script.
std::string slurm_script(const SlurmJob& job, const SlurmSettings& settings);

}  // namespace logitbench
