#include "core/diagnosis/check_results.h"

#include "core/diagnosis/result_codes.h"
#include "core/diagnosis/results_place.h"

namespace logitbench {

ResultsCheck check_results(const std::filesystem::path& folder, PluginHost&) {
  refuse_no_results(folder);
  ResultsCheck check;
  if (!std::filesystem::exists(folder / "manifest.json"))
    check.findings.push_back(make_finding("manifest_missing", (folder / "manifest.json").string(),
                                          "manifest.json is not there"));
  return check;
}

}  // namespace logitbench
