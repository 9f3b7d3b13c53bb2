#include "core/record/plan_difference.h"

#include <algorithm>
#include <map>
#include <vector>

#include "core/record/manifest_runs.h"

namespace logitbench {

namespace {

using Values = std::map<std::string, std::vector<std::string>>;  // dotted key -> distinct values

constexpr size_t kValuesShown = 5;

void add(Values& values, const std::string& key, const Json& json) {
  if (json.is_object() && !json.empty()) {
    for (const auto& [name, inner] : json.items())
      add(values, key.empty() ? name : key + "." + name, inner);
    return;
  }
  const std::string text = json.is_string()
                               ? json.get<std::string>()
                               : json.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::vector<std::string>& seen = values[key];
  if (std::find(seen.begin(), seen.end(), text) == seen.end()) seen.push_back(text);
}

std::string shown(const Values& values, const std::string& key) {
  const auto found = values.find(key);
  if (found == values.end()) return "not there";
  std::string text;
  for (size_t i = 0; i < found->second.size() && i < kValuesShown; ++i)
    text += (i > 0 ? ", " : "") + found->second[i];
  return found->second.size() > kValuesShown ? text + ", ..." : text;
}

bool all_known(const std::vector<std::string>& some, const std::vector<std::string>& all) {
  return std::all_of(some.begin(), some.end(), [&](const std::string& value) {
    return std::find(all.begin(), all.end(), value) != all.end();
  });
}

}  // namespace

std::string plan_difference(const std::filesystem::path& folder,
                            const std::set<std::string>& run_ids, const Plan& plan) {
  Values before, now;
  const Json manifest = read_manifest(folder, [&](const Json& run) {
    if (run.contains("run_id") && run.contains("config") && run["run_id"].is_string() &&
        run_ids.contains(run["run_id"].get<std::string>()))
      add(before, "", run["config"]);
  });
  if (!manifest.is_object() || before.empty()) return "";
  for (const Run& run : plan.runs) add(now, "", to_json(run.resolved));

  std::string text;
  const auto tell = [&](const std::string& key) {
    text += "  " + key + ": was " + shown(before, key) + "; now " + shown(now, key) + "\n";
  };
  for (const auto& [key, values] : before)
    if (!now.contains(key) || !all_known(values, now.at(key))) tell(key);
  for (const auto& [key, values] : now)
    if (!before.contains(key)) tell(key);
  return text;
}

}  // namespace logitbench
