#include "tools/logitbench/diffed_runs.h"

#include <set>
#include <system_error>
#include <vector>

#include "core/record/manifest_runs.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

Json without_seed(Json config) {
  config.erase("seed");
  return config;
}

// Of each run, all of this folder, the seeds that its config has there.
void count_seeds(const fs::path& folder, const std::vector<DiffedRun*>& runs) {
  std::vector<Json> configs;
  for (const DiffedRun* run : runs) configs.push_back(without_seed(run->whole.run.at("config")));
  std::vector<std::set<Json>> seeds(runs.size());
  read_manifest(folder, [&](Json other) {
    if (!other.contains("config") || !other["config"].is_object()) return;
    const Json seed = other["config"].value("seed", Json());
    const Json config = without_seed(std::move(other["config"]));
    for (size_t i = 0; i < runs.size(); ++i)
      if (config == configs[i]) seeds[i].insert(seed);
  });
  for (size_t i = 0; i < runs.size(); ++i) runs[i]->seeds = seeds[i].size();
}

DiffedRun named(const std::string& place) {
  NamedRun found = find_run(place, "diff");
  DiffedRun run;
  run.folder = std::move(found.folder);
  run.run_id = std::move(found.run_id);
  run.whole.run = std::move(found.run);
  run.whole.manifest = std::move(found.manifest);
  return run;
}

void read_records(const fs::path& folder, const std::vector<DiffedRun*>& runs) {
  std::vector<std::string> run_ids;
  for (const DiffedRun* run : runs) run_ids.push_back(run->run_id);
  std::vector<RunRecord> records = read_run_records(folder, run_ids);
  for (size_t i = 0; i < runs.size(); ++i) runs[i]->whole.record = std::move(records[i]);
  count_seeds(folder, runs);
}

}  // namespace

DiffedRuns read_diffed_runs(const std::string& a, const std::string& b) {
  DiffedRuns runs{named(a), named(b), false, {}};
  std::error_code ignored;  // both were read: if they cannot be compared they are two
  if (fs::equivalent(runs.a.folder, runs.b.folder, ignored)) {
    runs.are_one = runs.a.run_id == runs.b.run_id;
    read_records(runs.a.folder, {&runs.a, &runs.b});
  } else {
    read_records(runs.a.folder, {&runs.a});
    read_records(runs.b.folder, {&runs.b});
  }
  runs.difference = run_difference(runs.a.whole, runs.b.whole);
  return runs;
}

}  // namespace logitbench
