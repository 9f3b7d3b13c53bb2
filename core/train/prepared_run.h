// What a run's config asks for, made out of plugins and fitted together: all that training needs
// before its first step. Used to train (runner.h) and to look at an experiment before it is trained
// (core/diagnosis).
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <logitbench/dataset.h>
#include <logitbench/loss.h>
#include <logitbench/network.h>
#include <logitbench/optimizer.h>

#include "core/plugin/plugin_host.h"
#include "core/random/streams.h"
#include "core/train/dataset_store.h"
#include "core/train/trainer.h"

namespace logitbench {

struct PreparedRun {
  SeededStreams streams;  // the dataset and the weights are drawn; the shuffles are not
  std::shared_ptr<const Dataset> dataset;
  RowSet train, valid;
  std::optional<RowSet> test;
  std::unique_ptr<Loss> loss;
  NetworkSpec spec;
  std::vector<double> initial_parameters;  // canonical
  CompileOptions compile_options;
  const BackendPlugin* backend = nullptr;
  std::unique_ptr<Network> network;  // holds the initial parameters
  std::unique_ptr<Optimizer> optimizer;
};

// What train() takes. The rows move into it; `config` and `run` must outlive it.
TrainingSetup training_setup(const RunConfig& config, PreparedRun& run);

// What a run will take.
struct RunSize {
  size_t threads = 1;
  double multiply_adds = 0;  // of all its epochs, validation among them
};

// Without compiling the network; throws as prepare_run does.
RunSize size_run(PluginHost& host, DatasetStore& datasets, const RunConfig& config);

// Throws Error for a config whose parts do not fit together (model and loss, loss and dataset), and
// what the plugins throw; DataError for data that are missing or damaged.
PreparedRun prepare_run(PluginHost& host, DatasetStore& datasets, const RunConfig& config);

}  // namespace logitbench
