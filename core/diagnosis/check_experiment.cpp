#include "core/diagnosis/check_experiment.h"

#include <fmt/format.h>
#include <logitbench/error.h>

#include <algorithm>
#include <map>
#include <new>
#include <optional>

#include "core/config/identity.h"
#include "core/config/value_text.h"
#include "core/diagnosis/data_findings.h"
#include "core/diagnosis/loss_findings.h"
#include "core/diagnosis/metric_findings.h"
#include "core/diagnosis/training_findings.h"

namespace logitbench {

namespace {

// The first run of each kind: runs that differ in their seed alone are of one.
std::vector<const Run*> kinds_of_run(const Plan& plan) {
  std::map<std::string, const Run*> seen;
  std::vector<const Run*> kinds;
  for (const Run& run : plan.runs) {
    if (seen.emplace(canonical_text(without(run.resolved, "seed")), &run).second)
      kinds.push_back(&run);
  }
  return kinds;
}

class ExperimentCheck {
 public:
  ExperimentCheck(const Plan& plan, PluginHost& host, DatasetStore& datasets,
                  const std::atomic<bool>& stop, size_t most_kinds)
      : plan_(plan), host_(host), datasets_(datasets), stop_(stop), most_kinds_(most_kinds) {}

  std::vector<Finding> check() {
    const std::vector<const Run*> kinds = kinds_of_run(plan_);
    const size_t count = std::min(kinds.size(), most_kinds_);
    for (size_t i = 0; i < count && !stop_; ++i) examine(*kinds[i * kinds.size() / count]);
    if (missing_data_ && examined_ == 0) throw *missing_data_;
    if (count < kinds.size()) partly_examined(count, kinds.size());
    for (Finding& finding : findings_)
      if (finding.run_ids.size() == count) finding.run_ids.clear();  // all that were looked at
    std::stable_sort(findings_.begin(), findings_.end(),
                     [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
    return std::move(findings_);
  }

 private:
  void partly_examined(size_t count, size_t kinds) {
    findings_.push_back(make_finding(
        kind_of("partly_examined"), plan_.place_of("sweep", plan_.runs.front()),
        fmt::format("{} of {} kinds of run were looked at, evenly spread", count, kinds), "",
        "check a part of the sweep: key=value on the command line takes one value"));
  }

  void examine(const Run& run) {
    std::vector<Finding> found;
    const auto refuse = [&](const FindingKind& kind, const std::string& key, const char* what,
                            const std::string& advice) {
      found.push_back(make_finding(kind, plan_.place_of(key, run), what, "", advice, {run.run_id}));
    };
    try {
      PreparedRun prepared = prepare_run(host_, datasets_, run.config);
      Examination examination{plan_, run, prepared, found};
      look_at_data(examination);
      if (!stop_) examine_direction(examination);
      if (!stop_) examine_metrics(examination);
      examine_training(examination, stop_);
      ++examined_;
    } catch (const LabelError& error) {
      refuse(kind_of("labels_outside_classes"), "dataset", error.what(),
             "correct the label, or dataset.classes");
    } catch (const ConfigError& error) {
      refuse(kind_of("does_not_fit"), "model", error.what(), "change one of them");
    } catch (const DataError& error) {
      if (!missing_data_) missing_data_ = error;
      refuse(kind_of("not_examined"), "dataset", error.what(), "");
    } catch (const PluginError&) {
      throw;
    } catch (const std::bad_alloc&) {
      refuse(kind_of("not_examined"), "model", "out of memory",
             "a smaller model or train.batch_size needs less");
    } catch (const std::exception& error) {
      refuse(kind_of("not_examined"), "model", error.what(), "");
    } catch (...) {
      refuse(kind_of("not_examined"), "model", "a plugin threw what is no std::exception",
             "the plugin must throw an Error");
    }
    merge(std::move(found));
  }

  // Runs that take the same rows of the same data in the same order are alike in all of it.
  void look_at_data(Examination& examination) {
    const Run& run = examination.run;
    // The same seed draws the same data.
    const std::string key =
        fmt::format("{} {} {}", run.config.seed, canonical_text(run.resolved.at("dataset")),
                    canonical_text(run.resolved.at("train")));
    const auto [known, is_new] = of_data_.try_emplace(key);
    if (is_new) {
      examine_data(examination);
      known->second = examination.findings;
      return;
    }
    for (Finding finding : known->second) {
      finding.run_ids = {run.run_id};
      examination.findings.push_back(std::move(finding));
    }
  }

  void merge(std::vector<Finding> found) {
    for (Finding& finding : found) {
      const auto same = std::find_if(findings_.begin(), findings_.end(), [&](const Finding& other) {
        return other.code == finding.code && other.place == finding.place &&
               other.what == finding.what && other.severity == finding.severity;
      });
      if (same == findings_.end())
        findings_.push_back(std::move(finding));
      else
        same->run_ids.insert(same->run_ids.end(), finding.run_ids.begin(), finding.run_ids.end());
    }
  }

  const Plan& plan_;
  PluginHost& host_;
  DatasetStore& datasets_;
  const std::atomic<bool>& stop_;
  const size_t most_kinds_;
  size_t examined_ = 0;
  std::optional<DataError> missing_data_;
  std::vector<Finding> findings_;
  std::map<std::string, std::vector<Finding>> of_data_;
};

}  // namespace

std::vector<Finding> check_experiment(const Plan& plan, PluginHost& host, DatasetStore& datasets,
                                      const std::atomic<bool>& stop, size_t most_kinds) {
  return ExperimentCheck(plan, host, datasets, stop, most_kinds).check();
}

}  // namespace logitbench
