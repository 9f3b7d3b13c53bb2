// The faults that `check CONFIG` knows: each is declared here alone, with the severity that it
// usually has.
#pragma once

#include "core/diagnosis/finding.h"

namespace logitbench {

inline constexpr FindingKind kExperimentKinds[] = {
    {"does_not_fit", Severity::error, "model, loss and dataset do not fit together"},
    {"labels_outside_classes", Severity::error, "a label is none of the classes"},
    {"loss_not_finite", Severity::error,
     "the loss or its gradient overflows or becomes NaN, at the initial weights or in the first "
     "steps"},
    {"wrong_direction", Severity::error,
     "training with this loss lowers the probability of the right class"},
    {"metric_disagrees", Severity::error,
     "a metric gets worse where the decisions that the loss makes get better"},
    {"untrained_nll", Severity::warning,
     "the untrained network is much worse than guessing: inputs not scaled, or init too large"},
    {"single_class_batches", Severity::warning, "batches that hold one class each"},
    {"ordered_classes", Severity::warning, "rows sorted by class and not shuffled"},
    {"validation_in_training", Severity::warning, "validation rows are trained on"},
    {"empty_class", Severity::warning, "a class without a sample"},
    {"conflicting_labels", Severity::warning, "the same sample under two labels"},
    {"features_not_finite", Severity::error, "features that are NaN or infinite"},
    {"duplicate_rows", Severity::info, "the same sample under the same label, more than once"},
    {"constant_features", Severity::info, "features that never change"},
    {"learning_rate", Severity::warning,
     "first steps that raise the loss of the rows they are taken on"},
    {"zero_gradients", Severity::warning, "parameters whose gradient is zero"},
    {"dead_relu", Severity::warning, "a ReLU layer most of whose units are zero for every row"},
    {"short_batch_weight", Severity::warning,
     "a metric that weights a short last batch like the others"},
    {"not_examined", Severity::warning, "a run could not be looked at"},
    {"partly_examined", Severity::info, "not every run of a large sweep was looked at"},
};

consteval const FindingKind& kind_of(std::string_view code) {
  return kind_among(kExperimentKinds, code);
}

}  // namespace logitbench
