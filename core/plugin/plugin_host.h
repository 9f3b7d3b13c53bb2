// Finds plugins by file name, loads one when it is first asked for, and owns what it registers.
//
// A file is <kind>_<name>.so in a folder of the search path; the first folder that has it wins.
// What does not match this build (ABI version, build tag) is refused with both values in the
// message. Loaded plugins stay loaded. Thread safe.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <logitbench/plugin.h>

namespace logitbench {

enum class PluginKind { dataset, model, loss, optimizer, backend };
inline constexpr PluginKind kPluginKinds[] = {PluginKind::dataset, PluginKind::model,
                                              PluginKind::loss, PluginKind::optimizer,
                                              PluginKind::backend};
const char* to_text(PluginKind kind);

struct PluginListing {
  PluginKind kind;
  std::string name;
  std::filesystem::path file;
  std::string version;      // empty if it did not load
  std::string description;  // of what it registers; empty if it did not load
  std::string error;        // why it did not load
};

class PluginHost {
 public:
  explicit PluginHost(std::vector<std::filesystem::path> search_path);
  ~PluginHost();

  // Null: no such plugin on the search path. Throws PluginError: there is one, and it would not
  // load.
  const DatasetPlugin* dataset(std::string_view name);
  const ModelPlugin* model(std::string_view name);
  const LossPlugin* loss(std::string_view name);
  const OptimizerPlugin* optimizer(std::string_view name);
  const BackendPlugin* backend(std::string_view name);

  // Names of a kind, sorted, from the file names alone.
  std::vector<std::string> names(PluginKind kind) const;
  // Loads everything; a plugin that fails is listed with its reason, and the others go on.
  std::vector<PluginListing> list();
  const std::vector<std::filesystem::path>& search_path() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// --plugin-path, then LOGITBENCH_PLUGIN_PATH, the user's data folder, the program's own plugin
// folder
// (../lib/logitbench/plugins beside the executable's folder). Never the current folder. Throws
// ConfigError for a folder from the command line that is not there.
std::vector<std::filesystem::path> plugin_search_path(
    const std::vector<std::filesystem::path>& from_command_line);

}  // namespace logitbench
