// One run as runs.csv and curves.csv have it, where there is no journal.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/analysis/runs/run_record.h"

namespace logitbench {

// Of all runs that have a row. Throws DataError as below.
std::map<std::string, RunStatus> statuses_of_tables(const std::filesystem::path& folder);

// Of a run without a row: queued. Throws DataError for a table that is missing or damaged.
RunRecord run_record_of_tables(const std::filesystem::path& folder, const std::string& run_id);

}  // namespace logitbench
