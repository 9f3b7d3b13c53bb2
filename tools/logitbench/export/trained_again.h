// A recorded run, trained again: its weights and predictions, which no results folder keeps. The
// same config gives the same numbers to the last bit, and every epoch is held against what was
// recorded: what comes out belongs to that run, or nothing does.
#pragma once

#include <functional>

#include "core/plugin/plugin_host.h"
#include "core/record/attempt.h"
#include "core/sweep/plan.h"
#include "core/train/prepared_run.h"
#include "core/train/stop_request.h"

namespace logitbench {

struct RecordedTraining {
  const Run& run;          // its plan's
  const Attempt& attempt;  // with an epoch at least, the untrained network's among them
  const AttemptRecords& records;
};

// `network_spec` says what the parameters are; in the setup, the network holds them.
using TakeTrained = std::function<void(const NetworkSpec& network_spec, TrainingSetup& setup)>;

// Trains up to `epoch`, which is recorded, and calls take(). `progress` listens. Throws
// Error(check_failed) where the data are others than the recorded ones, or a number differs from
// the recorded one, with both; Error(interrupted) once `stop` is set; and as Runner::run does.
void train_again(const RecordedTraining& recorded, uint64_t epoch, PluginHost& host,
                 Recorder& progress, const StopRequest& stop, const TakeTrained& take);

}  // namespace logitbench
