#include "core/diagnosis/check_run_ends.h"

#include <system_error>

#include "core/analysis/expectations.h"
#include "core/diagnosis/occurrences.h"
#include "core/record/results_folder.h"

namespace logitbench {

namespace {

namespace fs = std::filesystem;

class RunEnds {
 public:
  explicit RunEnds(const ResultsView& view) : view_(view), plan_(view.recorded->plan) {}

  void check(std::vector<Finding>& findings) {
    for (size_t i = 0; i < plan_.runs.size(); ++i) check_run(i);
    check_unplanned();
    report(findings);
  }

 private:
  void check_run(size_t i) {
    const std::string& run_id = plan_.runs[i].run_id;
    const RunResult* result = view_.result(run_id);
    const RunStatus status = view_.status(run_id).value_or(RunStatus::queued);
    const std::string reason =
        result == nullptr || result->reason.empty() ? run_id : run_id + ": " + result->reason;
    if (is_finished(status)) {
      if (status != RunStatus::diverged) return;
      (divergence_expected(plan_, i) ? expected_ : diverged_).add(reason, run_id);
    } else if (status == RunStatus::failed) {
      (failure_expected(plan_, i) ? failure_expected_ : failed_).add(reason, run_id);
    } else if (status == RunStatus::interrupted) {
      interrupted_.add(reason, run_id);
    } else if (status == RunStatus::timed_out) {
      timed_out_.add(reason, run_id);
    } else if (status == RunStatus::pruned) {
      pruned_.add(reason, run_id);
    } else {
      queued_.add(result == nullptr ? why_queued(run_id) : reason, run_id);
    }
  }

  std::string why_queued(const std::string& run_id) const {
    const auto begun = view_.unended.find(run_id);
    if (begun == view_.unended.end()) return run_id + ": not begun";
    return run_id + ": begun, " + std::to_string(begun->second) +
           " epochs recorded (the untrained network's among them), no end";
  }

  void check_unplanned() {
    const auto& index = view_.recorded->index;
    if (view_.ended)
      for (const auto& [run_id, attempt] : *view_.ended)
        if (!index.contains(run_id))
          (is_finished(attempt.result->status) ? unplanned_ : dropped_)
              .add("journal: " + run_id, run_id);
    std::error_code error;
    for (fs::directory_iterator entry(view_.folder / kRunsFolder, error), end;
         !error && entry != end; entry.increment(error)) {
      const std::string name = entry->path().filename().string();
      if (index.contains(name)) continue;
      const std::optional<RunStatus> status = view_.status(name);
      (status && !is_finished(*status) ? dropped_ : unplanned_).add("runs/" + name, name);
    }
  }

  void report(std::vector<Finding>& findings) const {
    const std::string place = view_.folder.string();
    failed_.report(
        result_kind("run_failed"), place, "a run was stopped by an error",
        "mend what error.log names and run the same command again: it does the run again",
        findings);
    diverged_.report(
        result_kind("run_diverged"), place,
        "the loss or the weights of a run went NaN or infinite, and nothing expects it",
        "a smaller optimizer.lr, optimizer.clip_norm or a stable loss; where it is "
        "what you show, say so: expect: [{status: diverged}]",
        findings);
    interrupted_.report(result_kind("run_interrupted"), place, "a run was stopped by the user",
                        "run the same command again: it goes on", findings);
    timed_out_.report(result_kind("run_timed_out"), place, "a run was stopped by its run_timeout",
                      "run it again with a larger run_timeout, or none", findings);
    pruned_.report(result_kind("run_pruned"), place,
                   "a run was ended early, as the config's section stop says", "", findings);
    queued_.report(result_kind("run_queued"), place, "a planned run has not ended",
                   "run the same command again: it goes on", findings);
    unplanned_.report(result_kind("run_unplanned"), place, "a run that the manifest does not plan",
                      "choose a new folder with --out DIR for another experiment; take the "
                      "manifest of these runs from a copy",
                      findings);
    dropped_.report(result_kind("run_dropped"), place,
                    "runs that failed or were stopped, and are no longer planned", "", findings);
    failure_expected_.report(result_kind("failure_expected"), place,
                             "a run failed, as the config expects it to", "", findings);
    expected_.report(result_kind("divergence_expected"), place,
                     "a run diverged, as the config expects it to", "", findings);
  }

  const ResultsView& view_;
  const Plan& plan_;
  Occurrences failed_, diverged_, interrupted_, timed_out_, pruned_, queued_, unplanned_, expected_,
      failure_expected_, dropped_;
};

}  // namespace

void check_run_ends(const ResultsView& view, std::vector<Finding>& findings) {
  if (view.recorded) RunEnds(view).check(findings);
}

}  // namespace logitbench
