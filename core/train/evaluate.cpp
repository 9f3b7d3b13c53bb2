#include "core/train/evaluate.h"

#include <algorithm>

#include "core/train/decision.h"

namespace logitbench {

namespace {

// Calls visit(batch of rows) over the rows in order, the last batch shorter where they do not
// divide.
template <class Visit>
void for_each_batch(std::span<const uint32_t> rows, size_t batch_size, Visit&& visit) {
  for (size_t first = 0; first < rows.size(); first += batch_size)
    visit(rows.subspan(first, std::min(batch_size, rows.size() - first)));
}

}  // namespace

std::vector<MetricValue> evaluate(const TrainingSetup& setup, const RowSet& rows,
                                  ObjectiveFunction& objective, const StopRequest& stop,
                                  TableSet* tables) {
  MetricSet metrics(setup.config.metrics, Pass::evaluating, setup.loss, objective, setup.classes);
  if (tables != nullptr) tables->clear();
  BatchTargets targets(rows.split->targets, setup.classes);
  for_each_batch(rows.rows, setup.config.batch_size, [&](std::span<const uint32_t> batch) {
    if (stop) return;
    ScoredBatch scored;
    scored.logits = setup.network.forward({&rows.split->features, batch});
    scored.targets = targets.gather(batch);
    scored.loss = objective.evaluate(scored.logits, scored.targets, ObjectiveFunction::Want::value,
                                     setup.network.parallel());
    metrics.add(scored);
    if (tables != nullptr) tables->add(scored);
  });
  return metrics.values(rows.name);
}

Predictions predict(const TrainingSetup& setup, const RowSet& rows, size_t count,
                    ObjectiveFunction& objective) {
  Predictions result;
  result.split = rows.name;
  BatchTargets targets(rows.split->targets, setup.classes);
  const auto first_rows = std::span(rows.rows).first(std::min(count, rows.rows.size()));
  for_each_batch(first_rows, setup.config.batch_size, [&](std::span<const uint32_t> batch) {
    const RealMatrix logits = setup.network.forward({&rows.split->features, batch});
    const TargetsView labels = targets.gather(batch);
    const BatchLoss loss = objective.evaluate(logits, labels, ObjectiveFunction::Want::value,
                                              setup.network.parallel());
    std::visit(
        [&](const auto& matrix) {
          using Real = std::remove_cvref_t<decltype(*matrix.data)>;
          const std::span<const Real> row_loss = std::get<std::span<Real>>(loss.row_loss);
          for (size_t r = 0; r < matrix.rows; ++r) {
            const std::span<const Real> row = matrix.row(r);
            Prediction prediction{
                batch[r], label_of(labels, r), decide(row, setup.loss.decision()), {}};
            prediction.probabilities.resize(setup.classes);
            probabilities(row, setup.loss, prediction.probabilities);
            prediction.loss = row_loss[r];
            prediction.logits.assign(row.begin(), row.end());
            result.rows.push_back(std::move(prediction));
          }
          result.single_precision = std::is_same_v<Real, float>;
        },
        logits);
  });
  return result;
}

}  // namespace logitbench
