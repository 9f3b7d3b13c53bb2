// What several tables of a plan's runs have in common: the columns that tell runs apart, and the
// series that were recorded.
#pragma once

#include <logitbench/recorder.h>

#include <string>
#include <vector>

#include "core/record/tables.h"

namespace logitbench {

// run_id, status, seed and the swept keys; a swept seed has its column already.
std::vector<std::string> run_columns_of(const Plan& plan);
std::vector<std::string> run_cells(const Plan& plan, const Run& run, RunStatus status);

// What any run recorded: splits in their fixed order, metrics as first seen in plan order after
// loss and accuracy: columns do not depend on which run ended first.
std::vector<MetricSeries> recorded_series(const Plan& plan, const EndedRuns& runs);

}  // namespace logitbench
