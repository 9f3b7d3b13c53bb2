// Early stopping of a sweep (`stop: {method: ...}`): which runs are done when, and which of them
// are ended before their last epoch. In rounds:
//
//   EarlyStopping stopping(plan);
//   while (const auto round = stopping.next(standing)) {
//     ... do the round's runs, each with the round's limit ...
//     for (const PrunedRun& pruned : stopping.judge(standing)) ... they end here ...
//   }
//
// Runs that differ in their seed alone are one setting. The first of them competes; the others are
// trained, to their end, once all is decided, and only where the first one was not ended: so what a
// setting's repeats say is not the word of chosen seeds.
//
// What is decided depends on the plan and the runs' numbers alone: not on how many runs go on at
// once, nor on their order, nor on a restart. Sources: median.h, successive_halving.h.
#pragma once

#include <logitbench/recorder.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/config/run_limit.h"
#include "core/sweep/plan.h"

namespace logitbench {

struct Round {
  std::vector<size_t> runs;  // of the plan, in the order in which they are best begun
  RunLimit limit;            // of each of them
};

struct PrunedRun {
  size_t run = 0;
  std::string reason;
};

// How far a run has come: `queued` too where it waits.
struct Standing {
  RunStatus status = RunStatus::queued;
  std::vector<double> values;  // of what the runs compete in, in epochs 1, 2, ...
};
using StandingOf = std::function<Standing(size_t run)>;

// The first runs of all settings, in the plan's order; what a method decides over.
class StopRule {
 public:
  virtual ~StopRule() = default;
  // Nothing: all is decided.
  virtual std::optional<Round> next(const StandingOf& standing) = 0;
  // After the round: which of its runs end.
  virtual std::vector<PrunedRun> judge(const StandingOf& standing) = 0;
};

// Without a method: one round of all runs.
class EarlyStopping {
 public:
  // The plan must outlive this.
  explicit EarlyStopping(const Plan& plan);

  std::optional<Round> next(const StandingOf& standing);
  // Runs that are completed or have ended otherwise are never among them.
  std::vector<PrunedRun> judge(const StandingOf& standing);

 private:
  // Of what never competes: the repeats of settings that are left; without a method, of all runs.
  std::optional<Round> last_round(const StandingOf& standing);

  const Plan& plan_;
  std::vector<std::vector<size_t>> settings_;  // runs of the plan, the first one competes
  std::unique_ptr<StopRule> rule_;             // none: without a method, or it has decided all
  bool last_round_begun_ = false;
  std::vector<PrunedRun> pruned_repeats_;
};

// Throws ConfigError where the runs do not all have what they compete in, or not the same.
void check_competition(const Plan& plan);

}  // namespace logitbench
