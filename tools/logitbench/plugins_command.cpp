#include "tools/logitbench/plugins_command.h"

#include <fmt/format.h>
#include <logitbench/error.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/config/common_parameters.h"
#include "core/config/nearest_name.h"
#include "tools/logitbench/schema_text.h"
#include "tools/logitbench/text_table.h"

namespace logitbench {

namespace {

using Json = nlohmann::ordered_json;
using Words = std::vector<std::string>;

constexpr const char* kHelp =
    "logitbench plugins list [--json]\n"
    "logitbench plugins describe [KIND] NAME [--json]\n\n"
    "list      every plugin on the search path; one that would not load, with the reason\n"
    "describe  a plugin's parameters: type, bounds, default, unit\n\n"
    "KIND is dataset, model, loss, optimizer or backend; without it every plugin of that name is\n"
    "described. Plugins are searched in --plugin-path DIR, LOGITBENCH_PLUGIN_PATH, the user's "
    "data\n"
    "folder and the program's own plugin folder.\n\n"
    "Example:\n"
    "  logitbench plugins describe optimizer sgd\n";

// True where the word was there; it is taken out.
bool take(Words& words, const std::string& word) { return std::erase(words, word) > 0; }

std::string dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

int list(PluginHost& host, bool as_json, std::ostream& out) {
  const std::vector<PluginListing> listings = host.list();
  if (as_json) {
    Json json = Json::array();
    for (const PluginListing& l : listings) {
      Json entry = {{"kind", to_text(l.kind)}, {"name", l.name}, {"file", l.file.string()}};
      if (l.error.empty())
        entry.update({{"version", l.version}, {"description", l.description}});
      else
        entry["error"] = l.error;
      json.push_back(std::move(entry));
    }
    out << dump(json);
    return static_cast<int>(ExitCode::done);
  }
  TextTable table({"kind", "name", "version", "description"});
  size_t failed = 0;
  for (const PluginListing& l : listings) {
    if (!l.error.empty()) ++failed;
    table.add({to_text(l.kind), l.name, l.error.empty() ? l.version : "FAILED",
               l.error.empty() ? l.description : l.error});
  }
  if (!table.empty()) table.print(out);
  if (table.empty()) {
    out << "No plugins found. Searched:\n";
    for (const auto& folder : host.search_path()) out << "  " << folder.string() << '\n';
  }
  if (failed > 0)
    out << '\n' << failed << (failed == 1 ? " plugin" : " plugins") << " would not load.\n";
  return static_cast<int>(ExitCode::done);
}

struct Described {
  PluginKind kind;
  std::string name;
  std::string description;
  const Schema* schema;
};

template <class Plugin>
Described described(PluginKind kind, const Plugin& plugin) {
  return {kind, plugin.name, plugin.description, &plugin.schema};
}

Described find(PluginHost& host, PluginKind kind, const std::string& name) {
  switch (kind) {
    case PluginKind::dataset:
      return described(kind, *host.dataset(name));
    case PluginKind::model:
      return described(kind, *host.model(name));
    case PluginKind::loss:
      return described(kind, *host.loss(name));
    case PluginKind::optimizer:
      return described(kind, *host.optimizer(name));
    case PluginKind::backend:
      return described(kind, *host.backend(name));
  }
  throw std::logic_error("a kind of plugin that is not in kPluginKinds");
}

PluginKind kind_from(const std::string& word) {
  for (PluginKind kind : kPluginKinds)
    if (word == to_text(kind)) return kind;
  throw ConfigError("plugins describe: there is no kind '" + word +
                    "'; expected dataset, model, loss, optimizer or backend");
}

std::vector<Described> find_all(PluginHost& host, const Words& words) {
  const std::string& name = words.back();
  std::vector<PluginKind> kinds(std::begin(kPluginKinds), std::end(kPluginKinds));
  if (words.size() == 2) kinds = {kind_from(words[0])};
  std::vector<Described> found;
  Words known;
  for (PluginKind kind : kinds) {
    const Words names = host.names(kind);
    if (std::find(names.begin(), names.end(), name) != names.end())
      found.push_back(find(host, kind, name));
    known.insert(known.end(), names.begin(), names.end());
  }
  if (found.empty())
    throw ConfigError(
        fmt::format("there is no {} '{}' (`logitbench plugins list` shows them all){}",
                    words.size() == 2 ? words[0] : "plugin", name, did_you_mean(name, known)));
  return found;
}

int describe(PluginHost& host, const Words& words, bool as_json, std::ostream& out) {
  if (words.empty() || words.size() > 2)
    throw ConfigError(
        "plugins describe takes [KIND] NAME; example: logitbench plugins describe loss "
        "cross_entropy");
  const std::vector<Described> all = find_all(host, words);
  if (as_json) {
    Json json = Json::array();
    for (const Described& d : all)
      json.push_back({{"kind", to_text(d.kind)},
                      {"name", d.name},
                      {"description", d.description},
                      {"parameters", schema_json(*d.schema)},
                      {"common_parameters", schema_json(common_parameters(d.kind))}});
    out << dump(json);
    return static_cast<int>(ExitCode::done);
  }
  for (const Described& d : all) {
    if (&d != &all.front()) out << '\n';
    const Schema& common = common_parameters(d.kind);
    out << to_text(d.kind) << ' ' << d.name << " - " << d.description << '\n';
    out << (d.schema->empty() ? "no parameters of its own\n"
                              : "parameters\n" + schema_text(*d.schema));
    if (!common.empty())
      out << "parameters of every " << to_text(d.kind) << '\n' << schema_text(common);
  }
  return static_cast<int>(ExitCode::done);
}

}  // namespace

int plugins_command(const Words& arguments, PluginHost& host, std::ostream& out) {
  Words words = arguments;
  if (take(words, "--help")) {
    out << kHelp;
    return static_cast<int>(ExitCode::done);
  }
  const bool as_json = take(words, "--json");
  for (const std::string& word : words)
    if (word.starts_with('-'))
      throw ConfigError("plugins: unknown option " + word + "; see logitbench plugins --help");
  if (words.empty())
    throw ConfigError("plugins takes list or describe; see logitbench plugins --help");
  const Words rest(words.begin() + 1, words.end());
  if (words[0] == "describe") return describe(host, rest, as_json, out);
  if (words[0] != "list")
    throw ConfigError("plugins: there is no '" + words[0] + "'" +
                      did_you_mean(words[0], {"list", "describe"}) +
                      " (see logitbench plugins --help)");
  if (!rest.empty())
    throw ConfigError("plugins list takes no name, found '" + rest[0] + "'; see plugins describe");
  return list(host, as_json, out);
}

}  // namespace logitbench
