// Makes what a run's config asks for out of plugins, and trains it. Thread safe: runs may go on at
// once.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include <logitbench/recorder.h>

#include "core/plugin/plugin_host.h"
#include "core/train/data_hashes.h"
#include "core/train/dataset_store.h"
#include "core/train/prepared_run.h"
#include "core/train/trainer.h"

namespace logitbench {

// What a run turned out to be made of, for the screen and the manifest.
struct RunFacts {
  SplitHashes data_sha256;
  size_t train_rows = 0;
  size_t parameters = 0;
  size_t threads = 0;
  std::string backend_library;
  Facts facts;
};

class Runner {
 public:
  Runner(PluginHost& host, FileLocator locate) : host_(host), datasets_(std::move(locate)) {}

  // What its runs load from: one who loads the same beside them shares it.
  DatasetStore& datasets() { return datasets_; }

  // Of the data that a run with this config sees. Throws DataError.
  SplitHashes data_sha256(const RunConfig& config);

  // Throws as run() does. Remembered: runs that differ in seed or learning rate take the same.
  RunSize size(const RunConfig& config);

  // `on_ready` is called once, when all is made and before the first forward pass.
  // Throws Error for a config whose parts do not fit together (model and loss, loss and dataset).
  RunResult run(const RunConfig& config, Recorder& recorder, const StopRequest& stop,
                const std::function<void(const RunFacts&)>& on_ready, const RunLimit& limit = {});

 private:
  PluginHost& host_;
  DatasetStore datasets_;
  DataHashes data_hashes_;
  std::mutex sizes_mutex_;
  std::map<std::string, RunSize> sizes_;
};

}  // namespace logitbench
