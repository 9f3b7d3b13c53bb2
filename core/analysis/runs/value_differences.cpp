#include "core/analysis/runs/value_differences.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/config/sections.h"

namespace logitbench {

namespace {

std::map<std::string, const Json*> set_values(const DottedValues& values) {
  std::map<std::string, const Json*> set;
  for (const auto& [key, value] : values)
    if (!value.is_null()) set.emplace(key, &value);
  return set;
}

std::string section_of(const std::string& key) { return key.substr(0, key.find('.')); }

}  // namespace

ValueDifferences value_differences(const DottedValues& a, const DottedValues& b) {
  const auto in_a = set_values(a), in_b = set_values(b);
  ValueDifferences result;
  for (const auto& [key, value] : a) {
    if (value.is_null()) continue;
    const auto other = in_b.find(key);
    if (other == in_b.end())
      result.differ.push_back({key, value, std::nullopt});
    else if (*other->second == value)
      ++result.same;
    else
      result.differ.push_back({key, value, *other->second});
  }
  for (const auto& [key, value] : b)
    if (!value.is_null() && !in_a.contains(key))
      result.differ.push_back({key, std::nullopt, value});
  return result;
}

std::vector<std::string> what_differs(const std::vector<ValueDifference>& differ) {
  std::set<std::string> other_plugin;
  for (const ValueDifference& one : differ) {
    const std::string section = section_of(one.key);
    if (plugin_section(section) && one.key == section + ".name") other_plugin.insert(section);
  }
  std::vector<std::string> names;
  for (const ValueDifference& one : differ) {
    const std::string section = section_of(one.key);
    const std::string& name = other_plugin.contains(section) ? section : one.key;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

}  // namespace logitbench
