// How an experiment's runs go, on the screen: what the displays of one run at a time (progress.h)
// and of a sweep (sweep_progress.h) have in common.
#pragma once

#include <logitbench/recorder.h>

#include <functional>
#include <string>

namespace logitbench {

enum class ProgressStyle { quiet, plain, terminal, one_line };

// Of what writes to standard output, and its width.
ProgressStyle style_of_standard_output(bool quiet);
size_t columns_of_standard_output();

struct PlannedRun {
  size_t index = 0;  // in the plan; of a shard, among its own
  std::string run_id;
  double work = 0;  // in the unit of on_plan's
};

struct RunStart {
  PlannedRun run;
  uint64_t epochs = 0;
  uint64_t samples_per_epoch = 0;
};

class RunsProgress {
 public:
  virtual ~RunsProgress() = default;
  // Of these runs `finished` were so before; the others are `work` in all.
  virtual void on_plan(size_t runs, size_t finished, double work) = 0;
  // The run tells how it goes to what is returned, until its on_run_end.
  virtual Recorder& on_run_start(const RunStart& run) = 0;
  // Also of a run that could not be started.
  virtual void on_run_end(const PlannedRun& run, const RunResult& result) = 0;
  // Calls print(), which writes whole lines to where the display is.
  virtual void between_draws(const std::function<void()>& print) = 0;
};

}  // namespace logitbench
