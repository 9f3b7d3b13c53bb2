// A pass over rows that changes nothing: metrics, and the first rows' predictions where asked for.
#pragma once

#include "core/train/metrics.h"
#include "core/train/result_tables.h"
#include "core/train/trainer.h"

namespace logitbench {

// Values of all metrics over the rows, in batches of the run's batch size; the tables, where there
// are some, then hold what this pass counted. Once `stop` is set it returns early, with values of
// no meaning.
std::vector<MetricValue> evaluate(const TrainingSetup& setup, const RowSet& rows,
                                  ObjectiveFunction& objective, const StopRequest& stop,
                                  TableSet* tables = nullptr);

// The first `count` rows' labels, decisions, class probabilities, losses and logits.
Predictions predict(const TrainingSetup& setup, const RowSet& rows, size_t count,
                    ObjectiveFunction& objective);

}  // namespace logitbench
