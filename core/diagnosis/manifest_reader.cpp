#include "core/diagnosis/manifest_reader.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "core/config/yaml_reader.h"
#include "core/data/sha256.h"
#include "core/diagnosis/occurrences.h"
#include "core/record/results_folder.h"
#include "core/record/whole_file.h"

namespace logitbench {

namespace {

constexpr const char* kRunAgain =
    "run the same command again, which writes it anew; nothing that is finished is done twice";

struct NotAManifest : std::runtime_error {
  using std::runtime_error::runtime_error;
};

Json parse(const std::string& text) {
  const auto refuse_deep = [](int depth, Json::parse_event_t, Json&) {
    if (depth > kDeepestNesting) throw NotAManifest("nested too deeply");
    return true;
  };
  return Json::parse(text, refuse_deep);
}

const Json& member(const Json& object, const char* key, Json::value_t type, const std::string& of) {
  const auto found = object.find(key);
  if (found == object.end()) throw NotAManifest(of + " has no " + key);
  if (found->type() != type)
    throw NotAManifest(of + ": " + key + " is of another type than a manifest's");
  return *found;
}

std::vector<std::string> texts(const Json& list, const std::string& of) {
  std::vector<std::string> result;
  for (const Json& item : list) {
    if (!item.is_string()) throw NotAManifest(of + " holds something that is no text");
    result.push_back(item);
  }
  return result;
}

// A part of what the run is made of; empty where the manifest does not say.
const Json& made_of_part(const Json& run, const char* part) {
  static const Json kNothing = Json::object();
  const auto made_of = run.find("made_of");
  if (made_of == run.end() || !made_of->is_object()) return kNothing;
  const auto found = made_of->find(part);
  return found != made_of->end() && found->is_object() ? *found : kNothing;
}

NamedTexts data_sha256_of(const Json& run) {
  NamedTexts result;
  for (const auto& [split, hash] : made_of_part(run, "data_sha256").items())
    if (hash.is_string()) result.emplace_back(split, hash.get<std::string>());
  return result;
}

Facts facts_of(const Json& run) {
  Facts facts;
  for (const auto& [name, value] : made_of_part(run, "facts").items())
    if (value.is_number_unsigned()) facts.push_back({name, value.get<uint64_t>()});
  return facts;
}

ManifestRun run_of(const Json& json, const std::string& of, size_t swept_keys) {
  if (!json.is_object()) throw NotAManifest(of + " is no object");
  ManifestRun run;
  run.run_id = member(json, "run_id", Json::value_t::string, of);
  run.config_sha256 = member(json, "config_sha256", Json::value_t::string, of);
  run.config = member(json, "config", Json::value_t::object, of);
  run.data_sha256 = data_sha256_of(json);
  run.facts = facts_of(json);
  if (json.contains("swept")) {
    run.swept = texts(member(json, "swept", Json::value_t::array, of), of + ": swept");
    if (run.swept->size() != swept_keys)
      throw NotAManifest(of + ": swept has " + std::to_string(run.swept->size()) + " values for " +
                         std::to_string(swept_keys) + " swept keys");
  }
  return run;
}

ManifestContent content_of(const Json& json) {
  if (!json.is_object()) throw NotAManifest("it is no object");
  const std::string of = "the manifest";
  ManifestContent content;
  content.experiment = member(json, "experiment", Json::value_t::string, of);
  content.note = member(json, "note", Json::value_t::string, of);
  content.finished = json.contains("finished") && json["finished"].is_string();
  content.swept_keys =
      texts(member(json, "swept_keys", Json::value_t::array, of), of + ": swept_keys");
  const Json& runs = member(json, "runs", Json::value_t::array, of);
  for (size_t i = 0; i < runs.size(); ++i)
    content.runs.push_back(
        run_of(runs[i], "runs[" + std::to_string(i) + "]", content.swept_keys.size()));
  if (json.contains("expect")) content.expect = member(json, "expect", Json::value_t::array, of);
  return content;
}

void check_hashes(const std::vector<ManifestRun>& runs, const std::string& place,
                  std::vector<Finding>& findings) {
  Occurrences differ;
  for (const ManifestRun& run : runs) {
    const std::string hash =
        sha256_hex(run.config.dump(-1, ' ', false, Json::error_handler_t::replace));
    if (hash != run.config_sha256)
      differ.add(run.run_id + ": config_sha256 " + run.config_sha256 + ", its config has " + hash,
                 run.run_id);
  }
  differ.report(result_kind("config_hash_differs"), place,
                "a recorded config is not the one that its hash was taken of: it was edited",
                "take the manifest from a copy, or run again into a new folder with --out DIR",
                findings);
}

void keep_first_of_each(std::vector<ManifestRun>& runs, const std::string& place,
                        std::vector<Finding>& findings) {
  Occurrences repeated;
  std::set<std::string> seen;
  std::erase_if(runs, [&](const ManifestRun& run) {
    if (seen.insert(run.run_id).second) return false;
    repeated.add(run.run_id + " is there again", run.run_id);
    return true;
  });
  repeated.report(result_kind("run_repeated"), place,
                  "a run is planned twice: it would count as two samples", kRunAgain, findings);
}

}  // namespace

std::optional<ManifestContent> read_manifest_content(const std::filesystem::path& folder,
                                                     std::vector<Finding>& findings) {
  const std::filesystem::path file = folder / kManifestFile;
  const std::optional<std::string> text = read_whole_file(file);
  if (!text) {
    findings.push_back(make_finding(
        result_kind("manifest_missing"), file.string(),
        "there is no manifest: which runs were planned, from what and on what is not known",
        "only what the tables show of themselves was checked", kRunAgain));
    return std::nullopt;
  }
  try {
    ManifestContent content = content_of(parse(*text));
    check_hashes(content.runs, file.string(), findings);
    keep_first_of_each(content.runs, file.string(), findings);
    if (!content.finished)
      findings.push_back(make_finding(
          result_kind("not_finished"), file.string(),
          "the experiment has not come to its end: it was killed, or it goes on now",
          "finished is null", "wait for it, or run the same command again, which goes on"));
    return content;
  } catch (const std::exception& error) {
    findings.push_back(make_finding(result_kind("manifest_unreadable"), file.string(),
                                    "the manifest is damaged", error.what(), kRunAgain));
    return std::nullopt;
  }
}

}  // namespace logitbench
