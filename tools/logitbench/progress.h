// How the runs go, on the screen. On a terminal one line, redrawn in place; without one a plain
// line an epoch and no control characters; quiet says nothing. one_line is a terminal's line for
// several experiments' runs: it is redrawn from run to run, and gone at the end.
#pragma once

#include <logitbench/recorder.h>

#include <chrono>
#include <functional>
#include <ostream>
#include <string>

#include "tools/logitbench/progress_line.h"
#include "tools/logitbench/runs_progress.h"

namespace logitbench {

// One thread drives it.
class Progress final : public RunsProgress, public Recorder {
 public:
  using Clock = std::chrono::steady_clock;

  // Style and width are those of standard output; `out` is where the text goes.
  Progress(std::ostream& out, bool quiet);
  Progress(std::ostream& out, ProgressStyle style, std::function<size_t()> columns,
           std::function<Clock::time_point()> now);
  ~Progress() override;

  void on_plan(size_t runs, size_t finished, double work) override;
  // In plan order; runs that were finished before are passed over.
  Recorder& on_run_start(const RunStart& run) override;
  void on_batch(uint64_t epoch, uint64_t samples, uint64_t samples_in_epoch) override;
  void on_epoch(const EpochRecord& record) override;
  void on_run_end(const PlannedRun& run, const RunResult& result) override;
  void between_draws(const std::function<void()>& print) override { print(); }

 private:
  bool is_drawn() const {
    return style_ == ProgressStyle::terminal || style_ == ProgressStyle::one_line;
  }
  void follow(uint64_t epoch, double share_of_epoch, Clock::time_point now);
  void draw(Clock::time_point now);
  void print(const std::string& line, Clock::time_point now);

  std::ostream& out_;
  ProgressStyle style_;
  std::function<size_t()> columns_;
  std::function<Clock::time_point()> now_;

  ProgressState state_;
  bool running_ = false;
  bool line_open_ = false;  // the terminal's cursor stands behind a line of ours
  uint64_t samples_per_epoch_ = 0;
  size_t runs_ended_ = 0;  // here, not before
  double training_s_ = 0;  // of whole epochs of this run, validation left out
  Clock::time_point started_;
  Clock::time_point epoch_started_;
  Clock::time_point last_batch_;
  Clock::time_point next_draw_;
};

}  // namespace logitbench
