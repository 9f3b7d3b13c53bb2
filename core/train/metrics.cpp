#include "core/train/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <logitbench/metric.h>

#include "core/train/count_decided.h"
#include "core/train/decision.h"
#include "core/train/row_metrics.h"

namespace logitbench {

namespace {

class LossMetric final : public OneNumber {
 public:
  explicit LossMetric(const ObjectiveFunction& objective) : objective_(objective) {}
  void add(const ScoredBatch& batch) override {
    sum_ += batch.loss.sum;
    weight_ += batch.loss.weight;
  }
  double value() const override { return objective_.reduce(sum_, weight_); }

 private:
  const ObjectiveFunction& objective_;
  double sum_ = 0, weight_ = 0;
};

class BatchMeanLoss final : public OneNumber {
 public:
  void add(const ScoredBatch& batch) override {
    sum_ += batch.loss.value;
    ++batches_;
  }
  double value() const override { return sum_ / static_cast<double>(batches_); }

 private:
  double sum_ = 0;
  size_t batches_ = 0;
};

// Mean over rows of a function of the row.
class RowMean : public OneNumber {
 public:
  explicit RowMean(const Loss& loss) : loss_(loss) {}
  double value() const override { return sum_ / static_cast<double>(rows_); }

 protected:
  const Loss& loss_;
  double sum_ = 0;
  size_t rows_ = 0;
};

class Accuracy final : public RowMean {
 public:
  using RowMean::RowMean;
  void add(const ScoredBatch& batch) override {
    if (loss_.decision() == Decision::argmax && !batch.targets.classes.empty()) {
      std::visit(
          [&](const auto& logits) {
            sum_ += static_cast<double>(count_decided(logits, batch.targets.classes));
            rows_ += logits.rows;
          },
          batch.logits);
      return;
    }
    for_each_row(batch.logits, [&](auto row, size_t r) {
      sum_ += decide(row, loss_.decision()) == label_of(batch.targets, r) ? 1 : 0;
      ++rows_;
    });
  }
};

class NegativeLogLikelihood final : public RowMean {
 public:
  using RowMean::RowMean;
  void add(const ScoredBatch& batch) override {
    for_each_row(batch.logits, [&](auto row, size_t r) {
      sum_ += negative_log_likelihood(row, batch.targets, r, loss_);
      ++rows_;
    });
  }
};

class Confidence final : public RowMean {
 public:
  using RowMean::RowMean;
  void add(const ScoredBatch& batch) override {
    for_each_row(batch.logits, [&](auto row, size_t) {
      sum_ += static_cast<double>(probability(row, decide(row, loss_.decision()), loss_));
      ++rows_;
    });
  }
};

class Nonfinite final : public OneNumber {
 public:
  void add(const ScoredBatch& batch) override {
    std::visit(
        [&](auto row_loss) {
          for_each_row(batch.logits, [&](auto row, size_t r) {
            bool finite = std::isfinite(row_loss[r]);
            for (auto logit : row) finite = finite && std::isfinite(logit);
            rows_ += finite ? 0 : 1;
          });
        },
        batch.loss.row_loss);
  }
  double value() const override { return static_cast<double>(rows_); }

 private:
  size_t rows_ = 0;
};

// Mean over batches of the share of rows in which `decided` is the label.
template <class Decide>
class BatchMean final : public OneNumber {
 public:
  BatchMean(const Loss& loss, Decide decide) : loss_(loss), decide_(decide) {}
  void add(const ScoredBatch& batch) override {
    double correct = 0;
    size_t rows = 0;
    for_each_row(batch.logits, [&](auto row, size_t r) {
      correct += decide_(row, loss_) == label_of(batch.targets, r) ? 1 : 0;
      ++rows;
    });
    sum_ += correct / static_cast<double>(rows);
    ++batches_;
  }
  double value() const override { return sum_ / static_cast<double>(batches_); }

 private:
  const Loss& loss_;
  Decide decide_;
  double sum_ = 0;
  size_t batches_ = 0;
};

template <class Decide>
std::unique_ptr<Metric> batch_mean(const Loss& loss, Decide decide) {
  return std::make_unique<BatchMean<Decide>>(loss, decide);
}

}  // namespace

std::vector<size_t> labels_of(const Targets& targets, std::span<const uint32_t> rows,
                              size_t classes) {
  const TargetsView view{targets.classes,
                         {targets.weights.data(), targets.weights.size() / classes, classes}};
  std::vector<size_t> labels;
  labels.reserve(rows.size());
  for (const uint32_t row : rows) labels.push_back(label_of(view, row));
  return labels;
}

std::vector<size_t> count_by_class(const std::vector<size_t>& labels, size_t classes) {
  std::vector<size_t> counts(classes, 0);
  for (const size_t label : labels) ++counts[label];
  return counts;
}

std::unique_ptr<Metric> make_metric(const std::string& name, Pass pass, const Loss& loss,
                                    const ObjectiveFunction& objective, size_t classes) {
  if (name == "loss") {
    if (pass == Pass::training) return std::make_unique<BatchMeanLoss>();
    return std::make_unique<LossMetric>(objective);
  }
  if (name == "accuracy") return std::make_unique<Accuracy>(loss);
  if (name == "nll") return std::make_unique<NegativeLogLikelihood>(loss);
  if (name == "confidence") return std::make_unique<Confidence>(loss);
  if (name == "nonfinite") return std::make_unique<Nonfinite>();
  if (name == "batch_mean_accuracy")
    return batch_mean(loss, [](auto row, const Loss& l) { return decide(row, l.decision()); });
  if (name == "p0_batch_mean_accuracy")
    return batch_mean(loss, [](auto row, const Loss& l) -> size_t {
      if (l.decision() == Decision::sigmoid) return decide(row, l.decision());
      return probability(row, 0, l) > 0.5 ? 1 : 0;
    });
  return make_row_metric(name, loss, classes);
}

MetricSet::MetricSet(const std::vector<std::string>& names, Pass pass, const Loss& loss,
                     const ObjectiveFunction& objective, size_t classes) {
  std::vector<std::string> all{"loss", "accuracy"};
  all.insert(all.end(), names.begin(), names.end());
  std::set<std::string> seen;
  for (const std::string& name : all)
    if (seen.insert(name).second)
      if (auto metric = make_metric(name, pass, loss, objective, classes))
        metrics_.emplace_back(name, std::move(metric));
}

void MetricSet::add(const ScoredBatch& batch) {
  for (auto& [name, metric] : metrics_) metric->add(batch);
}

std::vector<MetricValue> MetricSet::values(const std::string& split) const {
  std::vector<MetricValue> result;
  for (const auto& [name, metric] : metrics_)
    for (size_t number = 0; const double value : metric->values())
      result.push_back({split, series_name(*find_metric(name), number++), value});
  return result;
}

}  // namespace logitbench
