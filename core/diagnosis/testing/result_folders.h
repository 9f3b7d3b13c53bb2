// Results folders for tests, written by the parts that write real ones.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/data/data_cache.h"
#include "core/data/sha256.h"
#include "core/record/manifest.h"
#include "core/record/manifest_runs.h"
#include "core/record/results_folder.h"
#include "core/sweep/expand.h"
#include "core/testing/temporary_folder.h"
#include "core/train/runner.h"

namespace logitbench {

inline PluginHost& test_host() {
  static PluginHost host({LOGITBENCH_PLUGIN_DIR});
  return host;
}

// How a run ends without being trained; nothing: it is trained.
using EndInstead = std::function<std::optional<RunResult>(size_t run)>;

// Runs the config into folder / "r", which is returned. A run that ends as queued is left out.
inline std::filesystem::path write_results(const std::filesystem::path& folder,
                                           const std::string& config,
                                           const EndInstead& instead = {}) {
  write_text(folder / "c.yaml", config);
  const Plan plan = make_plan(folder / "c.yaml", {}, test_host());
  ResultsFolder results(folder / "r", plan, false);
  Runner runner(test_host(), locate);
  std::map<std::string, MadeOf> made_of;
  ManifestFacts facts;
  facts.made_of = [&](const std::string& run_id) -> std::optional<MadeOf> {
    const auto found = made_of.find(run_id);
    return found == made_of.end() ? std::nullopt : std::optional(found->second);
  };
  facts.sha256 = sha256_hex;
  facts.finished = facts.started = std::chrono::system_clock::now();
  const std::atomic<bool> stop = false;
  for (size_t i = 0; i < plan.runs.size(); ++i) {
    const Run& run = plan.runs[i];
    std::optional<RunResult> result = instead ? instead(i) : std::nullopt;
    if (result && result->status == RunStatus::queued) continue;
    Recorder& recorder = results.begin(run);
    if (!result)
      result = runner.run(run.config, recorder, stop, [&](const RunFacts& known) {
        made_of[run.run_id] = {known.threads, known.backend_library, known.data_sha256,
                               known.facts};
      });
    results.end(run, *result);
  }
  results.write_csvs();
  write_manifest(results.path(), plan, facts);
  return results.path();
}

inline void edit_manifest(const std::filesystem::path& folder,
                          const std::function<void(Json&)>& edit) {
  Json manifest = Json::parse(read_text(folder / kManifestFile));
  edit(manifest);
  write_text(folder / kManifestFile, manifest.dump(1) + "\n");
}

// Edits a run's config and gives it the hash that it then has; the other runs keep theirs.
inline void edit_config(const std::filesystem::path& folder, size_t run,
                        const std::function<void(Json&)>& edit) {
  edit_manifest(folder, [&](Json& manifest) {
    Json& recorded = manifest["runs"][run];
    edit(recorded["config"]);
    recorded["config_sha256"] = sha256_hex(recorded["config"].dump());
  });
}

}  // namespace logitbench
