#include "tools/logitbench/run_command.h"

#include <logitbench/error.h>

#include <set>

#include "core/data/content_hash.h"
#include "core/data/data_cache.h"
#include "core/record/manifest.h"
#include "core/record/results_folder.h"
#include "core/sweep/expand.h"
#include "core/train/runner.h"
#include "tools/logitbench/interrupt.h"
#include "tools/logitbench/progress.h"
#include "tools/logitbench/run_options.h"
#include "tools/logitbench/run_summary.h"

namespace logitbench {

namespace {

namespace fs = std::filesystem;

// Passes what a run tells to the journal and to the screen.
class Listeners final : public Recorder {
 public:
  Listeners(Recorder& journal, Progress& progress) : journal_(journal), progress_(progress) {}
  void on_batch(uint64_t epoch, uint64_t samples, uint64_t samples_in_epoch) override {
    progress_.on_batch(epoch, samples, samples_in_epoch);
  }
  void on_epoch(const EpochRecord& record) override {
    journal_.on_epoch(record);
    progress_.on_epoch(record);
  }
  void on_predictions(const Predictions& predictions) override {
    journal_.on_predictions(predictions);
    predictions_ = predictions;
  }
  const Predictions& predictions() const { return predictions_; }

 private:
  Recorder& journal_;
  Progress& progress_;
  Predictions predictions_;
};

// The exit code of an experiment: what its failed runs have in common, if anything.
class Outcome {
 public:
  void add(RunStatus status, ExitCode code_if_failed) {
    if (status == RunStatus::interrupted) interrupted_ = true;
    if (status == RunStatus::failed) codes_.insert(code_if_failed);
    if (status == RunStatus::diverged) codes_.insert(ExitCode::runs_failed);
  }
  bool interrupted() const { return interrupted_; }
  ExitCode exit_code() const {
    if (interrupted_) return ExitCode::interrupted;
    if (codes_.empty()) return ExitCode::done;
    return codes_.size() == 1 ? *codes_.begin() : ExitCode::runs_failed;
  }

 private:
  bool interrupted_ = false;
  std::set<ExitCode> codes_;
};

class ExperimentRun {
 public:
  ExperimentRun(const Plan& plan, ResultsFolder& results, Runner& runner, Progress& progress)
      : plan_(plan), results_(results), runner_(runner), progress_(progress) {}

  ExitCode execute(bool fail_fast) {
    for (size_t i = 0; i < plan_.runs.size() && !outcome_.interrupted(); ++i) {
      const Run& run = plan_.runs[i];
      if (const RunResult* before = results_.finished(run.run_id)) {
        outcome_.add(before->status, ExitCode::runs_failed);
        continue;
      }
      const RunStatus status = execute_one(i, run);
      if (fail_fast && status == RunStatus::failed) break;
    }
    return outcome_.exit_code();
  }

 private:
  RunStatus execute_one(size_t index, const Run& run) {
    Listeners listeners(results_.begin(run), progress_);
    RunResult result;
    ExitCode code = ExitCode::runs_failed;
    try {
      result =
          runner_.run(run.config, listeners, interrupt_requested(), [&](const RunFacts& facts) {
            progress_.on_run_start(index, run.run_id, run.config.epochs, facts.train_rows);
          });
    } catch (const ResultsError&) {
      throw;  // no run can be kept any more
    } catch (const Error& error) {
      result.status = RunStatus::failed;
      result.reason = error.what();
      code = error.exit_code();
    } catch (const std::exception& error) {
      result.status = RunStatus::failed;
      result.reason = error.what();
    }
    results_.end(run, result);
    progress_.on_run_end(result);
    outcome_.add(result.status, code);
    return result.status;
  }

  const Plan& plan_;
  ResultsFolder& results_;
  Runner& runner_;
  Progress& progress_;
  Outcome outcome_;
};

}  // namespace

int run_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out) {
  (void)arguments, (void)host, (void)out;
  return 0;
}

}  // namespace logitbench
