// The metrics that a config may ask for, beside `loss` and `accuracy`, which are always recorded.
#pragma once

namespace logitbench {

struct MetricName {
  const char* name;
  const char* description;
};

inline constexpr MetricName kAlwaysRecorded[] = {
    {"loss", "the loss that is trained with"},
    {"accuracy", "share of rows whose decision is the target's class"},
};

inline constexpr MetricName kMetricNames[] = {
    {"nll", "the stable cross-entropy of the logits in nats, whatever the loss: the yardstick"},
    {"confidence", "mean probability of the most probable class"},
    {"grad_norm", "L2 norm of the whole gradient, mean over the epoch's steps; train split only"},
    {"nonfinite", "rows with a logit or a loss that is NaN or infinite"},
    {"batch_mean_accuracy",
     "mean over batches of each batch's accuracy, a short last one included"},
    {"p0_batch_mean_accuracy",
     "batch_mean_accuracy of P(column 0) > 0.5 compared with the label, as notebook 004 takes it"},
};

}  // namespace logitbench
