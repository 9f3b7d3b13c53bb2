#include "core/analysis/comparison/trained_losses.h"

#include <logitbench/error.h>

#include <optional>

#include "core/config/yaml_reader.h"
#include "core/record/results_folder.h"
#include "core/record/value_json.h"
#include "core/record/whole_file.h"

namespace logitbench {

namespace {

Json parse(const std::string& text) {
  const auto refuse_deep = [](int depth, Json::parse_event_t, Json&) {
    if (depth > kDeepestNesting) throw std::runtime_error("nested too deeply");
    return true;
  };
  return Json::parse(text, refuse_deep);
}

TrainedLoss loss_of(const Json& config) {
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

}  // namespace

std::map<std::string, TrainedLoss> trained_losses(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / kManifestFile;
  const std::string needed =
      "; which loss a run was trained with stands there, and losses of different kinds are not "
      "compared by their own values: compare accuracy or nll, or see logitbench check " +
      folder.string();
  const std::optional<std::string> text = read_whole_file(file);
  if (!text) throw DataError(file.string() + " is not there, or cannot be read" + needed);
  std::map<std::string, TrainedLoss> losses;
  try {
    const Json manifest = parse(*text);
    for (const Json& run : manifest.at("runs"))
      losses[run.at("run_id").get<std::string>()] = loss_of(run.at("config"));
  } catch (const std::exception& error) {
    throw DataError(file.string() + " is damaged: " + error.what() + needed);
  }
  return losses;
}

}  // namespace logitbench
