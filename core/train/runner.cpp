#include "core/train/runner.h"

#include <logitbench/error.h>

#include "core/train/facts.h"
#include "core/train/prepared_run.h"

namespace logitbench {

std::shared_ptr<const Dataset> Runner::dataset(const RunConfig& config) {
  const DatasetPlugin* plugin = host_.dataset(config.dataset.name);
  if (plugin == nullptr)
    throw PluginError("there is no dataset plugin '" + config.dataset.name + "'");
  SeededStreams streams(config.seed);
  return datasets_.load(*plugin, config, streams);
}

RunResult Runner::run(const RunConfig& config, Recorder& recorder, const std::atomic<bool>& stop,
                      const std::function<void(const RunFacts&)>& on_ready) {
  PreparedRun run = prepare_run(host_, datasets_, config);
  Facts facts = facts_of(run, config.batch_size);
  recorder.on_facts(facts);
  on_ready({run.dataset, run.train.rows.size(), run.initial_parameters.size(),
            run.compile_options.threads, run.backend->library, std::move(facts)});
  TrainingSetup setup{config,
                      run.dataset->classes,
                      std::move(run.train),
                      std::move(run.valid),
                      std::move(run.test),
                      *run.network,
                      *run.loss,
                      *run.optimizer,
                      run.streams.stream(config.shuffle_generator)};
  return train(setup, recorder, stop);
}

}  // namespace logitbench
