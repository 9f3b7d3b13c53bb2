#include "core/sweep/where.h"

#include <fmt/format.h>
#include <logitbench/error.h>

#include <algorithm>
#include <set>

#include "core/config/config_error.h"
#include "core/config/key_path.h"
#include "core/config/nearest_name.h"
#include "core/config/value_text.h"
#include "core/sweep/exclusions.h"

namespace logitbench {

namespace {

[[noreturn]] void refuse(const Expectation& expectation, const std::string& message) {
  throw ConfigError(expectation.place + ": expect: " + message);
}

const Value* find_setting(const Run& run, const std::string& key) {
  return find_value(run.resolved, split_key(key, {}));
}

bool has_any(const Value& setting, const List& wanted) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](const Value& one) { return same_setting(one, setting); });
}

// A section by its plugin's name.
std::string setting_text(const Value& setting) {
  const Value* name = setting.is_map() ? setting.map().find("name") : nullptr;
  return value_text(name != nullptr ? *name : setting);
}

// The settings that the plan's runs have for a key.
List settings_of(const Plan& plan, const std::string& key) {
  List settings;
  for (const Run& run : plan.runs)
    if (const Value* setting = find_setting(run, key)) settings.push_back(*setting);
  return settings;
}

[[noreturn]] void refuse_key(const Expectation& expectation, const std::string& key,
                             const Plan& plan) {
  std::set<std::string> known;
  for (const Run& run : plan.runs)
    for (std::string& name : dotted_keys(run.resolved)) known.insert(std::move(name));
  refuse(expectation, fmt::format("found the key {}, which no run has, expected a key of the "
                                  "config{}",
                                  shown(key), did_you_mean(key, {known.begin(), known.end()})));
}

[[noreturn]] void refuse_value(const Expectation& expectation, const std::string& key,
                               const Value& wanted, const List& settings) {
  std::vector<std::string> texts;
  for (const Value& setting : settings)
    if (const std::string text = setting_text(setting);
        std::find(texts.begin(), texts.end(), text) == texts.end())
      texts.push_back(text);
  refuse(expectation,
         fmt::format("found {} {}, which no run has, expected {}{}", key, shown(value_text(wanted)),
                     name_list(texts), did_you_mean(value_text(wanted), texts)));
}

}  // namespace

bool is_about(const Expectation& expectation, const Run& run) {
  return std::all_of(expectation.where.begin(), expectation.where.end(), [&](const auto& entry) {
    const auto& [key, wanted] = entry;
    const Value* setting = find_setting(run, key);
    if (setting == nullptr) return false;
    return same_setting(wanted, *setting) || (wanted.is_list() && has_any(*setting, wanted.list()));
  });
}

void refuse_unknown_settings(const Expectation& expectation, const Plan& plan) {
  for (const auto& [key, wanted] : expectation.where) {
    const List settings = settings_of(plan, key);
    if (settings.empty()) refuse_key(expectation, key, plan);
    const auto is_known = [&](const Value& value) {
      return std::any_of(settings.begin(), settings.end(),
                         [&](const Value& setting) { return same_setting(value, setting); });
    };
    if (is_known(wanted)) continue;
    if (!wanted.is_list()) refuse_value(expectation, key, wanted, settings);
    for (const Value& one : wanted.list())
      if (!is_known(one)) refuse_value(expectation, key, one, settings);
  }
}

std::string where_text(const Expectation& expectation) {
  std::string result;
  for (const auto& [key, value] : expectation.where)
    result += (result.empty() ? "" : ", ") + key + ": " + value_text(value);
  return result.empty() ? "all runs" : result;
}

}  // namespace logitbench
