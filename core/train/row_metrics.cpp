#include "core/train/row_metrics.h"

#include "core/train/decision.h"
#include "core/train/reliability.h"

namespace logitbench {

namespace {

class Brier final : public OneNumber {
 public:
  Brier(const Loss& loss, size_t classes) : loss_(loss), probabilities_(classes) {}

  void add(const ScoredBatch& batch) override {
    const bool weights = batch.targets.classes.empty();
    for_each_row(batch.logits, [&](auto row, size_t r) {
      probabilities(row, loss_, probabilities_);
      const size_t label = weights ? 0 : static_cast<size_t>(batch.targets.classes[r]);
      for (size_t k = 0; k < probabilities_.size(); ++k) {
        const double target = weights ? batch.targets.weights.at(r, k) : k == label ? 1 : 0;
        const double distance = probabilities_[k] - target;
        sum_ += distance * distance;
      }
      ++rows_;
    });
  }

 private:
  double value() const override { return sum_ / static_cast<double>(rows_); }

  const Loss& loss_;
  std::vector<double> probabilities_;  // of one row
  double sum_ = 0;
  size_t rows_ = 0;
};

// Calls take(confidence, whether it is right) for each row.
template <class Take>
void for_each_decision(const ScoredBatch& batch, const Loss& loss, Take&& take) {
  for_each_row(batch.logits, [&](auto row, size_t r) {
    const size_t decision = decide(row, loss.decision());
    take(static_cast<double>(probability(row, decision, loss)),
         decision == label_of(batch.targets, r));
  });
}

class CalibrationError final : public OneNumber {
 public:
  explicit CalibrationError(const Loss& loss) : loss_(loss) {}
  void add(const ScoredBatch& batch) override {
    for_each_decision(batch, loss_, [&](double p, bool right) { bins_.add(p, right); });
  }

 private:
  double value() const override { return bins_.calibration_error(); }

  const Loss& loss_;
  ReliabilityBins bins_;
};

class AdaptiveCalibrationError final : public OneNumber {
 public:
  explicit AdaptiveCalibrationError(const Loss& loss) : loss_(loss) {}
  void add(const ScoredBatch& batch) override {
    for_each_decision(batch, loss_, [&](double p, bool right) {
      rows_.push_back({p, right ? 1.0 : 0.0});
    });
  }

 private:
  double value() const override {
    std::vector<DecidedRow> sorted = rows_;
    return adaptive_calibration_error(sorted);
  }

  const Loss& loss_;
  std::vector<DecidedRow> rows_;
};

class ClassAccuracy final : public Metric {
 public:
  ClassAccuracy(const Loss& loss, size_t classes) : loss_(loss), classes_(classes) {}
  void add(const ScoredBatch& batch) override {
    for_each_row(batch.logits, [&](auto row, size_t r) {
      Class& its = classes_[label_of(batch.targets, r)];
      its.rows += 1;
      its.right += decide(row, loss_.decision()) == label_of(batch.targets, r) ? 1 : 0;
    });
  }
  std::vector<double> values() const override {
    std::vector<double> values;
    for (const Class& its : classes_) values.push_back(its.right / its.rows);  // 0/0 is NaN
    return values;
  }

 private:
  struct Class {
    double rows = 0, right = 0;
  };
  const Loss& loss_;
  std::vector<Class> classes_;
};

}  // namespace

std::unique_ptr<Metric> make_row_metric(const std::string& name, const Loss& loss, size_t classes) {
  if (name == "brier") return std::make_unique<Brier>(loss, classes);
  if (name == "ece") return std::make_unique<CalibrationError>(loss);
  if (name == "ece_adaptive") return std::make_unique<AdaptiveCalibrationError>(loss);
  if (name == "class_accuracy") return std::make_unique<ClassAccuracy>(loss, classes);
  return nullptr;
}

}  // namespace logitbench
