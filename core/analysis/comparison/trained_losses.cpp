#include "core/analysis/comparison/trained_losses.h"

#include <logitbench/error.h>

#include "core/analysis/comparison/recorded_configs.h"

namespace logitbench {

TrainedLoss trained_loss(const Json& config) {
  const Json& loss = config.at("loss");
  TrainedLoss trained;
  std::string set;
  const auto add = [&](const std::string& name, const Json& value) {
    set += (set.empty() ? "" : ", ") + name + " " +
           (value.is_string() ? value.get<std::string>() : value.dump());
  };
  for (const auto& [name, value] : loss.items()) {
    if (name == "name" || value.is_null()) continue;
    if (name == "objective" && value == "minimize") continue;
    if (name == "objective" && value == "maximize") trained.objective = Objective::maximize;
    add(name, value);
  }
  if (config.at("reduction") != "mean") add("reduction", config.at("reduction"));
  trained.kind = loss.at("name").get<std::string>() + (set.empty() ? "" : " (" + set + ")");
  return trained;
}

std::optional<TrainedLoss> known_loss(const Json& run) {
  try {
    return trained_loss(run.at("config"));
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

std::map<std::string, TrainedLoss> trained_losses(const std::filesystem::path& folder) {
  const auto configs = recorded_configs(
      folder,
      "which loss a run was trained with stands there, and losses of different kinds are not "
      "compared by their own values: compare accuracy or nll");
  std::map<std::string, TrainedLoss> losses;
  for (const auto& [run_id, config] : configs) {
    try {
      losses[run_id] = trained_loss(config);
    } catch (const Json::exception& error) {
      throw DataError(folder.string() + ": manifest.json: the config of " + run_id +
                      " has no loss as a config has it: " + error.what());
    }
  }
  return losses;
}

}  // namespace logitbench
