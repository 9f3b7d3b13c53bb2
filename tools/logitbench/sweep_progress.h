// How a sweep goes, on the screen: a bar over its runs, the time left, what failed, the best so
// far. On a terminal one line, redrawn in place, and above it a line for each run that did not end
// well; without a terminal a line for each run that ends.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>

#include "tools/logitbench/progress_line.h"
#include "tools/logitbench/runs_progress.h"

namespace logitbench {

struct SweepState {
  size_t runs = 0;
  size_t ended = 0;  // those finished before among them
  std::map<RunStatus, size_t> not_completed;
  double share = 0;                     // of the work that there was to do, 0 to 1
  std::optional<double> best_accuracy;  // of the last epoch, of the runs completed now; never NaN
  std::string best_run_id;
  std::optional<double> left_s;
};

// For a terminal: at most `columns` - 1 characters.
std::string sweep_line(const SweepState& state, size_t columns);

// Thread safe; what on_run_start returns belongs to the thread of that run.
class SweepProgress final : public RunsProgress {
 public:
  using Clock = std::chrono::steady_clock;

  SweepProgress(std::ostream& out, ProgressStyle style, std::function<size_t()> columns,
                std::function<Clock::time_point()> now);
  ~SweepProgress() override;

  void on_plan(size_t runs, size_t finished, double work) override;
  Recorder& on_run_start(const RunStart& run) override;
  void on_run_end(const PlannedRun& run, const RunResult& result) override;
  void between_draws(const std::function<void()>& print) override;

 private:
  class RunUnderWay;

  // The rest with the mutex held.
  void draw();
  void clear();
  void print_end(const PlannedRun& planned, const RunUnderWay* run, const RunResult& result);
  void take_if_best(const std::string& run_id, const RunUnderWay& run);
  double share_done() const;

  std::ostream& out_;
  const ProgressStyle style_;
  const std::function<size_t()> columns_;
  const std::function<Clock::time_point()> now_;
  std::atomic<Clock::time_point> next_draw_{Clock::time_point{}};

  std::mutex mutex_;
  SweepState state_;
  std::map<size_t, std::unique_ptr<RunUnderWay>> under_way_;  // by index
  double work_ = 0;
  double work_ended_ = 0;
  bool drawn_ = false;
  Clock::time_point started_;
};

}  // namespace logitbench
