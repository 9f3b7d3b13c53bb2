#include "core/diagnosis/recorded_plan.h"

#include <logitbench/error.h>

#include <exception>

#include "core/config/identity.h"
#include "core/config/key_path.h"
#include "core/config/read_expect.h"
#include "core/config/read_run.h"
#include "core/config/value_text.h"
#include "core/diagnosis/json_config.h"
#include "core/diagnosis/occurrences.h"
#include "core/record/results_folder.h"
#include "core/sweep/exclusions.h"
#include "core/sweep/match_expectations.h"
#include "core/sweep/run_id.h"

namespace logitbench {

namespace {

Location place_in(const std::string& file, const std::string& part) {
  return {std::make_shared<const ConfigSource>(ConfigSource{file + ": " + part, "/"}), 0, 0};
}

uint64_t seed_of(const Json& config) {
  const auto seed = config.find("seed");
  return seed != config.end() && seed->is_number_unsigned() ? seed->get<uint64_t>() : 0;
}

// What a manifest that does not keep it says of a swept value: a section by its plugin's name.
std::vector<std::string> guessed_swept(const Plan& plan, const Map& resolved) {
  std::vector<std::string> swept;
  for (const std::string& key : plan.swept_keys) {
    const Value* value = find_value(resolved, split_key(key, {}));
    const Value* name = value != nullptr && value->is_map() ? value->map().find("name") : nullptr;
    swept.push_back(value == nullptr ? "" : value_text(name != nullptr ? *name : *value));
  }
  return swept;
}

class PlanReader {
 public:
  PlanReader(std::string file, PluginHost& host, std::vector<Finding>& findings)
      : file_(std::move(file)), schemas_(host), findings_(findings) {}

  RecordedPlan read(const ManifestContent& manifest) {
    result_.plan.experiment = manifest.experiment;
    result_.plan.note = manifest.note;
    result_.plan.swept_keys = manifest.swept_keys;
    for (const ManifestRun& run : manifest.runs) add(run);
    report();
    check_seeds();
    read_expect(manifest);
    return std::move(result_);
  }

 private:
  void add(const ManifestRun& recorded) {
    Run run;
    RecordedRun beside;
    run.run_id = recorded.run_id;
    run.config.seed = seed_of(recorded.config);
    beside.data_sha256 = recorded.data_sha256;
    beside.facts = recorded.facts;
    try {
      ResolvedRun resolved =
          read_run(config_node(recorded.config, place_in(file_, "run " + run.run_id)),
                   result_.plan.experiment, schemas_);
      if (to_json(resolved.resolved) != recorded.config)
        unreadable_.add(run.run_id + ": read again it has other keys or values", run.run_id);
      else
        take(std::move(resolved), run, beside);
    } catch (const std::exception& error) {
      unreadable_.add(error.what(), run.run_id);
    }
    result_.all_readable = result_.all_readable && beside.readable;
    result_.keeps_swept = result_.keeps_swept && recorded.swept;
    run.swept = recorded.swept ? *recorded.swept : guessed_swept(result_.plan, run.resolved);
    result_.index.emplace(run.run_id, result_.plan.runs.size());
    result_.plan.runs.push_back(std::move(run));
    result_.runs.push_back(std::move(beside));
  }

  void take(ResolvedRun resolved, Run& run, RecordedRun& beside) {
    const std::string hash = identity_hash(resolved.identity);
    if (!run.run_id.ends_with("-" + hash))
      other_id_.add(run.run_id + ": its config hashes to " + hash, run.run_id);
    run.config = std::move(resolved.config);
    run.resolved = std::move(resolved.resolved);
    beside.identity = std::move(resolved.identity);
    beside.readable = true;
  }

  void report() {
    unreadable_.report(result_kind("config_unreadable"), file_,
                       "a recorded config is not one that this program and its plugins take: its "
                       "run is checked in part",
                       "check with the version and plugins that wrote it (versions in the "
                       "manifest), or give their folder with --plugin-path",
                       findings_);
    other_id_.report(result_kind("run_id_differs"), file_,
                     "a run's config does not hash to the run's id: one of them was edited",
                     "take the manifest from a copy, or run again into a new folder with --out DIR",
                     findings_);
  }

  void check_seeds() {
    Occurrences repeated;
    std::map<std::string, std::map<uint64_t, std::string>> seen;  // config -> seed -> run_id
    for (size_t i = 0; i < result_.runs.size(); ++i) {
      if (!result_.runs[i].readable) continue;
      const Run& run = result_.plan.runs[i];
      const std::string rest = canonical_text(without(result_.runs[i].identity, "seed"));
      const auto [first, is_new] = seen[rest].try_emplace(run.config.seed, run.run_id);
      if (!is_new)
        repeated.add(run.run_id + " and " + first->second + " both have seed " +
                         std::to_string(run.config.seed),
                     run.run_id);
    }
    repeated.report(result_kind("seed_repeated"), file_,
                    "repeats of one config have the same seed: they are one sample, not several",
                    "run again with seeds that differ: sweep.repeats gives seed, seed + 1, ...",
                    findings_);
  }

  void read_expect(const ManifestContent& manifest) {
    if (!manifest.expect || !result_.keeps_swept) {
      findings_.push_back(make_finding(
          result_kind("manifest_old"), file_,
          "an earlier version wrote the manifest, which keeps less",
          manifest.expect ? "the swept values as written are not there: taken from runs.csv"
                          : "what the config expects is not there: no expectation was checked",
          "run the same command again: it adds what the config expects"));
      if (!manifest.expect) return;
    }
    Plan& plan = result_.plan;
    try {
      ConfigNode list = config_node(Json::array(), place_in(file_, "expect"));
      for (size_t i = 0; i < manifest.expect->size(); ++i)
        list.items.push_back(config_node((*manifest.expect)[i],
                                         place_in(file_, "expect[" + std::to_string(i) + "]")));
      plan.expectations = read_expectations(&list);
      match_expectations(plan, true);
    } catch (const ConfigError& error) {
      plan.expectations.clear();
      findings_.push_back(make_finding(result_kind("expectations_unreadable"), file_,
                                       "what the config expects cannot be read: not checked",
                                       error.what(),
                                       "run the same command again: it writes the manifest anew"));
    }
  }

  std::string file_;
  HostSchemas schemas_;
  std::vector<Finding>& findings_;
  RecordedPlan result_;
  Occurrences unreadable_, other_id_;
};

}  // namespace

std::optional<RecordedPlan> read_recorded_plan(const std::filesystem::path& folder,
                                               PluginHost& host, std::vector<Finding>& findings) {
  const std::optional<ManifestContent> manifest = read_manifest_content(folder, findings);
  if (!manifest) return std::nullopt;
  return PlanReader((folder / kManifestFile).string(), host, findings).read(*manifest);
}

}  // namespace logitbench
