#include "core/diagnosis/metric_findings.h"

#include <fmt/format.h>
#include <logitbench/metric.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/diagnosis/model_outputs.h"
#include "core/train/metrics.h"

namespace logitbench {

namespace {

constexpr double kEqual = 1e-9;  // far above rounding in double, far below a row's share

// Rows in a quarter of the made-up ones: one of each class, up to this.
constexpr size_t kMostQuarters = 16;

// Rows of balanced labels of which some share is decided rightly.
class MadeUpRows {
 public:
  MadeUpRows(const Loss& loss, size_t classes, size_t rows, size_t right) {
    for (size_t r = 0; r < rows; ++r) {
      labels_.push_back(static_cast<int32_t>(r % classes));
      const bool rightly = r * right / rows != (r + 1) * right / rows;
      decisions_.push_back(rightly ? r % classes : (r + 1) % classes);
    }
    outputs_ = deciding_outputs(loss, decisions_, classes);
  }
  void feed(Metric& metric, ObjectiveFunction& objective, size_t first, size_t count) {
    Serial serial;
    ScoredBatch batch;
    batch.logits = MatrixView<double>{outputs_.values.data() + first * outputs_.columns, count,
                                      outputs_.columns};
    batch.targets.classes = std::span(labels_).subspan(first, count);
    batch.loss =
        objective.evaluate(batch.logits, batch.targets, ObjectiveFunction::Want::value, serial);
    metric.add(batch);
  }

 private:
  std::vector<int32_t> labels_;
  std::vector<size_t> decisions_;
  ModelOutputs outputs_;
};

class MetricExamination {
 public:
  MetricExamination(Examination& examination, const MetricInfo& metric)
      : examination_(examination),
        metric_(metric),
        run_(examination.prepared),
        objective_(*run_.loss, examination.run.config.reduction, examination.run.config.objective) {
  }

  void examine() {
    if (make() == nullptr) return;  // not taken from outputs
    if (metric_.traits.follows_decisions) disagreement();
    short_batch();
  }

 private:
  std::unique_ptr<Metric> make() {
    return make_metric(std::string(metric_.name), Pass::evaluating, *run_.loss, objective_,
                       run_.dataset->classes);
  }

  std::vector<double> values_with(size_t right, size_t rows) {
    const auto metric = make();
    MadeUpRows(*run_.loss, run_.dataset->classes, rows, right).feed(*metric, objective_, 0, rows);
    return metric->values();
  }

  void disagreement() {
    const size_t classes = run_.dataset->classes;
    const size_t rows = 4 * std::clamp<size_t>(kMostMadeUpNumbers / (4 * classes), 2,
                                               std::min(classes, kMostQuarters));
    const std::array<size_t, 5> right{0, rows / 4, rows / 2, rows / 4 * 3, rows};
    std::vector<std::vector<double>> taken;
    for (const size_t n : right) taken.push_back(values_with(n, rows));
    for (size_t number = 0; number < taken.front().size(); ++number) {
      std::vector<double> values;
      bool sums_to_one = true;
      for (size_t i = 0; i < taken.size(); ++i) {
        values.push_back(taken[i][number]);
        const double accuracy = static_cast<double>(right[i]) / static_cast<double>(rows);
        sums_to_one &= std::abs(values.back() + accuracy - 1) < kEqual;
      }
      if (disagrees(number, values, sums_to_one)) return;  // one series says enough
    }
  }

  bool disagrees(size_t number, const std::vector<double>& values, bool sums_to_one) {
    const double change = values.back() - values.front();
    // A class without a row has no number.
    if (metric_.traits.series_of != SeriesOf::rows && std::isnan(change)) return false;
    if (metric_.smaller_is_better ? change <= kEqual : change >= -kEqual) return false;
    examination_.add(
        kind_of("metric_disagrees"), "metrics",
        fmt::format("{} {} while the accuracy of the same outputs rises{}",
                    series_name(metric_, number), metric_.smaller_is_better ? "rises" : "falls",
                    sums_to_one ? ": it is one minus the accuracy" : ""),
        fmt::format("on outputs that are right in 0, 25, 50, 75 and 100 % of the rows it is {:.4g}",
                    fmt::join(values, ", ")),
        "read `accuracy`, whose decision is the loss's own; compare the metric's decision (which "
        "column, which class) with the labels");
    return true;
  }

  // A batch of right rows and a shorter one of wrong rows against the same rows in one batch.
  void short_batch() {
    const size_t batch_size = examination_.run.config.batch_size;
    const size_t rows = run_.valid.rows.size();
    const size_t last = rows % batch_size;
    if (rows <= batch_size || last == 0) return;
    constexpr size_t kWhole = 12, kShort = 4;
    MadeUpRows right(*run_.loss, run_.dataset->classes, kWhole, kWhole);
    MadeUpRows wrong(*run_.loss, run_.dataset->classes, kShort, 0);
    const auto taken = make();
    right.feed(*taken, objective_, 0, kWhole);
    wrong.feed(*taken, objective_, 0, kShort);
    const auto turned = make();  // the same rows, cut into other batches
    right.feed(*turned, objective_, 0, kShort);
    right.feed(*turned, objective_, kShort, kWhole - kShort);
    wrong.feed(*turned, objective_, 0, kShort);
    // A metric without a number on such rows (the NLL of a probability of 0) weights no batch.
    if (!differ(taken->values(), turned->values())) return;
    const size_t batches = rows / batch_size + 1;
    examination_.add(
        kind_of("short_batch_weight"), "metrics",
        fmt::format("{} is a mean over batches and weights the short last one like the others",
                    metric_.name),
        fmt::format(
            "the last of {} batches has {} rows instead of {}: each of its rows counts {:.2g} "
            "times as much",
            batches, last, batch_size, static_cast<double>(batch_size) / static_cast<double>(last)),
        fmt::format(
            "read `accuracy`, a mean over rows, or choose a train.batch_size that divides {}",
            rows));
  }

  static bool differ(const std::vector<double>& a, const std::vector<double>& b) {
    return !std::equal(a.begin(), a.end(), b.begin(), b.end(),
                       [](double x, double y) { return !(std::abs(x - y) >= kEqual); });
  }

  Examination& examination_;
  const MetricInfo& metric_;
  PreparedRun& run_;
  ObjectiveFunction objective_;
};

}  // namespace

void examine_metrics(Examination& examination) {
  if (examination.prepared.dataset->classes < 2) return;  // nothing to decide
  for (const MetricInfo& metric : kAlwaysRecorded)
    if (metric.name == "accuracy") MetricExamination(examination, metric).examine();
  for (const std::string& name : examination.run.config.metrics)
    if (const MetricInfo* metric = find_metric(name))
      MetricExamination(examination, *metric).examine();
}

}  // namespace logitbench
