// A dataset loaded once and shared by the runs that would load the same, one after another or at
// once. Of those that no run uses only the last few asked for are kept, so that a sweep over
// datasets needs the memory of few.
#pragma once

#include <filesystem>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <set>
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
  // One that is being loaded is waited for.
  struct Entry {
    std::mutex loading;
    std::shared_ptr<const Dataset> dataset;
  };
  using Kept = std::pair<std::string, std::shared_ptr<Entry>>;

  struct Loaded {
    std::shared_ptr<const Dataset> dataset;
    bool drew_from_run = false;
  };
  Loaded load_anew(const DatasetPlugin& plugin, const RunConfig& config,
                   RandomStreams& run_streams) const;
  std::shared_ptr<Entry> entry_of(const std::string& key);

  FileLocator locate_;
  std::mutex mutex_;  // of what follows
  size_t kept_at_most_ = 1;
  std::list<Kept> kept_;                 // the last asked for first
  std::set<std::string> drawn_by_runs_;  // keys of which each run has its own
};

// Throws DataError where splits contradict themselves: counts, shapes, labels outside the classes.
void check_dataset(const std::string& name, const Dataset& dataset);

}  // namespace logitbench
