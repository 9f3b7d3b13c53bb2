#include "core/train/runner.h"

#include <fmt/format.h>
#include <logitbench/error.h>

#include "core/config/value_text.h"
#include "core/train/facts.h"
#include "core/train/prepared_run.h"

namespace logitbench {

SplitHashes Runner::data_sha256(const RunConfig& config) {
  const DatasetPlugin* plugin = host_.dataset(config.dataset.name);
  if (plugin == nullptr)
    throw PluginError("there is no dataset plugin '" + config.dataset.name + "'");
  SeededStreams streams(config.seed);
  return data_hashes_.of(datasets_.load(*plugin, config, streams));
}

namespace {

// All that a run's size depends on.
std::string size_key(const RunConfig& config) {
  std::string key;
  for (const Selection* part : {&config.dataset, &config.model, &config.loss, &config.backend})
    key += part->name + canonical_text(Value(part->parameters));
  const int validation = config.validation ? static_cast<int>(*config.validation) : -1;
  return key + fmt::format(" {} {} {} {} {}", config.threads, config.batch_size, config.epochs,
                           validation, config.validation_fraction);
}

}  // namespace

RunSize Runner::size(const RunConfig& config) {
  const std::string key = size_key(config);
  const std::lock_guard lock(sizes_mutex_);
  const auto found = sizes_.find(key);
  if (found != sizes_.end()) return found->second;
  return sizes_[key] = size_run(host_, datasets_, config);
}

RunResult Runner::run(const RunConfig& config, Recorder& recorder, const StopRequest& stop,
                      const std::function<void(const RunFacts&)>& on_ready, const RunLimit& limit) {
  PreparedRun run = prepare_run(host_, datasets_, config);
  Facts facts = facts_of(run, config.batch_size);
  recorder.on_facts(facts);
  on_ready({data_hashes_.of(run.dataset), run.train.rows.size(), run.initial_parameters.size(),
            run.compile_options.threads, run.backend->library, std::move(facts)});
  TrainingSetup setup = training_setup(config, run);
  return train(setup, recorder, stop, limit);
}

}  // namespace logitbench
