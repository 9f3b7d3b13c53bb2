#include "tools/logitbench/static_plots/page_words.h"

#include "core/record/tables.h"

namespace logitbench {

std::string joined(const Json& names) {
  std::string text;
  for (const Json& name : names) text += (text.empty() ? "" : ", ") + name.get<std::string>();
  return text;
}

std::string group_name(const Json& group) {
  return group["setting"].empty() ? "all runs" : joined(group["setting"]);
}

std::string with_unit(const Json& page, const std::string& name) {
  for (const Json& series : page["curves"]["series"]) {
    const std::string text = series["name"];
    const bool is_it = name == text || name == std::string(kFinalPrefix) + text ||
                       name == std::string(kBestPrefix) + text || name.starts_with(text + "@");
    if (!is_it) continue;
    if (series["own_unit"]) return name + " (loss's own unit)";
    const std::string unit = series["unit"];
    return unit.empty() ? name : name + " (" + unit + ")";
  }
  return name;
}

}  // namespace logitbench
