#include "tools/logitbench/experiment_runs.h"

#include <logitbench/error.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <new>
#include <set>

#include "core/analysis/expectations.h"
#include "core/data/content_hash.h"
#include "core/data/sha256.h"
#include "core/record/manifest.h"
#include "core/record/results_folder.h"
#include "tools/logitbench/interrupt.h"
#include "tools/logitbench/progress.h"
#include "tools/logitbench/run_summary.h"

namespace logitbench {

namespace {

// Passes what a run tells to the journal and to the screen.
class Listeners final : public Recorder {
 public:
  Listeners(Recorder& journal, Progress& progress) : journal_(journal), progress_(progress) {}
  void on_batch(uint64_t epoch, uint64_t samples, uint64_t samples_in_epoch) override {
    progress_.on_batch(epoch, samples, samples_in_epoch);
  }
  void on_facts(const Facts& facts) override { journal_.on_facts(facts); }
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

// The exit code of an experiment: that of what went wrong, where it was one thing; else 1.
class Outcome {
 public:
  void add(RunStatus status, ExitCode code_if_failed, const Plan& plan, size_t run) {
    if (status == RunStatus::interrupted) interrupt();
    if (status == RunStatus::failed && !failure_expected(plan, run)) codes_.insert(code_if_failed);
    if (status == RunStatus::diverged && !divergence_expected(plan, run))
      codes_.insert(ExitCode::runs_failed);
  }
  void interrupt() { interrupted_ = true; }
  ExitCode exit_code() const {
    if (interrupted_) return ExitCode::interrupted;
    if (codes_.empty()) return ExitCode::done;
    return codes_.size() == 1 ? *codes_.begin() : ExitCode::runs_failed;
  }

