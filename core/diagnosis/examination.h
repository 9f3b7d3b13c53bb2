// One run of an experiment under examination: what it is made of, and what was found so far.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/diagnosis/experiment_kinds.h"
#include "core/diagnosis/finding.h"
#include "core/sweep/plan.h"
#include "core/train/prepared_run.h"

namespace logitbench {

struct Examination {
  const Plan& plan;
  const Run& run;
  PreparedRun& prepared;
  std::vector<Finding>& findings;

  // `key`: the dotted key whose place in the YAML is shown.
  Finding& add(const FindingKind& kind, const std::string& key, std::string what,
               std::string evidence, std::string advice) {
    findings.push_back(make_finding(kind, plan.place_of(key, run), std::move(what),
                                    std::move(evidence), std::move(advice), {run.run_id}));
    return findings.back();
  }
};

}  // namespace logitbench
