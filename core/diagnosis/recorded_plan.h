// The plan that a results folder's manifest keeps, made a Plan again: every run's config read by
// the same reader as a config file, expectations matched to their runs.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/diagnosis/finding.h"
#include "core/diagnosis/manifest_reader.h"
#include "core/plugin/plugin_host.h"
#include "core/sweep/plan.h"

namespace logitbench {

// Beside the run of the same index in the plan.
struct RecordedRun {
  // Whether this program and its plugins take the recorded config; else the plan's run has its id,
  // seed and swept values alone.
  bool readable = false;
  Map identity;
  NamedTexts data_sha256;
  Facts facts;  // empty: not known
};

struct RecordedPlan {
  Plan plan;
  std::vector<RecordedRun> runs;
  std::map<std::string, size_t> index;  // run_id -> its place in both
  bool all_readable = true;
  bool keeps_swept = true;  // false: an earlier version wrote it; swept values are guesses
};

// Nothing where the manifest is missing or damaged. Reports that, configs that are not readable,
// ids that are not their configs', repeats with one seed, expectations that are not readable.
std::optional<RecordedPlan> read_recorded_plan(const std::filesystem::path& folder,
                                               PluginHost& host, std::vector<Finding>& findings);

}  // namespace logitbench
