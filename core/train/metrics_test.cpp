#include "core/train/metrics.h"

#include <gtest/gtest.h>
#include <logitbench/metric.h>

#include <cmath>
#include <limits>

#include "core/train/result_tables.h"

namespace logitbench {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

// Row loss: the first column, weighted by the row's first column too where asked; gradient:
// upstream.
class FirstColumn final : public RowLoss<FirstColumn> {
 public:
  FirstColumn(LossInput input, Decision decision) : input_(input), decision_(decision) {}
  LossInput input() const override { return input_; }
  Decision decision() const override { return decision_; }
  void weigh(const TargetsView&, std::span<double> weights) const override {
    for (size_t r = 0; r < weights.size(); ++r) weights[r] = r == 0 ? 3.0 : 1.0;
  }
  template <class Real>
  void row(std::span<const Real> logits, const TargetsView&, size_t, Real upstream, Real& loss,
           std::span<Real> d_logits) const {
    loss = logits[0];
    for (Real& d : d_logits) d = upstream;
  }

 private:
  LossInput input_;
  Decision decision_;
};

const FirstColumn kSoftmax(LossInput::logits, Decision::argmax);
const FirstColumn kSigmoid(LossInput::logits, Decision::sigmoid);
const FirstColumn kProbabilities(LossInput::probabilities, Decision::argmax);
const FirstColumn kProportions(LossInput::proportions, Decision::argmax);

// Every row is left out of the mean, though its loss is 1.
class Weightless final : public RowLoss<Weightless> {
 public:
  void weigh(const TargetsView&, std::span<double> weights) const override {
    for (double& weight : weights) weight = 0;
  }
  template <class Real>
  void row(std::span<const Real>, const TargetsView&, size_t, Real upstream, Real& loss,
           std::span<Real> d_logits) const {
    loss = 1;
    for (Real& d : d_logits) d = upstream;
  }
};

using Rows = std::vector<std::vector<double>>;

// Feeds the batches to one metric and returns its value.
double measure(const std::string& name, const Loss& loss, const std::vector<Rows>& batches,
               const std::vector<std::vector<int32_t>>& labels,
               Reduction reduction = Reduction::mean, Pass pass = Pass::evaluating) {
  ObjectiveFunction objective(loss, reduction, Objective::minimize);
  const auto metric = make_metric(name, pass, loss, objective, 2);
  Serial serial;
  for (size_t b = 0; b < batches.size(); ++b) {
    std::vector<double> flat;
    for (const auto& row : batches[b]) flat.insert(flat.end(), row.begin(), row.end());
    ScoredBatch batch;
    batch.logits = MatrixView<double>{flat.data(), batches[b].size(), batches[b][0].size()};
    batch.targets.classes = labels[b];
    batch.loss =
        objective.evaluate(batch.logits, batch.targets, ObjectiveFunction::Want::value, serial);
    metric->add(batch);
  }
  return metric->values().at(0);
}

TEST(Metrics, every_declared_name_is_defined_here_or_the_trainers) {
  ObjectiveFunction objective(kSoftmax, Reduction::mean, Objective::minimize);
  for (const auto& declared : kMetrics) {
    const std::string name(declared.name);
    const auto metric = make_metric(name, Pass::evaluating, kSoftmax, objective, 3);
    EXPECT_EQ(metric != nullptr, name != "grad_norm" && name != "layer_grad_norm") << name;
    if (metric == nullptr) continue;
    EXPECT_EQ(metric->values().size(), declared.traits.series_of == SeriesOf::rows ? 1U : 3U);
  }
  for (const auto& table : kTables) {
    const auto made = make_table(std::string(table.name), kSoftmax, 3);
    ASSERT_NE(made, nullptr) << table.name;
    EXPECT_EQ(made->table().name, table.name);
  }
}

TEST(Metrics, a_series_is_known_by_its_name) {
  for (const MetricInfo& metric : kMetrics) {
    EXPECT_EQ(metric_of_series(series_name(metric, 1)), &metric);
    EXPECT_EQ(metric_of_series(series_name(metric, 17)), &metric);
  }
  EXPECT_EQ(metric_of_series("accuracy.class.0")->name, "class_accuracy");
  for (const char* none :
       {"class_accuracy", "layer_grad_norm", "accuracy.class.", "accuracy.class.01",
        "accuracy.class.-1", "accuracy.class.1x", "accuracy.class", "grad_norm.layer.0", "ece.1"})
    EXPECT_EQ(metric_of_series(none), nullptr) << none;
}

TEST(Metrics, a_set_names_each_series) {
  ObjectiveFunction objective(kSoftmax, Reduction::mean, Objective::minimize);
  MetricSet set({"class_accuracy", "confusion", "brier", "phase_times"}, Pass::evaluating, kSoftmax,
                objective, 2);
  std::vector<std::string> names;
  for (const MetricValue& value : set.values("valid")) names.push_back(value.metric);
  EXPECT_EQ(names, (std::vector<std::string>{"loss", "accuracy", "accuracy.class.0",
                                             "accuracy.class.1", "brier"}));
}

TEST(Metrics, loss_weighs_rows_alike_when_evaluating_and_batches_alike_when_training) {
  const std::vector<Rows> batches{{{6}, {2}}, {{9}}};
  const std::vector<std::vector<int32_t>> labels{{0, 0}, {0}};
  EXPECT_DOUBLE_EQ(measure("loss", kSigmoid, batches, labels), 17.0 / 7);
  EXPECT_DOUBLE_EQ(measure("loss", kSigmoid, batches, labels, Reduction::sum), 17);
  EXPECT_DOUBLE_EQ(measure("loss", kSigmoid, batches, labels, Reduction::mean, Pass::training),
                   (8.0 / 4 + 9.0 / 3) / 2);
}

// PyTorch's mean of rows that weigh nothing is NaN, also where their losses are not zero.
TEST(Metrics, loss_of_rows_that_weigh_nothing_has_no_mean) {
  const Weightless weightless;
  EXPECT_TRUE(std::isnan(measure("loss", weightless, {{{1, 2}}}, {{0}})));
  EXPECT_TRUE(
      std::isnan(measure("loss", weightless, {{{1, 2}}}, {{0}}, Reduction::mean, Pass::training)));
  EXPECT_EQ(measure("loss", weightless, {{{1, 2}, {3, 4}}}, {{0, 1}}, Reduction::sum), 2);
}

TEST(Metrics, accuracy_takes_the_first_largest_and_nan_before_all) {
  EXPECT_DOUBLE_EQ(
      measure("accuracy", kSoftmax, {{{1, 2, 2}, {0, 0, 0}, {5, kNan, 9}, {kNan, kNan, kNan}}},
              {{1, 0, 1, 0}}),
      1.0);
  // sigmoid(NaN) > 0.5 is false: class 0.
  EXPECT_DOUBLE_EQ(measure("accuracy", kSigmoid, {{{kNan}, {0.0}, {1e-3}}}, {{0, 0, 1}}), 1.0);
}

TEST(Metrics, batch_means_weigh_a_short_batch_like_the_others) {
  const std::vector<Rows> batches{{{0, 1}, {0, 1}, {0, 1}, {0, 1}}, {{0, 1}}};
  const std::vector<std::vector<int32_t>> labels{{1, 1, 1, 0}, {0}};
  EXPECT_DOUBLE_EQ(measure("accuracy", kSoftmax, batches, labels), 3.0 / 5);
  EXPECT_DOUBLE_EQ(measure("batch_mean_accuracy", kSoftmax, batches, labels), 0.75 / 2);
  // Column 0 read as class 1: one minus the accuracy.
  EXPECT_DOUBLE_EQ(measure("p0_batch_mean_accuracy", kSoftmax, batches, labels), (0.25 + 1) / 2);
}

TEST(Metrics, the_inverted_accuracy_of_one_column_is_the_accuracy) {
  const std::vector<Rows> batches{{{-1}, {2}}, {{3}}};
  const std::vector<std::vector<int32_t>> labels{{0, 1}, {0}};
  EXPECT_EQ(measure("p0_batch_mean_accuracy", kSigmoid, batches, labels),
            measure("batch_mean_accuracy", kSigmoid, batches, labels));
}

// Notebook 004's flat 0.5112: every comparison with NaN is false, so only label 0 counts.
TEST(Metrics, nan_makes_the_inverted_accuracy_the_share_of_label_zero) {
  EXPECT_DOUBLE_EQ(
      measure("p0_batch_mean_accuracy", kSoftmax, {{{kNan, kNan}, {kNan, kNan}}}, {{1, 0}}), 0.5);
}

TEST(Metrics, nll_is_stable_and_independent_of_the_loss) {
  EXPECT_DOUBLE_EQ(measure("nll", kSoftmax, {{{0, 10000}, {3, 3}}}, {{0, 1}}),
                   (10000 + std::log(2.0)) / 2);
  EXPECT_DOUBLE_EQ(measure("nll", kSigmoid, {{{-800}, {0}}}, {{1, 0}}), (800 + std::log(2.0)) / 2);
  EXPECT_DOUBLE_EQ(measure("nll", kProbabilities, {{{0.7, 0.1, 0.2}}}, {{0}}), 0.35667494393873245);
  EXPECT_DOUBLE_EQ(measure("nll", kProportions, {{{14, 2, 4}}}, {{0}}), 0.35667494393873245);
}

TEST(Metrics, confidence_is_the_largest_probability) {
  // Notebook 001: the same decision, not the same confidence.
  EXPECT_DOUBLE_EQ(
      measure("confidence", kProbabilities, {{{0.22, 0.6, 0.18}, {0.32, 0.36, 0.32}}}, {{1, 1}}),
      0.48);
  EXPECT_DOUBLE_EQ(measure("confidence", kProportions, {{{1, 1, 6}, {0, 3, 1}}}, {{1, 1}}), 0.75);
  EXPECT_DOUBLE_EQ(measure("confidence", kSoftmax, {{{1, 1, 1, 1}}}, {{0}}), 0.25);
  EXPECT_DOUBLE_EQ(measure("confidence", kSigmoid, {{{0}}}, {{0}}), 0.5);
}

TEST(Metrics, nonfinite_counts_rows) {
  EXPECT_EQ(measure("nonfinite", kSoftmax, {{{1, 2}, {1, kInf}}, {{kNan, 0}}}, {{0, 0}, {0}}), 2);
}

}  // namespace
}  // namespace logitbench
