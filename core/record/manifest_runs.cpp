#include "core/record/manifest_runs.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "core/record/results_folder.h"

namespace logitbench {

namespace {

constexpr const char* kWhole = "config";
constexpr const char* kChanges = "config_changes";

bool same_keys(const Json& a, const Json& b) {
  return std::equal(a.items().begin(), a.items().end(), b.items().begin(), b.items().end(),
                    [](const auto& x, const auto& y) { return x.key() == y.key(); });
}

}  // namespace

Json config_changes(const Json& first, Json config) {
  if (!same_keys(first, config)) return {{kWhole, std::move(config)}};
  Json changes = Json::object();
  for (auto& [key, value] : config.items())
    if (first[key] != value) changes[key] = std::move(value);
  return {{kChanges, std::move(changes)}};
}

Json whole_config(const Json& first, const Json& run) {
  if (const auto whole = run.find(kWhole); whole != run.end())
    return whole->is_object() ? *whole : Json();
  const auto changes = run.find(kChanges);
  if (changes == run.end() || !changes->is_object() || !first.is_object()) return Json();
  Json config = first;
  config.update(*changes);
  return config;
}

Json read_manifest(const std::filesystem::path& folder, const TakeRun& take) {
  Json first;
  std::string key;  // of the manifest's own, whose value is being read
  const auto on_event = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (depth == 1 && event == Json::parse_event_t::key) key = parsed.get<std::string>();
    if (depth != 2 || event != Json::parse_event_t::object_end || key != "runs") return true;
    Json config = whole_config(first, parsed);
    if (first.is_null()) first = config;
    parsed.erase(kChanges);
    if (config.is_object())
      parsed[kWhole] = std::move(config);
    else
      parsed.erase(kWhole);
    take(std::move(parsed));
    return false;
  };
  std::ifstream stream(folder / kManifestFile);
  return Json::parse(stream, on_event, false);
}

}  // namespace logitbench