 private:
  bool interrupted_ = false;
  std::set<ExitCode> codes_;
};

std::string grouped(size_t number) {
  std::string digits = std::to_string(number);
  for (size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

// What a run is made of, in a line.
std::string made_of(const RunConfig& config, const RunFacts& facts) {
  return config.model.name + " of " + grouped(facts.parameters) + " parameters on " +
         config.dataset.name + ", " + grouped(facts.train_rows) + " rows to train on, " +
         facts.backend_library + ", " + std::to_string(facts.threads) +
         (facts.threads == 1 ? " thread" : " threads");
}

class ExperimentRun {
 public:
  ExperimentRun(const Plan& plan, ResultsFolder& results, Runner& runner, Progress& progress,
                bool fail_fast, std::ostream& out)
      : plan_(plan),
        results_(results),
        runner_(runner),
        progress_(progress),
        fail_fast_(fail_fast),
        out_(out),
        recorded_data_(recorded_data_sha256(results.path())) {}

  ExitCode execute() {
    for (size_t i = 0; i < plan_.runs.size(); ++i) {
      const Run& run = plan_.runs[i];
      if (interrupt_requested()) {
        outcome_.interrupt();
        break;
      }
      if (const RunResult* before = results_.finished(run.run_id)) {
        outcome_.add(before->status, ExitCode::runs_failed, plan_, i);
        refuse_other_data(run);
        show_kept_predictions(run);
        continue;
      }
      if (execute_one(i, run) == RunStatus::failed && fail_fast_) break;
    }
    return outcome_.exit_code();
  }

  // Fills in what only the runs could tell.
  void describe(ManifestFacts& facts) const {
    facts.made_of = made_of_;
    std::set<std::string> libraries;
    for (const auto& [run_id, known] : made_of_) libraries.insert(known.backend_library);
    for (const std::string& library : libraries) {
      const size_t space = library.find(' ');
      facts.versions.emplace_back(library.substr(0, space),
                                  space == std::string::npos ? "" : library.substr(space + 1));
    }
  }

 private:
  // A run's identity leaves paths out: the same folder with other files, or another folder, would
  // pass for the run that is finished.
  void refuse_other_data(const Run& run) {
    const auto recorded = recorded_data_.find(run.run_id);
    if (recorded == recorded_data_.end()) return;
    try {
      if (data_sha256(runner_.dataset(run.config)) == recorded->second) return;
    } catch (const Error&) {
      return;  // the data are gone or unusable; what was recorded stands
    }
    throw ConfigError("run " + run.run_id + " is finished in " + results_.path().string() +
                      " with other data than " + run.config.dataset.name +
                      " gives now; --fresh starts anew, --out DIR keeps both");
  }

  const NamedTexts& data_sha256(const std::shared_ptr<const Dataset>& dataset) {
    if (hashed_.lock() != dataset) {
      hashed_ = dataset;
      data_sha256_ = {{"train", content_hash(dataset->train)}};
      if (dataset->test) data_sha256_.emplace_back("test", content_hash(*dataset->test));
    }
    return data_sha256_;
  }

  // What a run printed when it ended stands here too when it is found finished.
  void show_kept_predictions(const Run& run) const {
    const std::ifstream kept(results_.path() / "runs" / run.run_id / "predictions.csv");
    if (run.config.predictions > 0 && kept) out_ << kept.rdbuf();
  }

  RunStatus execute_one(size_t index, const Run& run) {
    Listeners listeners(results_.begin(run), progress_);
    RunResult result;
    ExitCode code = ExitCode::runs_failed;
    const auto fail = [&](const char* reason) {
      result.status = RunStatus::failed;
      result.reason = reason;
    };
    try {
      result = runner_.run(run.config, listeners, interrupt_requested(),
                           [&](const RunFacts& facts) { on_ready(index, run, facts); });
    } catch (const ResultsError&) {
      throw;  // nothing can be kept any more
    } catch (const Error& error) {
      fail(error.what());
      code = error.exit_code();
    } catch (const std::bad_alloc&) {
      fail("out of memory; a smaller model or batch_size needs less");
    } catch (const std::exception& error) {
      fail(error.what());
    }
    results_.end(run, result);
    progress_.on_run_end(run.run_id, result);
    if (!listeners.predictions().rows.empty()) print_predictions(listeners.predictions(), out_);
    outcome_.add(result.status, code, plan_, index);
    return result.status;
  }

  void on_ready(size_t index, const Run& run, const RunFacts& facts) {
    made_of_[run.run_id] = {facts.threads, facts.backend_library, data_sha256(facts.dataset),
                            facts.facts};
    if (const std::string line = made_of(run.config, facts); line != last_made_of_) {
      out_ << line << '\n';
      last_made_of_ = line;
    }
    progress_.on_run_start(index, run.run_id, run.config.epochs, facts.train_rows);
  }

  const Plan& plan_;
  ResultsFolder& results_;
  Runner& runner_;
  Progress& progress_;
  const bool fail_fast_;
  std::ostream& out_;
  const std::map<std::string, NamedTexts> recorded_data_;  // of runs that are finished
  std::string last_made_of_;
  Outcome outcome_;
  std::map<std::string, MadeOf> made_of_;
  std::weak_ptr<const Dataset> hashed_;  // whose hashes data_sha256_ holds
  NamedTexts data_sha256_;
};

}  // namespace

ExperimentOutcome carry_out(const Plan& plan, ResultsFolder& results, const Invocation& invocation,
                            Runner& runner, Progress& progress, bool fail_fast, std::ostream& out) {
  const std::filesystem::path& folder = results.path();
  ManifestFacts facts;
  facts.command_line = invocation.words;
  facts.git = git_state(invocation.config_file.parent_path());
  facts.machine = this_machine();
  facts.started = std::chrono::system_clock::now();
  facts.sha256 = sha256_hex;

  // Written before the first run too: a killed experiment still says what it was.
  const bool anything_to_do = !manifest_stands(folder, plan) ||
                              std::any_of(plan.runs.begin(), plan.runs.end(), [&](const Run& run) {
                                return results.finished(run.run_id) == nullptr;
                              });
  if (anything_to_do)
    write_manifest(folder, plan, facts);
  else
    keep_expectations(folder, plan);

  progress.on_plan(plan.runs.size());
  ExperimentRun experiment(plan, results, runner, progress, fail_fast, out);
  ExperimentOutcome outcome;
  outcome.code = experiment.execute();

  results.write_csvs();
  experiment.describe(facts);
  facts.finished = std::chrono::system_clock::now();
  if (anything_to_do) write_manifest(folder, plan, facts);

  outcome.expected =
      check_expectations(plan, [&](const std::string& run_id) { return results.ended(run_id); });
  if (outcome.code == ExitCode::done && any_missed(outcome.expected))
    outcome.code = ExitCode::check_failed;
  return outcome;
}

}  // namespace logitbench
