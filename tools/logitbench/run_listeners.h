// What a run tells, to those who listen.
#pragma once

#include <logitbench/recorder.h>

#include <vector>

#include "core/config/run_limit.h"

namespace logitbench {

// The journal, the screen, and what the run competes in. Belongs to the thread of the run.
class Listeners final : public Recorder {
 public:
  Listeners(Recorder& journal, const RunLimit& limit) : journal_(journal), limit_(limit) {}
  void show_on(Recorder& screen) { screen_ = &screen; }

  void on_batch(uint64_t epoch, uint64_t samples, uint64_t samples_in_epoch) override {
    screen_->on_batch(epoch, samples, samples_in_epoch);
  }
  void on_facts(const Facts& facts) override { journal_.on_facts(facts); }
  void on_epoch(const EpochRecord& record) override {
    journal_.on_epoch(record);
    screen_->on_epoch(record);
    if (record.epoch > 0) values_.push_back(value_of(record, limit_.split, limit_.metric));
  }
  void on_predictions(const Predictions& predictions) override {
    journal_.on_predictions(predictions);
    predictions_ = predictions;
  }
  const Predictions& predictions() const { return predictions_; }
  // Of the limit's metric, in epochs 1, 2, ...
  const std::vector<double>& values() const { return values_; }

 private:
  Recorder& journal_;
  Recorder* screen_ = nullptr;  // from the run's start on, before its first batch
  Predictions predictions_;
  const RunLimit& limit_;
  std::vector<double> values_;
};

}  // namespace logitbench
