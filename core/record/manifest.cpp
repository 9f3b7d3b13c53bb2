#include "core/record/manifest.h"

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

Json object_of(const NamedTexts& texts) {
  Json object = Json::object();
  for (const auto& [name, text] : texts) object[name] = text;
  return object;
}

Json runs_json(const Plan& plan, const ManifestFacts& facts) {
  Json runs = Json::array();
  for (const Run& run : plan.runs) {
    Json config = to_json(run.resolved);
    const std::string hash = facts.sha256(dump(config, -1));
    runs.push_back(
        {{"run_id", run.run_id}, {"config_sha256", hash}, {"config", std::move(config)}});
  }
  return runs;
}

}  // namespace

Json manifest_json(const Plan& plan, const ManifestFacts& facts) {
  Json versions = {{"logitbench", LOGITBENCH_VERSION}, {"compiler", compiler()}};
  versions.update(object_of(facts.versions));
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
  json["threads"] = facts.threads;
  json["data_sha256"] = object_of(facts.data_sha256);
  json["swept_keys"] = plan.swept_keys;
  json["runs"] = runs_json(plan, facts);
  return json;
}

void write_manifest(const std::filesystem::path& folder, const Plan& plan,
                    const ManifestFacts& facts) {
  write_whole_file(folder / kManifestFile, dump(manifest_json(plan, facts), kIndent) + "\n");
}

}  // namespace logitbench
