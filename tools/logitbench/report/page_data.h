// Everything that the page shows, in one JSON. It draws and computes no statistics: they are here.
#pragma once

#include <string>
#include <vector>

#include "core/analysis/metric_choice.h"
#include "core/plugin/plugin_host.h"
#include "core/record/value_json.h"

namespace logitbench {

// `metric`: what is judged by; none: valid.accuracy where any run has it, else the first series.
// Throws what reading the folders and joining their runs throws.
Json page_data(const std::vector<std::string>& folders, const std::optional<MetricChoice>& metric,
               PluginHost& host);

}  // namespace logitbench
