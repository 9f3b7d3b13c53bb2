// --tensorboard: an event file for each run, in a folder that is named as the run.
#pragma once

#include <filesystem>

#include "core/record/tables.h"

namespace logitbench {

// Runs of the plan that recorded something; returns how many. An event file that an earlier export
// left for one of them is removed: TensorBoard would show both. Throws ResultsError.
size_t write_event_files(const std::filesystem::path& folder, const Plan& plan,
                         const EndedRuns& runs, const ReadRecords& read);

// Those of runs that are not the plan's: it has named them anew, or has them no more.
void remove_other_event_files(const std::filesystem::path& folder, const Plan& plan);

}  // namespace logitbench
