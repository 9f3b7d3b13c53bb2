#include "core/diagnosis/check_data.h"

#include <exception>
#include <map>
#include <memory>

#include "core/config/identity.h"
#include "core/config/value_text.h"
#include "core/data/data_cache.h"
#include "core/diagnosis/occurrences.h"
#include "core/train/runner.h"

namespace logitbench {

namespace {

using Hashes = std::map<std::string, std::string>;  // split -> SHA-256

Hashes recorded_hashes(const RecordedRun& run) {
  return {run.data_sha256.begin(), run.data_sha256.end()};
}

std::string text_of(const Hashes& hashes) {
  constexpr size_t kDigitsShown = 12;
  std::string text;
  for (const auto& [split, hash] : hashes)
    text += (text.empty() ? "" : ", ") + split + " " + hash.substr(0, kDigitsShown);
  return text;
}

// Dataset as resolved, then the seed that it draws with: what decides the data. How rows are held
// out for validation does not.
std::pair<std::string, uint64_t> source_of(const Run& run) {
  return {canonical_text(without(run.resolved.map("dataset"), "validation")),
          run.config.dataset_seed.value_or(run.config.seed)};
}

class DataCheck {
 public:
  DataCheck(const ResultsView& view, PluginHost& host)
      : view_(view), recorded_(*view.recorded), runner_(host, locate) {}

  void check(std::vector<Finding>& findings) {
    collect();
    for (const auto& [source, runs] : runs_of_) {
      compare_with_each_other(runs);
      compare_with_now(runs);
    }
    report(findings);
  }

 private:
  void collect() {
    for (size_t i = 0; i < recorded_.runs.size(); ++i) {
      const Run& run = recorded_.plan.runs[i];
      const auto status = view_.status(run.run_id);
      if (!recorded_.runs[i].readable || !status || !is_finished(*status)) continue;
      if (recorded_.runs[i].data_sha256.empty())
        unknown_.add(run.run_id, run.run_id);
      else
        runs_of_[source_of(run)].push_back(i);
    }
  }

  void compare_with_each_other(const std::vector<size_t>& runs) {
    const Hashes first = recorded_hashes(recorded_.runs[runs.front()]);
    for (const size_t i : runs)
      if (const Hashes other = recorded_hashes(recorded_.runs[i]); other != first)
        differ_.add(id(i) + ": " + text_of(other) + "; " + id(runs.front()) + ": " + text_of(first),
                    id(i));
  }

  void compare_with_now(const std::vector<size_t>& runs) {
    if (loaded_ >= kMostDatasetsLoaded) {
      not_compared_.add(id(runs.front()), id(runs.front()));
      return;
    }
    try {
      const SplitHashes hashes = runner_.data_sha256(recorded_.plan.runs[runs.front()].config);
      const Hashes now(hashes.begin(), hashes.end());
      ++loaded_;
      for (const size_t i : runs)
        if (const Hashes then = recorded_hashes(recorded_.runs[i]); then != now)
          changed_.add(id(i) + ": " + text_of(then) + "; now " + text_of(now), id(i));
    } catch (const std::exception& error) {
      absent_.add(error.what(), id(runs.front()));
    }
  }

  const std::string& id(size_t i) const { return recorded_.plan.runs[i].run_id; }

  void report(std::vector<Finding>& findings) const {
    const std::string place = (view_.folder / "manifest.json").string();
    unknown_.report(
        result_kind("data_hash_missing"), place,
        "the manifest does not say which data a finished run saw: the experiment was killed, or "
        "an earlier version ran it",
        "the same command again writes it, but for an earlier version's runs: those with --fresh",
        findings);
    differ_.report(result_kind("data_differ"), place,
                   "runs that name the same dataset and seed saw other data: they cannot be "
                   "compared",
                   "run all of them again on one machine's data with --fresh", findings);
    changed_.report(result_kind("data_changed"), place,
                    "the dataset gives other data now than the runs saw",
                    "logitbench data verify checks the cached files; --fresh runs on what is there "
                    "now",
                    findings);
    absent_.report(result_kind("data_absent"), place,
                   "the data cannot be loaded now: not compared with what the runs saw",
                   "logitbench data fetch brings them", findings);
    not_compared_.report(result_kind("data_not_compared"), place,
                         "more datasets than a check loads again: the rest was not compared", "",
                         findings);
  }

  const ResultsView& view_;
  const RecordedPlan& recorded_;
  Runner runner_;
  std::map<std::pair<std::string, uint64_t>, std::vector<size_t>> runs_of_;
  size_t loaded_ = 0;
  Occurrences unknown_, differ_, changed_, absent_, not_compared_;
};

}  // namespace

void check_data(const ResultsView& view, PluginHost& host, std::vector<Finding>& findings) {
  if (view.recorded) DataCheck(view, host).check(findings);
}

}  // namespace logitbench
