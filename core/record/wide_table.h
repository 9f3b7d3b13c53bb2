// curves.csv the other way round: a row per run and epoch, a column per series.
#pragma once

#include "core/record/tables.h"

namespace logitbench {

// Columns: run_id, status, seed, the swept keys, epoch, step, then <split>.<metric> of all that was
// recorded. A cell is empty where the run did not record that series at that epoch. Runs in plan
// order, each one's records asked for once.
void wide_csv(const Plan& plan, const EndedRuns& runs, const ReadRecords& read,
              const TakeRows& take);

}  // namespace logitbench
