#include "core/record/results_place.h"

#include <logitbench/error.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/record/journal_reader.h"
#include "core/record/results_folder.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

constexpr const char* kOurs[] = {kManifestFile, kRunsFile, kCurvesFile, kJournalFolder};
constexpr const char* kExpected =
    "expected a folder that logitbench run wrote, with manifest.json, runs.csv and curves.csv";
constexpr size_t kFoldersShown = 5;

// The folders below it that do: --out of several configs holds one for each.
std::vector<std::string> folders_with_results(const fs::path& folder) {
  std::vector<std::string> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error))
    if (holds_results(entry->path())) found.push_back(entry->path().string());
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

bool holds_results(const fs::path& folder) {
  std::error_code ignored;  // what cannot be looked at is not there for us
  return std::any_of(std::begin(kOurs), std::end(kOurs),
                     [&](const char* name) { return fs::exists(folder / name, ignored); });
}

bool has_journal(const fs::path& folder) {
  std::error_code ignored;  // what cannot be looked at is not there for us
  if (!fs::is_directory(folder / kJournalFolder, ignored)) return false;
  return !journal_files(folder / kJournalFolder).empty() ||
         !fs::exists(folder / kRunsFile, ignored);
}

void refuse_no_results(const fs::path& folder, const std::string& command) {
  const std::string shown = command + ": " + folder.string();
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (status.type() == fs::file_type::not_found)
    throw ConfigError(shown + " is not there; " + kExpected);
  if (error) throw ConfigError(shown + " cannot be looked at: " + error.message());
  if (status.type() != fs::file_type::directory)
    throw ConfigError(shown + " is not a folder; " + kExpected);
  if (holds_results(folder)) return;
  const std::vector<std::string> below = folders_with_results(folder);
  if (!below.empty()) {
    std::string message = shown + " holds folders of results; name one of them:";
    for (size_t i = 0; i < below.size() && i < kFoldersShown; ++i) message += "\n  " + below[i];
    if (below.size() > kFoldersShown)
      message += "\n  and " + std::to_string(below.size() - kFoldersShown) + " more";
    throw ConfigError(message);
  }
  const bool empty = fs::is_empty(folder, error);
  if (error) throw ConfigError(shown + " cannot be read: " + error.message());
  throw ConfigError(shown + (empty ? " is empty; " : " holds no results; ") + kExpected);
}

}  // namespace logitbench
