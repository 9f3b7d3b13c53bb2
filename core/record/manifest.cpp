#include "core/record/manifest.h"

#include <utility>

#include "core/record/manifest_runs.h"
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

// run_id -> what the manifest says that the run is made of, where `asked` is true of the run.
template <class F>
std::map<std::string, Json> recorded_made_of(const std::filesystem::path& folder, F&& asked) {
  std::map<std::string, Json> result;
  const Json manifest = read_manifest(folder, [&](Json run) {
    if (!run.contains("made_of") || !run.contains("run_id") || !run["run_id"].is_string()) return;
    std::string run_id = run["run_id"];
    if (asked(run_id)) result[std::move(run_id)] = std::move(run["made_of"]);
  });
  if (!manifest.is_object()) result.clear();
  return result;
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

// What of a run's config decides over the tables and is no part of its id.
bool has_target_of(const Json& recorded, const Run& run) {
  if (!recorded.contains("config") || !recorded["config"].is_object()) return false;
  const Value* target = run.resolved.find("target");
  return recorded["config"].value("target", Json()) == (target ? to_json(*target) : Json());
}

// All but the runs.
Json head_json(const Plan& plan, const ManifestFacts& facts) {
  Json versions = {{"logitbench", LOGITBENCH_VERSION}, {"compiler", compiler()}};
  versions.update(named_texts_json(facts.versions));
  Json json = {{"experiment", plan.experiment},
               {"question", plan.question},
               {"note", plan.note},
               {"started", utc_text(facts.started)}};
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
  return json;
}

// The file's text, a run at a time.
class ManifestFile {
 public:
  ManifestFile(const std::filesystem::path& folder, Json head) : file_(folder / kManifestFile) {
    head.erase("runs");
    std::string text = dump(head, kIndent);
    text.resize(text.rfind("\n}"));
    file_.append(text + ",\n \"runs\": [");
  }

  // The first is laid out to be read, each other one is a line.
  void add(Json run) {
    if (std::exchange(any_, true)) {
      file_.append(",\n  " + dump(run, -1));
      return;
    }
    const std::string text = dump({{"runs", {std::move(run)}}}, kIndent);
    const size_t begin = text.find("[\n") + 1, end = text.rfind("\n ]");
    file_.append(std::string_view(text).substr(begin, end - begin));
  }

  void commit() {
    file_.append(any_ ? "\n ]\n}\n" : "]\n}\n");
    file_.commit();
  }

 private:
  WholeFile file_;
  bool any_ = false;
};

}  // namespace

std::map<std::string, NamedTexts> recorded_data_sha256(const std::filesystem::path& folder) {
  std::map<std::string, NamedTexts> result;
  for (const auto& [run_id, made_of] :
       recorded_made_of(folder, [](const std::string&) { return true; }))
    if (made_of.is_object() && made_of.contains("data_sha256"))
      for (const auto& [split, hash] : made_of["data_sha256"].items())
        if (hash.is_string()) result[run_id].emplace_back(split, hash.get<std::string>());
  return result;
}

void write_manifest(const std::filesystem::path& folder, const Plan& plan,
                    const ManifestFacts& facts) {
  std::map<std::string, Json> earlier =
      recorded_made_of(folder, [&](const std::string& run_id) { return !facts.made_of(run_id); });
  ManifestFile file(folder, head_json(plan, facts));
  for (const Run& run : plan.runs) {
    const std::optional<MadeOf> made_of = facts.made_of(run.run_id);
    Json config = to_json(run.resolved);
    Json json = {{"run_id", run.run_id}, {"config_sha256", facts.sha256(dump(config, -1))}};
    json["config"] = std::move(config);
    json["swept"] = run.swept;
    json["made_of"] = made_of ? made_of_json(*made_of) : earlier[run.run_id];
    file.add(std::move(json));
  }
  file.commit();
}

std::optional<Json> standing_manifest(const std::filesystem::path& folder, const Plan& plan) {
  size_t runs = 0;
  bool same = true;
  Json manifest = read_manifest(folder, [&](const Json& run) {
    const size_t i = runs++;
    same = same && i < plan.runs.size() && run.contains("run_id") && run.contains("swept") &&
           run["run_id"] == plan.runs[i].run_id && run["swept"] == plan.runs[i].swept &&
           has_target_of(run, plan.runs[i]);
  });
  if (!manifest.is_object() || !manifest.contains("finished") ||
      !manifest["finished"].is_string() || !same || runs != plan.runs.size() ||
      manifest.value("stop", Json()) != stop_json(plan))
    return std::nullopt;
  return manifest;
}

void keep_expectations(const std::filesystem::path& folder, const Plan& plan, Json standing) {
  Json now = expectations_json(plan);
  if (standing.contains("expect") && standing["expect"] == now) return;
  standing["expect"] = std::move(now);
  ManifestFile file(folder, std::move(standing));
  read_manifest(folder, [&](Json run) { file.add(std::move(run)); });
  file.commit();
}

}  // namespace logitbench
