// `logitbench check DIR`: are these results whole and sound? The tables against the plan that
// manifest.json keeps, against the journal that they are made from, and against the data, where
// those are there. Nothing is written. Codes: result_kinds.h.
#pragma once

#include <filesystem>
#include <vector>

#include "core/diagnosis/finding.h"
#include "core/diagnosis/results_view.h"
#include "core/plugin/plugin_host.h"

namespace logitbench {

struct ResultsCheck {
  size_t planned_runs = 0;
  size_t finished_runs = 0;       // completed or diverged, of the planned ones
  std::vector<Finding> findings;  // the heaviest first, then by what they are about
  ResultsView view;               // what was looked at
};

// A file of the folder that is missing, damaged or edited is a finding. Throws ConfigError where
// the folder is none, or holds nothing that Logitbench writes.
ResultsCheck check_results(const std::filesystem::path& folder, PluginHost& host);

}  // namespace logitbench
