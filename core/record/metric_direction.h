// Which way each metric gets better, for the `best` columns.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace logitbench {

enum class Better { smaller, larger };

struct MetricDirection {
  std::string_view metric;
  Better better;
};

inline constexpr MetricDirection kMetricDirections[] = {
    {"loss", Better::smaller},
    {"accuracy", Better::larger},
    {"nll", Better::smaller},
    {"brier", Better::smaller},
    {"ece", Better::smaller},
    {"confidence", Better::larger},
    {"grad_norm", Better::smaller},
    {"nonfinite", Better::smaller},
    {"batch_mean_accuracy", Better::larger},
    {"p0_batch_mean_accuracy", Better::larger},
};

// Throws std::logic_error for a metric that is not in the table: whoever adds one adds it here.
inline Better better(std::string_view metric) {
  for (const MetricDirection& entry : kMetricDirections)
    if (entry.metric == metric) return entry.better;
  throw std::logic_error("metric '" + std::string(metric) + "' has no direction");
}

}  // namespace logitbench
