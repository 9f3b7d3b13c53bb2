#include "tools/logitbench/report/provenance_part.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "tools/logitbench/report/repeat_command.h"
#include "tools/logitbench/report/setting_words.h"

namespace logitbench {

namespace {

std::string text_of(const Json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>()
                           : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string member(const Json& json, const char* name) {
  return json.is_object() && json.contains(name) ? text_of(json.at(name)) : "";
}

class FactList {
 public:
  void add(const std::string& name, const std::string& text) {
    if (!text.empty()) json_.push_back({name, text});
  }
  Json take() { return std::move(json_); }

 private:
  Json json_ = Json::array();
};

std::string command_text(const Json& manifest) {
  std::string line;
  if (!manifest.contains("command_line")) return line;
  for (const Json& word : manifest.at("command_line"))
    line += (line.empty() ? "" : " ") + shell_quoted(text_of(word));
  return line;
}

std::string git_text(const Json& git) {
  if (!git.is_object()) return "";
  return member(git, "commit") + (member(git, "dirty") == "true" ? ", with local changes" : "");
}

std::string versions_text(const Json& versions) {
  std::string text;
  if (versions.is_object())
    for (const auto& [name, version] : versions.items())
      text += (text.empty() ? "" : ", ") + name + " " + text_of(version);
  return text;
}

std::string machine_text(const Json& machine) {
  if (!machine.is_object()) return "";
  std::string text = member(machine, "cpu") + ", " + member(machine, "cores") + " cores";
  if (machine.contains("memory_bytes") && machine["memory_bytes"].is_number())
    text += fmt::format(", {:.1f} GiB", machine["memory_bytes"].get<double>() / (1u << 30));
  for (const char* more : {"os", "kernel"})
    if (const std::string word = member(machine, more); !word.empty()) text += ", " + word;
  return text;
}

// What runs are made of, each different text once with the number of its runs.
void add_made_of(const Json& manifest, FactList& facts) {
  std::map<std::string, std::map<std::string, size_t>> counts;
  size_t runs = 0;
  if (manifest.contains("runs"))
    for (const Json& run : manifest.at("runs")) {
      ++runs;
      if (!run.contains("made_of") || !run["made_of"].is_object()) continue;
      const Json& made_of = run["made_of"];
      ++counts["threads of a run"][member(made_of, "threads")];
      ++counts["backend library"][member(made_of, "backend_library")];
      if (made_of.contains("data_sha256") && made_of["data_sha256"].is_object())
        for (const auto& [split, hash] : made_of["data_sha256"].items())
          ++counts["SHA-256 of the " + split + " data"][text_of(hash)];
    }
  for (const auto& [name, texts] : counts)
    for (const auto& [text, count] : texts)
      if (!text.empty())
        facts.add(name, texts.size() == 1 && count == runs
                            ? text
                            : text + " (" + counted(count, "run", "runs") + ")");
}

void flatten(const Json& json, const std::string& key, std::map<std::string, Json>& flat) {
  if (json.is_object() && !json.empty())
    for (const auto& [name, value] : json.items())
      flatten(value, key.empty() ? name : key + "." + name, flat);
  else
    flat[key] = json;
}

Json shared_settings(const Json& manifest) {
  std::optional<std::map<std::string, Json>> shared;
  if (manifest.contains("runs"))
    for (const Json& run : manifest.at("runs")) {
      if (!run.contains("config")) continue;
      std::map<std::string, Json> flat;
      flatten(run["config"], "", flat);
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
      if (!value.is_null()) list.push_back({key, text_of(value)});
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
      facts.add("experiment", member(manifest, "experiment"));
      facts.add("command", command_text(manifest));
      facts.add("started", member(manifest, "started"));
      facts.add("finished",
                member(manifest, "finished").empty() ? "not yet" : member(manifest, "finished"));
      if (manifest.contains("versions")) facts.add("versions", versions_text(manifest["versions"]));
      if (manifest.contains("git")) facts.add("git commit", git_text(manifest["git"]));
      if (manifest.contains("machine")) facts.add("machine", machine_text(manifest["machine"]));
      add_made_of(manifest, facts);
    }
    list.push_back({{"name", folder.tables->name},
                    {"experiment", member(manifest, "experiment")},
                    {"question", member(manifest, "question")},
                    {"note", member(manifest, "note")},
                    {"facts", facts.take()},
                    {"settings", shared_settings(manifest)}});
  }
  return list;
}

}  // namespace logitbench
