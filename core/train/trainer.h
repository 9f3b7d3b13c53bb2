// The main path: one run, from initial weights to its last record. What it needs is made before
// (runner.h); what it finds out goes to the recorder.
#pragma once

#include <optional>

#include <logitbench/dataset.h>
#include <logitbench/layers.h>
#include <logitbench/loss.h>
#include <logitbench/network.h>
#include <logitbench/optimizer.h>
#include <logitbench/random.h>
#include <logitbench/recorder.h>

#include "core/config/experiment.h"
#include "core/config/run_limit.h"
#include "core/train/stop_request.h"

namespace logitbench {

// Some rows of a split, by name.
struct RowSet {
  std::string name;  // train, valid or test
  const Split* split = nullptr;
  std::vector<uint32_t> rows;
};

struct TrainingSetup {
  const RunConfig& config;
  size_t classes = 0;
  RowSet train, valid;
  std::optional<RowSet> test;  // taken once, after the last epoch, where validation is not test
  Network& network;
  const Loss& loss;
  Optimizer& optimizer;
  RandomStream& shuffles;
  std::vector<ParameterBlock> parameter_blocks = {};  // for layer_grad_norm
};

// Runs on the calling thread and the network's own. `stop` is looked at after every batch,
// of validation too: a run that is stopped ends as it says (interrupted, timed_out) and keeps the
// epochs it recorded. One that `limit` ends is pruned; one that waits is queued.
// Throws what a plugin throws.
RunResult train(TrainingSetup& setup, Recorder& recorder, const StopRequest& stop,
                const RunLimit& limit = {});

}  // namespace logitbench
