#include "core/diagnosis/loss_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/diagnosis/model_outputs.h"
#include "core/diagnosis/probe.h"
#include "core/train/decision.h"
#include "core/train/objective.h"

namespace logitbench {

namespace {

constexpr size_t kRows = 64;
size_t rows_for(size_t classes) {
  return std::clamp<size_t>(kMostMadeUpNumbers / classes, 2, kRows);
}
// softmax_log_nll, in float32, is 1e-6 from the stable form on logits of spread 1; losses that are
// something else differ by tenths.
constexpr double kSameLoss = 1e-4;

double weight_of(const TargetsView& targets, size_t row, size_t k) {
  if (targets.classes.empty()) return targets.weights.at(row, k);
  return static_cast<size_t>(targets.classes[row]) == k ? 1 : 0;
}

// d(Σ_k p_k log q_k) of a row by the columns, along the direction `step`.
double likelihood_change(std::span<const double> row, std::span<const double> step,
                         const TargetsView& targets, size_t r, const Loss& loss) {
  if (loss.decision() == Decision::sigmoid) {
    const double p = sigmoid(row[0]);
    return (weight_of(targets, r, 1) * (1 - p) - weight_of(targets, r, 0) * p) * step[0];
  }
  double weights = 0, sum = 0, change = 0;
  for (size_t k = 0; k < row.size(); ++k) {
    weights += weight_of(targets, r, k);
    sum += row[k];
  }
  for (size_t k = 0; k < row.size(); ++k) {
    const double weight = weight_of(targets, r, k);
    switch (loss.input()) {
      case LossInput::logits:
        change += step[k] * (weight - weights * probability(row, k, loss));
        break;
      case LossInput::probabilities:
        change += step[k] * weight / row[k];
        break;
      case LossInput::proportions:
        change += step[k] * (weight / row[k] - weights / sum);
        break;
    }
  }
  return change;
}

}  // namespace

void examine_direction(Examination& examination) {
  PreparedRun& run = examination.prepared;
  const RunConfig& config = examination.run.config;
  const size_t classes = run.dataset->classes;
  BatchTargets gathered(run.train.split->targets, classes);
  const std::vector<uint32_t> rows = spread_rows(run.train.rows, rows_for(classes));
  const TargetsView targets = gathered.gather(rows);
  ModelOutputs outputs = random_outputs(*run.loss, rows.size(), classes);

  Serial serial;
  ObjectiveFunction objective(*run.loss, config.reduction, config.objective);
  const BatchLoss batch =
      objective.evaluate(outputs.matrix(), targets, ObjectiveFunction::Want::gradient, serial);
  const auto& gradient = std::get<MatrixView<double>>(batch.d_logits);
  size_t lowered = 0, raised = 0;
  std::vector<double> step(outputs.columns);
  for (size_t r = 0; r < outputs.rows; ++r) {
    for (size_t k = 0; k < outputs.columns; ++k) step[k] = -gradient.at(r, k);
    const std::span<const double> row(outputs.values.data() + r * outputs.columns, outputs.columns);
    const double change = likelihood_change(row, step, targets, r, *run.loss);
    lowered += change < 0 ? 1 : 0;
    raised += change > 0 ? 1 : 0;
  }
  if (lowered <= raised) return;
  const bool minimizes = config.objective == Objective::minimize;
  examination.add(
      kind_of("wrong_direction"), "loss.objective",
      fmt::format("{} {} lowers the probability of the right class",
                  minimizes ? "minimizing" : "maximizing", config.loss.name),
      fmt::format(
          "a step along the gradient lowers it in {} of {} rows with logits of spread 1, and "
          "raises it in {}",
          lowered, outputs.rows, raised),
      minimizes ? "loss.objective: maximize, or a loss that falls as the right class gets more "
                  "probable, such as cross_entropy"
                : "loss.objective: minimize");
}

std::string stable_form(const PreparedRun& run, const RunConfig& config) {
  const size_t classes = run.dataset->classes;
  if (run.loss->input() != LossInput::logits || run.dataset->train.targets.classes.empty())
    return "";
  const std::string stable =
      run.loss->decision() == Decision::sigmoid ? "bce_with_logits" : "cross_entropy";
  if (config.loss.name == stable) return "";
  BatchTargets gathered(run.train.split->targets, classes);
  const std::vector<uint32_t> rows = spread_rows(run.train.rows, rows_for(classes));
  const TargetsView targets = gathered.gather(rows);
  ModelOutputs outputs = random_outputs(*run.loss, rows.size(), classes);
  Serial serial;
  ObjectiveFunction objective(*run.loss, Reduction::sum, Objective::minimize);
  const BatchLoss batch =
      objective.evaluate(outputs.matrix(), targets, ObjectiveFunction::Want::value, serial);
  const auto row_loss = std::get<std::span<double>>(batch.row_loss);
  for (size_t r = 0; r < outputs.rows; ++r) {
    const std::span<const double> row(outputs.values.data() + r * outputs.columns, outputs.columns);
    const double nll =
        negative_log_likelihood(row, static_cast<size_t>(targets.classes[r]), *run.loss);
    if (!(std::abs(row_loss[r] - nll) < kSameLoss)) return "";
  }
  return stable;
}

}  // namespace logitbench
