#include "tools/logitbench/export/trained_again.h"

#include <fmt/format.h>
#include <logitbench/error.h>

#include <algorithm>

#include "core/data/data_cache.h"
#include "core/record/number_text.h"
#include "core/record/same_number.h"
#include "core/train/data_hashes.h"

namespace logitbench {

namespace {

// Holds each epoch against the recorded one.
class RecordedCourse final : public Recorder {
 public:
  // `up_to`: the last epoch that is trained here.
  RecordedCourse(const RecordedTraining& recorded, uint64_t up_to, Recorder& progress)
      : recorded_(recorded),
        is_whole_(up_to == recorded.records.epochs.back().epoch),
        progress_(progress) {}

  void on_batch(uint64_t epoch, uint64_t samples, uint64_t samples_in_epoch) override {
    progress_.on_batch(epoch, samples, samples_in_epoch);
  }

  void on_epoch(const EpochRecord& trained) override {
    progress_.on_epoch(trained);
    const std::vector<EpochRecord>& all = recorded_.records.epochs;  // ascending
    const auto was = std::lower_bound(
        all.begin(), all.end(), trained.epoch,
        [](const EpochRecord& record, uint64_t epoch) { return record.epoch < epoch; });
    if (was != all.end() && was->epoch == trained.epoch) compare(*was, trained);
  }

 private:
  void compare(const EpochRecord& was, const EpochRecord& is) const {
    for (const MetricValue& value : was.values) {
      // Taken after the last epoch alone, which another one is here.
      if (value.split == "test" && !is_whole_) continue;
      const double now = value_of(is, value.split, value.metric);
      if (!same_number(value.value, now)) differs(was.epoch, value, now);
    }
  }

  [[noreturn]] void differs(uint64_t epoch, const MetricValue& was, double now) const {
    const std::string& run_id = recorded_.run.run_id;
    throw Error(
        ExitCode::check_failed,
        fmt::format("{}: trained again, {}.{} after epoch {} is {}, recorded is {}: the program, a "
                    "plugin, a library, the processor or the data are not those that the run had, "
                    "so that its weights and predictions cannot be had here, and none were "
                    "written. `logitbench show` says what it was made of; trained here as a run of "
                    "its own it has some",
                    run_id, was.split, was.metric, epoch, number_text(now),
                    number_text(was.value)));
  }

  const RecordedTraining& recorded_;
  const bool is_whole_;
  Recorder& progress_;
};

// Rows that are not trained on have no part in the recorded course.
void refuse_other_data(const RecordedTraining& recorded, const PreparedRun& run) {
  const NamedTexts& was = *recorded.attempt.data_sha256;
  DataHashes hashes;
  if (was.empty() || hashes.of(run.dataset) == was) return;
  throw Error(ExitCode::check_failed,
              recorded.run.run_id + ": dataset " + recorded.run.config.dataset.name +
                  " gives other data now than the run had, by its SHA-256: these would not be its "
                  "weights and predictions. None were written; see logitbench check DIR");
}

// The run's, so far as it is trained here.
RunConfig config_up_to(const RecordedTraining& recorded, uint64_t epoch) {
  RunConfig config = recorded.run.config;
  config.epochs = epoch;
  config.predictions = 0;
  // `auto` is another number on another machine, and bits depend on it.
  if (recorded.attempt.made_of->threads > 0) config.threads = recorded.attempt.made_of->threads;
  return config;
}

}  // namespace

void train_again(const RecordedTraining& recorded, uint64_t epoch, PluginHost& host,
                 Recorder& progress, const StopRequest& stop, const TakeTrained& take) {
  const RunConfig config = config_up_to(recorded, epoch);
  DatasetStore datasets(locate);
  PreparedRun run = prepare_run(host, datasets, config);
  TrainingSetup setup = training_setup(config, run);
  refuse_other_data(recorded, run);
  RecordedCourse course(recorded, epoch, progress);
  const RunResult result = train(setup, course, stop);
  if (stop)
    throw Error(ExitCode::interrupted, "interrupted while training " + recorded.run.run_id +
                                           " again; nothing was written");
  if (result.epochs != epoch)
    throw Error(ExitCode::check_failed,
                fmt::format("{}: trained again, it ended after epoch {}, recorded are {}: {}. "
                            "No weights or predictions were written",
                            recorded.run.run_id, result.epochs, epoch, result.reason));
  take(run.spec, setup);
}

}  // namespace logitbench
