#include "tools/logitbench/claim_configs.h"

#include <logitbench/error.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "core/config/nearest_name.h"
#include "core/sweep/expand.h"
#include "tools/logitbench/config_folder.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

// "004" of "notebook 004".
void add_numbers(const std::string& source, std::set<std::string>& numbers) {
  std::string number;
  for (const char c : source + " ") {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      number += c;
    } else if (!number.empty()) {
      numbers.insert(number);
      number.clear();
    }
  }
}

// What a user may call it.
std::set<std::string> names_of(const ClaimConfig& config) {
  std::set<std::string> names{config.plan.experiment, config.file.stem().string()};
  for (const Expectation& expectation : config.plan.expectations)
    add_numbers(expectation.source, names);
  return names;
}

std::vector<ClaimConfig> all_configs(const fs::path& folder, PluginHost& host) {
  std::vector<ClaimConfig> configs;
  std::set<std::string> experiments;
  for (const fs::path& file : yaml_files("reproduce", folder)) {
    configs.push_back({file, make_plan(file, {}, host)});
    if (!experiments.insert(configs.back().plan.experiment).second)
      throw ConfigError(file.string() + ": a second config with experiment '" +
                        configs.back().plan.experiment +
                        "' in one folder; their results would share a folder");
  }
  return configs;
}

}  // namespace

fs::path claims_folder(const std::optional<fs::path>& given) {
  return config_folder("reproduce", "notebooks", given);
}

std::vector<ClaimConfig> claim_configs(const fs::path& folder,
                                       const std::vector<std::string>& names, PluginHost& host) {
  std::vector<ClaimConfig> configs = all_configs(folder, host);
  if (names.empty()) return configs;
  std::set<std::string> known;
  std::vector<ClaimConfig> chosen;
  for (ClaimConfig& config : configs) {
    const std::set<std::string> own = names_of(config);
    known.insert(own.begin(), own.end());
    if (std::any_of(names.begin(), names.end(),
                    [&](const std::string& name) { return own.contains(name); }))
      chosen.push_back(std::move(config));
  }
  const std::vector<std::string> list(known.begin(), known.end());
  for (const std::string& name : names)
    if (!known.contains(name))
      throw ConfigError("reproduce: found '" + name + "', expected one of " +
                        name_list(list, list.size()) + did_you_mean(name, list));
  return chosen;
}

}  // namespace logitbench
