// A dataset loaded once and shared by the runs that would load the same, one after another or at
// once. Beside those that runs use, only the last few asked for are kept, so that a sweep over
// datasets needs the memory of few.
#pragma once

#include <filesystem>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <logitbench/dataset.h>

#include "core/config/experiment.h"

namespace logitbench {

// Where a source's files lie; throws DataError where they are not.
using FileLocator = std::function<std::filesystem::path(
    const DataSource& source, const std::optional<std::filesystem::path>& user_folder)>;

// Thread safe.
class DatasetStore {
 public:
  explicit DatasetStore(FileLocator locate) : locate_(std::move(locate)) {}

  // How many are kept: as many as runs go on at once.
  void keep(size_t datasets);

  // Draws from `run_streams`, unless the config gives the dataset a seed of its own. A dataset that
  // drew from the run's streams belongs to that run alone. Throws DataError for data that is
  // missing, damaged or out of its own bounds.
  std::shared_ptr<const Dataset> load(const DatasetPlugin& plugin, const RunConfig& config,
                                      RandomStreams& run_streams);

 private:
  // Of a key: whoever loads it is waited for.
  struct Entry {
    std::mutex loading;
    std::weak_ptr<const Dataset> dataset;
    bool drawn_by_runs = false;  // each run has its own
  };
  struct Loaded {
    std::shared_ptr<const Dataset> dataset;
    bool drew_from_run = false;
  };
  Loaded load_anew(const DatasetPlugin& plugin, const RunConfig& config,
                   RandomStreams& run_streams) const;
  std::shared_ptr<Entry> entry_of(const std::string& key);
  // Before one more is loaded, so that no memory is needed for both.
  void make_room();
  void keep_one(const std::shared_ptr<const Dataset>& dataset);

  FileLocator locate_;
  std::mutex mutex_;  // of what follows
  size_t most_kept_ = 1;
  std::map<std::string, std::shared_ptr<Entry>> entries_;
  std::list<std::shared_ptr<const Dataset>> kept_;  // the last asked for first
};

// Throws DataError where splits contradict themselves: counts, shapes, labels outside the classes.
void check_dataset(const std::string& name, const Dataset& dataset);

}  // namespace logitbench
