#include "tools/logitbench/report/reported_folder.h"

#include "core/record/results_folder.h"
#include "core/record/whole_file.h"

namespace logitbench {

namespace {

Json read_manifest(const std::filesystem::path& folder) {
  const auto text = read_whole_file(folder / kManifestFile);
  if (!text) return {};
  Json manifest = Json::parse(*text, nullptr, false);
  return manifest.is_object() ? manifest : Json();
}

}  // namespace

std::vector<ReportedFolder> read_reported_folders(const std::vector<ResultsTables>& tables,
                                                  PluginHost& host) {
  std::vector<ReportedFolder> folders;
  for (const ResultsTables& table : tables) {
    ReportedFolder& folder = folders.emplace_back();
    folder.tables = &table;
    folder.check = check_results(table.folder, host);
    // What the checks read and found damaged is not taken for a manifest here.
    if (folder.check.view.recorded) folder.manifest = read_manifest(table.folder);
  }
  return folders;
}

}  // namespace logitbench
