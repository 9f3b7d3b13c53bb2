#include "tools/logitbench/report/provenance_part.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/record/dotted_values.h"
#include "tools/logitbench/environment_words.h"
#include "tools/logitbench/report/setting_words.h"

namespace logitbench {

namespace {

class FactList {
 public:
  void add(const std::string& name, const std::string& text) {
    if (!text.empty()) json_.push_back({name, text});
  }
  Json take() { return std::move(json_); }

 private:
  Json json_ = Json::array();
};

// What runs are made of, each different text once with the number of its runs.
void add_made_of(const Json& manifest, FactList& facts) {
  std::map<std::string, std::map<std::string, size_t>> counts;
  size_t runs = 0;
  if (manifest.contains("runs"))
    for (const Json& run : manifest.at("runs")) {
      ++runs;
      if (!run.contains("made_of") || !run["made_of"].is_object()) continue;
      const Json& made_of = run["made_of"];
      ++counts["threads of a run"][plain_member(made_of, "threads")];
      ++counts["backend library"][plain_member(made_of, "backend_library")];
      if (made_of.contains("data_sha256") && made_of["data_sha256"].is_object())
        for (const auto& [split, hash] : made_of["data_sha256"].items())
          ++counts["SHA-256 of the " + split + " data"][plain_text(hash)];
    }
  for (const auto& [name, texts] : counts)
    for (const auto& [text, count] : texts)
      if (!text.empty())
        facts.add(name, texts.size() == 1 && count == runs
                            ? text
                            : text + " (" + counted(count, "run", "runs") + ")");
}

Json shared_settings(const Json& manifest) {
  std::optional<std::map<std::string, Json>> shared;
  if (manifest.contains("runs"))
    for (const Json& run : manifest.at("runs")) {
      if (!run.contains("config")) continue;
      std::map<std::string, Json> flat;
      for (auto& [key, value] : dotted_values(run["config"])) flat[key] = std::move(value);
      if (!shared) {
        shared = std::move(flat);
        continue;
      }
      std::erase_if(*shared, [&](const auto& entry) {
        const auto found = flat.find(entry.first);
        return found == flat.end() || found->second != entry.second;
      });
    }
  Json list = Json::array();
  if (shared)
    for (const auto& [key, value] : *shared)
      if (!value.is_null()) list.push_back({key, plain_text(value)});
  return list;
}

}  // namespace

Json provenance_part(const std::vector<ReportedFolder>& folders) {
  Json list = Json::array();
  for (const ReportedFolder& folder : folders) {
    const Json& manifest = folder.manifest;
    FactList facts;
    facts.add("folder", folder.tables->folder.string());
    if (manifest.is_object()) {
      facts.add("experiment", plain_member(manifest, "experiment"));
      if (manifest.contains("command_line"))
        facts.add("command", command_words(manifest["command_line"]));
      facts.add("started", plain_member(manifest, "started"));
      facts.add("finished", plain_member(manifest, "finished").empty()
                                ? "not yet"
                                : plain_member(manifest, "finished"));
      facts.add("versions", versions_words(manifest));
      facts.add("git commit", git_words(manifest));
      facts.add("machine", machine_words(manifest));
      add_made_of(manifest, facts);
    }
    list.push_back({{"name", folder.tables->name},
                    {"experiment", plain_member(manifest, "experiment")},
                    {"question", plain_member(manifest, "question")},
                    {"note", plain_member(manifest, "note")},
                    {"facts", facts.take()},
                    {"settings", shared_settings(manifest)}});
  }
  return list;
}

}  // namespace logitbench
