// The runs of a results folder that have ended, with what each recorded where the journal has it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"
#include "core/record/tables.h"
#include "core/sweep/plan.h"

namespace logitbench {

struct RecordedSweep {
  Plan plan;
  std::vector<bool> readable;  // of each run: whether its config is one that this program takes
  std::string unreadable;      // why, for those that are not
  EndedRuns ended;
};

// Throws DataError where manifest or journal are missing or damaged as a whole.
RecordedSweep read_recorded_sweep(const std::filesystem::path& folder, PluginHost& host);

}  // namespace logitbench
