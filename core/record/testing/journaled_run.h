// Runs for tests as a journal would give them: what stays in memory, and what is read back.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/record/journal_reader.h"
#include "core/sweep/plan.h"

namespace logitbench {

// Of a plan.
inline Run planned_run(const std::string& run_id, uint64_t seed, std::vector<std::string> swept) {
  Run run;
  run.run_id = run_id;
  run.config.seed = seed;
  run.swept = std::move(swept);
  return run;
}

struct JournaledRun {
  Attempt attempt;
  AttemptRecords records;
};

inline JournaledRun journaled_run(const std::string& run_id, RunResult result,
                                  std::vector<EpochRecord> epochs) {
  JournaledRun run;
  run.attempt.run_id = run_id;
  run.attempt.result = std::move(result);
  for (const EpochRecord& record : epochs) run.attempt.epochs.add(record);
  run.records.epochs = std::move(epochs);
  return run;
}

using JournaledRuns = std::map<std::string, JournaledRun>;  // by run_id

inline auto find_in(const JournaledRuns& runs) {
  return [&runs](const std::string& run_id) -> const Attempt* {
    const auto found = runs.find(run_id);
    return found == runs.end() ? nullptr : &found->second.attempt;
  };
}

inline auto read_in(const JournaledRuns& runs) {
  return [&runs](const Attempt& attempt) { return runs.at(attempt.run_id).records; };
}

}  // namespace logitbench
