#include "core/analysis/comparison/recorded_configs.h"

#include <logitbench/error.h>

#include <optional>
#include <stdexcept>

#include "core/config/yaml_reader.h"
#include "core/record/results_folder.h"
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

}  // namespace

std::map<std::string, Json> recorded_configs(const std::filesystem::path& folder,
                                             const std::string& why) {
  const std::filesystem::path file = folder / kManifestFile;
  const std::string needed = "; " + why + "; see logitbench check " + folder.string();
  const std::optional<std::string> text = read_whole_file(file);
  if (!text) throw DataError(file.string() + " is not there, or cannot be read" + needed);
  std::map<std::string, Json> configs;
  try {
    Json manifest = parse(*text);
    for (Json& run : manifest.at("runs"))
      configs[run.at("run_id").get<std::string>()] = std::move(run.at("config"));
  } catch (const std::exception& error) {
    throw DataError(file.string() + " is damaged: " + error.what() + needed);
  }
  return configs;
}

}  // namespace logitbench
