#include "core/config/facts.h"

#include <algorithm>

namespace logitbench {

namespace {

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
         (text == "0" || text.front() != '0');
}

// Part by part between dots, <n> and <k> standing for a number; layers count from 1.
bool is_of(std::string_view name, std::string_view declared) {
  while (true) {
    const std::string_view part = name.substr(0, name.find('.'));
    const std::string_view wanted = declared.substr(0, declared.find('.'));
    const bool fits = wanted == "<n>"   ? is_number(part) && part != "0"
                      : wanted == "<k>" ? is_number(part)
                                        : part == wanted;
    if (!fits) return false;
    const bool name_ends = part.size() == name.size();
    const bool declared_ends = wanted.size() == declared.size();
    if (name_ends || declared_ends) return name_ends && declared_ends;
    name.remove_prefix(part.size() + 1);
    declared.remove_prefix(wanted.size() + 1);
  }
}

}  // namespace

std::optional<std::string_view> declared_fact(std::string_view name) {
  for (const FactInfo& fact : kFacts)
    if (is_of(name, fact.name)) return fact.name;
  return std::nullopt;
}

std::vector<std::string> fact_names() {
  std::vector<std::string> names;
  for (const FactInfo& fact : kFacts) names.emplace_back(fact.name);
  return names;
}

}  // namespace logitbench
