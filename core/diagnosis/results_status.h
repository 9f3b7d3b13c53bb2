// `logitbench status DIR`: how far the runs are, as they go. Reads the manifest and the journals;
// locks nothing and changes nothing.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/record/run_states.h"

namespace logitbench {

struct ResultsStatus {
  std::string experiment;
  bool planned = true;         // false: there is no manifest to go by, only runs that have begun
  std::vector<RunState> runs;  // in plan order

  size_t count(RunStatus status) const;
};

// Throws ConfigError where the folder is none, holds no results, or has no journal; ResultsError
// for a journal that cannot be read.
ResultsStatus results_status(const std::filesystem::path& folder);

}  // namespace logitbench
