#include "core/analysis/comparison/loss_kinds.h"

#include <logitbench/error.h>
#include <logitbench/metric.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/analysis/comparison/trained_losses.h"
#include "core/config/nearest_name.h"

namespace logitbench {

namespace {

// By which losses are compared, as far as this version has them.
constexpr const char* kYardsticks[] = {"accuracy", "nll", "ece", "brier"};

[[noreturn]] void refuse(const MetricChoice& choice, const std::vector<std::string>& kinds) {
  std::string yardsticks;
  for (const char* metric : kYardsticks)
    if (find_metric(metric) != nullptr)
      yardsticks += (yardsticks.empty() ? "" : ", ") + choice.series.split + "." + metric;
  throw Error(ExitCode::check_failed,
              choice_text(choice) + " cannot be compared: the runs were trained with " +
                  std::to_string(kinds.size()) + " kinds of loss, " + name_list(kinds, 5) +
                  ", and each measures in a unit of its own: that one number is smaller than "
                  "another says nothing about which is better. Compare them on a common yardstick: "
                  "--metric " +
                  yardsticks + " (metrics: in the config says which are recorded)");
}

std::vector<std::string> swept_losses(const RunColumns& runs) {
  std::set<std::string> losses;
  for (const RunColumns::Key& key : runs.keys)
    if (key.name == "loss") losses.insert(key.values.begin(), key.values.end());
  return {losses.begin(), losses.end()};
}

// Without a manifest the table still shows that the loss was swept.
std::map<std::string, TrainedLoss> losses_of(const ResultsTables& table,
                                             const MetricChoice& choice) {
  try {
    return trained_losses(table.folder);
  } catch (const DataError&) {
    const std::vector<std::string> swept = swept_losses(table.runs);
    if (swept.size() > 1) refuse(choice, swept);
    throw;
  }
}

}  // namespace

Objective one_objective(const std::vector<ResultsTables>& tables, const MetricChoice& choice) {
  if (!metric_of_series(choice.series.metric)->in_the_loss_unit) return Objective::minimize;
  std::map<std::string, Objective> kinds;
  for (const ResultsTables& table : tables) {
    const std::map<std::string, TrainedLoss> losses = losses_of(table, choice);
    for (const std::string& run_id : table.runs.run_ids) {
      const auto found = losses.find(run_id);
      if (found == losses.end())
        throw DataError(table.folder.string() + ": manifest.json does not have the run " + run_id +
                        " of runs.csv; see logitbench check " + table.folder.string());
      kinds.emplace(found->second.kind, found->second.objective);
    }
  }
  if (kinds.size() > 1) {
    std::vector<std::string> names;
    for (const auto& [kind, objective] : kinds) names.push_back(kind);
    refuse(choice, names);
  }
  return kinds.empty() ? Objective::minimize : kinds.begin()->second;
}

std::optional<Objective> common_objective(const std::vector<ResultsTables>& tables) {
  try {
    return one_objective(tables, metric_choice("valid.loss"));
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace logitbench
