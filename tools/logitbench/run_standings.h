// How far the runs of an experiment have come in what they compete in
// (core/sweep/early_stopping.h): in this process, or before.
#pragma once

#include <map>
#include <mutex>
#include <vector>

#include "core/record/results_folder.h"
#include "core/sweep/early_stopping.h"

namespace logitbench {

// `begin` may be called from several threads at once; nothing else while it is.
class RunStandings {
 public:
  RunStandings(const Plan& plan, const ResultsFolder& results) : plan_(plan), results_(results) {}

  // It is trained (again) from its start.
  void begin(size_t run);

  Standing of(size_t run);
  // Whether a run has come already where the limit would end it, or make it wait: there is nothing
  // new to learn from it.
  bool is_there(size_t run, const RunLimit& limit);

 private:
  const Plan& plan_;
  const ResultsFolder& results_;
  std::mutex mutex_;
  std::map<size_t, std::vector<double>> values_;  // read from the journal once
};

}  // namespace logitbench
