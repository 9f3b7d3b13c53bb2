// The words of `logitbench compare`.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "core/analysis/comparison/comparison.h"
#include "core/analysis/metric_choice.h"

namespace logitbench {

enum class ComparisonFormat { text, json, csv, markdown };

struct CompareOptions {
  std::vector<std::string> folders;
  MetricChoice metric;
  ComparisonRequest request;
  ComparisonFormat format = ComparisonFormat::text;
};

// Nothing where only help was wanted, which is then printed. Throws ConfigError.
std::optional<CompareOptions> parse_compare_options(const std::vector<std::string>& arguments,
                                                    std::ostream& out);

}  // namespace logitbench
