#include "core/record/manifest.h"

#include <fstream>

#include "core/record/results_folder.h"
#include "core/record/whole_file.h"

namespace logitbench {

namespace {

constexpr int kIndent = 1;

std::string dump(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::string compiler() {
#if defined(__clang__)
  return "Clang " __clang_version__;
#else
  return "GCC " __VERSION__;
#endif
}

// Discarded (of no kind) where there is none.
Json read_manifest(const std::filesystem::path& folder) {
  std::ifstream file(folder / kManifestFile);
  return Json::parse(file, nullptr, false);
}

// run_id -> what an earlier manifest says that the run is made of.
std::map<std::string, Json> made_of_earlier(const Json& earlier) {
  std::map<std::string, Json> result;
  if (!earlier.is_object()) return result;
  const auto runs = earlier.find("runs");
  if (runs == earlier.end() || !runs->is_array()) return result;
  for (const Json& run : *runs)
    if (run.is_object() && run.contains("made_of") && run.contains("run_id") &&
        run["run_id"].is_string())
      result[run["run_id"]] = run["made_of"];
  return result;
}

Json runs_json(const Plan& plan, const ManifestFacts& facts, const Json& earlier) {
  std::map<std::string, Json> made_of = made_of_earlier(earlier);
  for (const auto& [run_id, known] : facts.made_of) made_of[run_id] = made_of_json(known);
  Json runs = Json::array();
  for (const Run& run : plan.runs) {
    Json config = to_json(run.resolved);
    const std::string hash = facts.sha256(dump(config, -1));
    runs.push_back({{"run_id", run.run_id},
                    {"config_sha256", hash},
                    {"config", std::move(config)},
                    {"swept", run.swept},
                    {"made_of", made_of[run.run_id]}});
  }
  return runs;
}

Json expectations_json(const Plan& plan) {
  Json expect = Json::array();
  for (const Expectation& expectation : plan.expectations)
    expect.push_back(to_json(expectation.written));
  return expect;
}

// Null where the runs do not compete.
Json stop_json(const Plan& plan) {
  return plan.stop.method ? to_json(competition(plan.stop)) : Json();
}

}  // namespace

Json manifest_json(const Plan& plan, const ManifestFacts& facts, const Json& earlier) {
  Json versions = {{"logitbench", LOGITBENCH_VERSION}, {"compiler", compiler()}};
  versions.update(named_texts_json(facts.versions));
  Json json = {
      {"experiment", plan.experiment}, {"note", plan.note}, {"started", utc_text(facts.started)}};
  json["finished"] = facts.finished ? Json(utc_text(*facts.finished)) : Json();
  json["command_line"] = facts.command_line;
  json["versions"] = std::move(versions);
  json["git"] =
      facts.git ? Json{{"commit", facts.git->commit}, {"dirty", facts.git->dirty}} : Json();
  json["machine"] = {{"cpu", facts.machine.cpu},
                     {"cores", facts.machine.cores},
                     {"memory_bytes", facts.machine.memory_bytes},
                     {"os", facts.machine.os},
                     {"kernel", facts.machine.kernel}};
  json["swept_keys"] = plan.swept_keys;
  json["stop"] = stop_json(plan);
  json["expect"] = expectations_json(plan);
  json["runs"] = runs_json(plan, facts, earlier);
  return json;
}

std::map<std::string, NamedTexts> recorded_data_sha256(const std::filesystem::path& folder) {
  std::map<std::string, NamedTexts> result;
  for (const auto& [run_id, made_of] : made_of_earlier(read_manifest(folder)))
    if (made_of.is_object() && made_of.contains("data_sha256"))
      for (const auto& [split, hash] : made_of["data_sha256"].items())
        if (hash.is_string()) result[run_id].emplace_back(split, hash.get<std::string>());
  return result;
}

void write_manifest(const std::filesystem::path& folder, const Plan& plan,
                    const ManifestFacts& facts) {
  const Json earlier = read_manifest(folder);
  write_whole_file(folder / kManifestFile,
                   dump(manifest_json(plan, facts, earlier), kIndent) + "\n");
}

namespace {

// What of a run's config decides over the tables and is no part of its id.
bool has_target_of(const Json& recorded, const Run& run) {
  if (!recorded.contains("config") || !recorded["config"].is_object()) return false;
  const Value* target = run.resolved.find("target");
  return recorded["config"].value("target", Json()) == (target ? to_json(*target) : Json());
}

}  // namespace

bool manifest_stands(const std::filesystem::path& folder, const Plan& plan) {
  const Json manifest = read_manifest(folder);
  if (!manifest.is_object() || !manifest.contains("finished") ||
      !manifest["finished"].is_string() || !manifest.contains("runs") ||
      !manifest["runs"].is_array() || manifest["runs"].size() != plan.runs.size() ||
      manifest.value("stop", Json()) != stop_json(plan))
    return false;
  for (size_t i = 0; i < plan.runs.size(); ++i) {
    const Json& run = manifest["runs"][i];
    if (!run.is_object() || !run.contains("run_id") || run["run_id"] != plan.runs[i].run_id ||
        !run.contains("swept") || run["swept"] != plan.runs[i].swept ||
        !has_target_of(run, plan.runs[i]))
      return false;
  }
  return true;
}

void keep_expectations(const std::filesystem::path& folder, const Plan& plan) {
  Json manifest = read_manifest(folder);
  Json now = expectations_json(plan);
  if (manifest.contains("expect") && manifest["expect"] == now) return;
  manifest["expect"] = std::move(now);
  write_whole_file(folder / kManifestFile, dump(manifest, kIndent) + "\n");
}

}  // namespace logitbench
