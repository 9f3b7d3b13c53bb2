// What data the runs saw, by their hashes: the same dataset and seed, the same data, then and now.
#pragma once

#include "core/diagnosis/results_view.h"

namespace logitbench {

// Loads each dataset that finished runs name again, where its files are there, but at most
// kMostDatasetsLoaded: never fetches.
inline constexpr size_t kMostDatasetsLoaded = 64;
void check_data(const ResultsView& view, PluginHost& host, std::vector<Finding>& findings);

}  // namespace logitbench
