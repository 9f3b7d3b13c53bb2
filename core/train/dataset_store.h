// A dataset loaded once and shared: runs one after another that would load the same get the same.
// Only the last is kept, so that a sweep over datasets needs the memory of one.
#pragma once

#include <filesystem>
#include <functional>

#include <memory>
#include <string>

#include <logitbench/dataset.h>

#include "core/config/experiment.h"

namespace logitbench {

// Where a source's files lie; throws DataError where they are not.
using FileLocator = std::function<std::filesystem::path(
    const DataSource& source, const std::optional<std::filesystem::path>& user_folder)>;

class DatasetStore {
 public:
  explicit DatasetStore(FileLocator locate) : locate_(std::move(locate)) {}

  // Draws from `run_streams`, unless the config gives the dataset a seed of its own. A dataset that
  // drew from the run's streams belongs to that run alone; any other is kept until another is
  // loaded. Throws DataError for data that is missing, damaged or out of its own bounds.
  std::shared_ptr<const Dataset> load(const DatasetPlugin& plugin, const RunConfig& config,
                                      RandomStreams& run_streams);

 private:
  FileLocator locate_;
  std::string kept_key_;
  std::shared_ptr<const Dataset> kept_;
};

// Throws DataError where splits contradict themselves: counts, shapes, labels outside the classes.
void check_dataset(const std::string& name, const Dataset& dataset);

}  // namespace logitbench
