#include "core/record/manifest_runs.h"

#include <fstream>
#include <utility>

#include "core/config/yaml_reader.h"
#include "core/record/results_folder.h"

namespace logitbench {

namespace {

struct NestedTooDeeply {};

}  // namespace

Json read_manifest(const std::filesystem::path& folder, const TakeRun& take) {
  std::string key;  // of the manifest's own, whose value is being read
  const auto on_event = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > kDeepestNesting) throw NestedTooDeeply();
    if (depth == 1 && event == Json::parse_event_t::key) key = parsed.get<std::string>();
    if (depth != 2 || event != Json::parse_event_t::object_end || key != "runs") return true;
    take(std::move(parsed));
    return false;
  };
  std::ifstream stream(folder / kManifestFile);
  try {
    return Json::parse(stream, on_event, false);
  } catch (const NestedTooDeeply&) {
    return Json(Json::value_t::discarded);
  }
}

}  // namespace logitbench
