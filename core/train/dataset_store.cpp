#include "core/train/dataset_store.h"

#include <logitbench/error.h>

#include <algorithm>

#include "core/config/value_text.h"
#include "core/random/streams.h"

namespace logitbench {

namespace {

// Notices whether anything was drawn.
class WatchedStreams final : public RandomStreams {
 public:
  explicit WatchedStreams(RandomStreams& inner) : inner_(inner) {}
  RandomStream& stream(Generator generator) override {
    used_ = true;
    return inner_.stream(generator);
  }
  bool used() const { return used_; }

 private:
  RandomStreams& inner_;
  bool used_ = false;
};

void check_split(const std::string& where, const Split& split, size_t classes) {
  const auto refuse = [&](const std::string& what) { throw DataError(where + ": " + what); };
  const size_t rows = split.features.rows;
  if (rows == 0) refuse("no samples");
  if (rows > UINT32_MAX)
    refuse(std::to_string(rows) + " samples; at most 4294967295 are supported");
  const size_t values = std::visit([](const auto& v) { return v.size(); }, split.features.values);
  if (values != rows * split.features.shape.size())
    refuse(std::to_string(values) + " feature values for " + std::to_string(rows) + " samples of " +
           std::to_string(split.features.shape.size()));
  const Targets& targets = split.targets;
  if (targets.classes.empty() == targets.weights.empty())
    refuse("targets must be class indices or rows of weights, one of the two");
  if (!targets.weights.empty() && targets.weights.size() != rows * classes)
    refuse(std::to_string(targets.weights.size()) + " target weights for " + std::to_string(rows) +
           " samples and " + std::to_string(classes) + " classes");
  if (targets.weights.empty() && targets.classes.size() != rows)
    refuse(std::to_string(targets.classes.size()) + " labels for " + std::to_string(rows) +
           " samples");
  for (size_t r = 0; r < targets.classes.size(); ++r)
    if (targets.classes[r] < 0 || static_cast<size_t>(targets.classes[r]) >= classes)
      throw LabelError(where + ": label " + std::to_string(targets.classes[r]) + " in row " +
                       std::to_string(r) + " is outside the " + std::to_string(classes) +
                       " classes");
}

}  // namespace

void check_dataset(const std::string& name, const Dataset& dataset) {
  check_split("dataset " + name + ", train split", dataset.train, dataset.classes);
  if (!dataset.test) return;
  check_split("dataset " + name + ", test split", *dataset.test, dataset.classes);
  if (!(dataset.test->features.shape == dataset.train.features.shape))
    throw DataError("dataset " + name + ": train and test samples differ in shape");
}

void DatasetStore::keep(size_t datasets) {
  const std::lock_guard lock(mutex_);
  most_kept_ = std::max<size_t>(datasets, 1);
}

std::shared_ptr<DatasetStore::Entry> DatasetStore::entry_of(const std::string& key) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<Entry>& entry = entries_[key];
  if (!entry) entry = std::make_shared<Entry>();
  return entry;
}

void DatasetStore::make_room() {
  const std::lock_guard lock(mutex_);
  while (kept_.size() >= most_kept_) kept_.pop_back();
}

void DatasetStore::keep_one(const std::shared_ptr<const Dataset>& dataset) {
  const std::lock_guard lock(mutex_);
  kept_.remove(dataset);
  kept_.push_front(dataset);
  while (kept_.size() > most_kept_) kept_.pop_back();
}

std::shared_ptr<const Dataset> DatasetStore::load(const DatasetPlugin& plugin,
                                                  const RunConfig& config,
                                                  RandomStreams& run_streams) {
  std::string key = plugin.name + canonical_text(Value(config.dataset.parameters));
  if (config.dataset_seed) key += " seed " + std::to_string(*config.dataset_seed);
  const std::shared_ptr<Entry> entry = entry_of(key);
  std::unique_lock loading(entry->loading);
  if (entry->drawn_by_runs) {
    loading.unlock();
    return load_anew(plugin, config, run_streams).dataset;
  }
  std::shared_ptr<const Dataset> dataset = entry->dataset.lock();
  if (!dataset) {
    make_room();
    Loaded loaded = load_anew(plugin, config, run_streams);
    dataset = std::move(loaded.dataset);
    entry->drawn_by_runs = loaded.drew_from_run;
    if (loaded.drew_from_run) return dataset;
    entry->dataset = dataset;
  }
  keep_one(dataset);
  return dataset;
}

DatasetStore::Loaded DatasetStore::load_anew(const DatasetPlugin& plugin, const RunConfig& config,
                                             RandomStreams& run_streams) const {
  SeededStreams own_streams(config.dataset_seed.value_or(0));
  WatchedStreams watched(run_streams);
  DatasetContext context{config.dataset_seed ? static_cast<RandomStreams&>(own_streams) : watched,
                         {}};
  if (plugin.source) {
    std::optional<std::filesystem::path> user_folder;
    if (config.dataset.parameters.has("dir")) user_folder = config.dataset.parameters.text("dir");
    context.data_folder = locate_(*plugin.source, user_folder);
  }
  auto dataset = std::make_shared<const Dataset>(plugin.load(config.dataset.parameters, context));
  check_dataset(plugin.name, *dataset);
  return {std::move(dataset), watched.used()};
}

}  // namespace logitbench
