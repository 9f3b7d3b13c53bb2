// What a run tells, to those who listen.
#pragma once

#include <logitbench/recorder.h>

namespace logitbench {

// The journal and the screen. Belongs to the thread of the run.
class Listeners final : public Recorder {
 public:
  explicit Listeners(Recorder& journal) : journal_(journal) {}
  void show_on(Recorder& screen) { screen_ = &screen; }

  void on_batch(uint64_t epoch, uint64_t samples, uint64_t samples_in_epoch) override {
    screen_->on_batch(epoch, samples, samples_in_epoch);
  }
  void on_facts(const Facts& facts) override { journal_.on_facts(facts); }
  void on_epoch(const EpochRecord& record) override {
    journal_.on_epoch(record);
    screen_->on_epoch(record);
  }
  void on_predictions(const Predictions& predictions) override {
    journal_.on_predictions(predictions);
    predictions_ = predictions;
  }
  void on_table(const ResultTable& table) override { journal_.on_table(table); }
  const Predictions& predictions() const { return predictions_; }

 private:
  Recorder& journal_;
  Recorder* screen_ = nullptr;  // from the run's start on, before its first batch
  Predictions predictions_;
};

}  // namespace logitbench
