// What is wrong with an experiment, found before it is trained: from its data, its loss's gradient,
// its metrics' answers to known outputs, and its first steps.
#pragma once

#include <atomic>
#include <vector>

#include "core/diagnosis/finding.h"
#include "core/plugin/plugin_host.h"
#include "core/sweep/plan.h"
#include "core/train/dataset_store.h"

namespace logitbench {

// Some hundredths (a linear model) to tenths (a CNN) of a second each: what somebody who asks waits
// for, and what stands before every sweep.
inline constexpr size_t kKindsAsked = 64, kKindsBeforeRun = 16;

// Of the runs that differ in their seed alone the first is looked at, and of more than `most_kinds`
// kinds of run that many, evenly spread (said in a finding). The same finding in several runs is
// one, with their ids. Findings stand in order of severity, then as found. Changes nothing and
// draws from no run's streams. Throws DataError where the data of all
// runs are missing, PluginError; stops early
// once `stop` is set.
std::vector<Finding> check_experiment(const Plan& plan, PluginHost& host, DatasetStore& datasets,
                                      const std::atomic<bool>& stop, size_t most_kinds);

}  // namespace logitbench
