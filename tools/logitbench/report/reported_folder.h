// One results folder with all that a report says of it, read once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/comparison/joined_runs.h"
#include "core/diagnosis/check_results.h"
#include "core/plugin/plugin_host.h"
#include "core/record/value_json.h"

namespace logitbench {

struct ReportedFolder {
  const ResultsTables* tables = nullptr;
  Json manifest;  // null where there is none, or it is damaged: a finding says so
  ResultsCheck check;
};

// Points into `tables`. Throws what reading the folder throws.
std::vector<ReportedFolder> read_reported_folders(const std::vector<ResultsTables>& tables,
                                                  PluginHost& host);

}  // namespace logitbench
