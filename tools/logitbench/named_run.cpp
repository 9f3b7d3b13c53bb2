#include "tools/logitbench/named_run.h"

#include <logitbench/error.h>

#include <optional>
#include <utility>
#include <vector>

#include "core/config/nearest_name.h"
#include "core/record/manifest_runs.h"
#include "core/record/results_folder.h"
#include "core/record/results_place.h"
#include "core/sweep/run_id.h"
#include "tools/logitbench/progress_line.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

constexpr size_t kRunsShown = 5;

std::string without_slashes_at_end(std::string text) {
  while (text.size() > 1 && text.ends_with('/')) text.pop_back();
  return text;
}

std::string run_in(const std::string& name) {
  const std::string run = without_slashes_at_end(name), before = std::string(kRunsFolder) + "/";
  return run.starts_with(before) ? run.substr(before.size()) : run;
}

std::string lines_of(const std::vector<std::string>& run_ids) {
  std::string lines;
  for (size_t i = 0; i < run_ids.size() && i < kRunsShown; ++i)
    lines += "\n  " + printable(run_ids[i]);
  if (run_ids.size() > kRunsShown)
    lines += "\n  and " + std::to_string(run_ids.size() - kRunsShown) + " more";
  return lines;
}

fs::path folder_above(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

// What one reading of the manifest finds.
class Search {
 public:
  // An empty name: every run is meant.
  explicit Search(std::string name) : name_(std::move(name)) {}

  void look_at(Json run) {
    const auto found = run.find("run_id"), config = run.find("config");
    if (found == run.end() || !found->is_string() || config == run.end() || !config->is_object()) {
      damaged_ = true;
      return;
    }
    std::string run_id = *found;
    if (run_id == name_ && !exact_) exact_ = std::move(run);
    if (run_id.find(name_) != std::string::npos) {
      if (meant_.empty()) first_ = std::move(run);
      meant_.push_back(run_id);
    }
    all_.push_back(std::move(run_id));
  }

  bool damaged() const { return damaged_; }
  const std::vector<std::string>& all() const { return all_; }
  const std::vector<std::string>& meant() const { return meant_; }
  // Null where none or several are meant.
  Json take() {
    if (exact_) return std::move(*exact_);
    return meant_.size() == 1 ? std::move(first_) : Json();
  }

 private:
  const std::string name_;
  std::vector<std::string> all_, meant_;
  std::optional<Json> exact_;
  Json first_;
  bool damaged_ = false;
};

std::string all_runs(const fs::path& folder, const std::vector<std::string>& run_ids) {
  const std::string has = folder.string() + " has ";
  if (run_ids.empty()) return has + "no runs";
  if (run_ids.size() <= kRunsShown)
    return "the runs of " + folder.string() + ":" + lines_of(run_ids);
  return has + std::to_string(run_ids.size()) +
         " runs, which its runs.csv and `logitbench status " + folder.string() + " --json` list";
}

std::string did_you_mean_run(const std::string& name, const std::vector<std::string>& run_ids) {
  std::vector<std::string> known = run_ids;
  for (const std::string& run_id : run_ids) known.emplace_back(hash_of_run_id(run_id));
  return printable(did_you_mean(name, known));
}

NamedRun found_run(const fs::path& folder, const std::string& name, const std::string& command) {
  Search search(name);
  Json manifest = read_manifest(folder, [&](Json run) { search.look_at(std::move(run)); });
  if (!manifest.is_object() || search.damaged())
    throw DataError(command + ": " + (folder / kManifestFile).string() +
                    " is missing or damaged; it says which runs there are, and their configs; see "
                    "`logitbench check " +
                    folder.string() + "`");
  Json run = search.take();
  if (run.is_object()) {
    std::string run_id = run["run_id"];
    return {folder, std::move(run_id), std::move(run), std::move(manifest)};
  }
  const std::vector<std::string>& meant = search.meant();
  if (name.empty())
    throw ConfigError(command + ": " + folder.string() + " names no run, expected one; " +
                      all_runs(folder, search.all()));
  if (meant.empty())
    throw ConfigError(command + ": " + folder.string() + " has no run '" + printable(name) + "'" +
                      did_you_mean_run(name, search.all()) + "; " + all_runs(folder, search.all()));
  throw ConfigError(command + ": '" + printable(name) + "' is in the ids of " +
                    std::to_string(meant.size()) + " runs of " + folder.string() +
                    ", expected enough of one to tell it apart:" + lines_of(meant));
}

}  // namespace

NamedRun find_run(const fs::path& folder, const std::string& name, const std::string& command) {
  refuse_no_results(folder, command);
  const std::string run = run_in(name);
  if (run.empty())
    throw ConfigError(command + ": found no name of a run, expected a run_id or a part of one");
  return found_run(folder, run, command);
}

NamedRun find_run(const std::string& place, const std::string& command) {
  const std::string whole = without_slashes_at_end(place);
  if (holds_results(whole)) return found_run(whole, "", command);
  const fs::path path = whole;
  fs::path folder = folder_above(path);
  if (path.filename() == kRunsFolder && holds_results(folder))
    return found_run(folder, "", command);
  if (!holds_results(folder) && folder.filename() == kRunsFolder) folder = folder_above(folder);
  if (!holds_results(folder)) {
    std::error_code ignored;  // what cannot be looked at is no folder for us
    if (fs::is_directory(path, ignored)) refuse_no_results(path, command);
    if (path.has_parent_path()) refuse_no_results(folder, command);
    throw ConfigError(
        command + ": found '" + printable(place) +
        "', expected DIR/RUN: a folder of results, and in it a run_id or a part of it");
  }
  return find_run(folder, path.filename().string(), command);
}

}  // namespace logitbench
