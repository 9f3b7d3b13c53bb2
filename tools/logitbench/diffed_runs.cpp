#include "tools/logitbench/diffed_runs.h"

#include <map>
#include <set>
#include <system_error>
#include <vector>

#include "core/record/json_member.h"
#include "core/record/manifest_runs.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

Json without_seed(Json config) {
  config.erase("seed");
  return config;
}

// The runs of a folder that have the config of another one but for the seed.
using SeedsById = std::map<std::string, Json>;

std::vector<SeedsById> seeds_of(const fs::path& folder, const std::vector<DiffedRun*>& runs) {
  std::vector<Json> configs;
  for (const DiffedRun* run : runs) configs.push_back(without_seed(run->whole.run.at("config")));
  std::vector<SeedsById> seeds(runs.size());
  read_manifest(folder, [&](Json other) {
    const std::string run_id = text_member(other, "run_id");
    if (run_id.empty() || !member_or_null(other, "config").is_object()) return;
    const Json seed = other["config"].value("seed", Json());
    const Json config = without_seed(std::move(other["config"]));
    for (size_t i = 0; i < runs.size(); ++i)
      if (config == configs[i]) seeds[i][run_id] = seed;
  });
  return seeds;
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
  const std::vector<SeedsById> seeds = seeds_of(folder, runs);
  std::vector<std::string> run_ids;
  for (const DiffedRun* run : runs) run_ids.push_back(run->run_id);
  for (const SeedsById& of_one : seeds)
    for (const auto& [run_id, seed] : of_one) run_ids.push_back(run_id);
  const RecordedRuns recorded(folder, run_ids);
  for (size_t i = 0; i < runs.size(); ++i) {
    runs[i]->whole.record = recorded.record_of(runs[i]->run_id);
    std::set<Json> completed;
    for (const auto& [run_id, seed] : seeds[i])
      if (recorded.status_of(run_id) == RunStatus::completed) completed.insert(seed);
    runs[i]->seeds = completed.size();
  }
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
