#include "core/plugin/plugin_host.h"

#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <sstream>
#include <variant>

#include "core/plugin/elf_check.h"

namespace logitbench {

namespace fs = std::filesystem;

const char* to_text(PluginKind kind) {
  constexpr const char* names[] = {"dataset", "model", "loss", "optimizer", "backend"};
  return names[static_cast<int>(kind)];
}

namespace {

using Registered =
    std::variant<DatasetPlugin, ModelPlugin, LossPlugin, OptimizerPlugin, BackendPlugin>;

PluginKind kind_of(const Registered& registered) {
  return static_cast<PluginKind>(registered.index());
}
const std::string& name_of(const Registered& registered) {
  return std::visit([](const auto& plugin) -> const std::string& { return plugin.name; },
                    registered);
}
const std::string& description_of(const Registered& registered) {
  return std::visit([](const auto& plugin) -> const std::string& { return plugin.description; },
                    registered);
}

// What a plugin enrolls waits here until its enrolling has succeeded.
class Pending final : public Registry {
 public:
  void add(DatasetPlugin plugin) override { added.emplace_back(std::move(plugin)); }
  void add(ModelPlugin plugin) override { added.emplace_back(std::move(plugin)); }
  void add(LossPlugin plugin) override { added.emplace_back(std::move(plugin)); }
  void add(OptimizerPlugin plugin) override { added.emplace_back(std::move(plugin)); }
  void add(BackendPlugin plugin) override { added.emplace_back(std::move(plugin)); }
  std::vector<Registered> added;
};

struct Candidate {
  fs::path file;
  std::optional<Registered> registered;
  std::string version;
  std::string error;
};

using Key = std::pair<PluginKind, std::string>;

std::optional<Key> key_from_file_name(const fs::path& file) {
  if (file.extension() != ".so") return std::nullopt;
  const std::string stem = file.stem().string();
  for (PluginKind kind : kPluginKinds) {
    const std::string prefix = std::string(to_text(kind)) + "_";
    if (stem.starts_with(prefix) && stem.size() > prefix.size())
      return Key{kind, stem.substr(prefix.size())};
  }
  return std::nullopt;
}

[[noreturn]] void refuse(const fs::path& file, const std::string& why) {
  throw PluginError("plugin " + file.string() + " would not load: " + why);
}

std::string quoted(const char* text) { return text ? "'" + std::string(text) + "'" : "nothing"; }

const PluginEntry& checked_entry(const fs::path& file) {
  std::error_code not_there;  // a dangling link is no file either
  if (!fs::is_regular_file(file, not_there)) refuse(file, "it is not a file");
  if (const std::string problem = elf_problem(file); !problem.empty()) refuse(file, problem);
  // RTLD_NOW: a missing symbol shows here and not in the middle of a run.
  void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) refuse(file, dlerror());
  auto* entry_point = reinterpret_cast<PluginEntryPoint>(dlsym(handle, kPluginEntrySymbol));
  if (entry_point == nullptr)
    refuse(file, std::string("it has no entry point ") + kPluginEntrySymbol);
  const PluginEntry* entry = entry_point();
  if (entry == nullptr) refuse(file, "its entry point returned null");
  if (entry->size != sizeof(PluginEntry))
    refuse(file, "its entry struct has " + std::to_string(entry->size) + " bytes, this program's " +
                     std::to_string(sizeof(PluginEntry)));
  if (entry->abi_version != LOGITBENCH_ABI_VERSION)
    refuse(file, "it was built for ABI version " + std::to_string(entry->abi_version) +
                     ", this program has " + std::to_string(LOGITBENCH_ABI_VERSION));
  if (entry->build_tag == nullptr || std::strcmp(entry->build_tag, LOGITBENCH_BUILD_TAG) != 0)
    refuse(file, "its build tag is " + quoted(entry->build_tag) + ", this program's is " +
                     quoted(LOGITBENCH_BUILD_TAG) + "; build it with the same toolchain");
  if (entry->enroll == nullptr || entry->version == nullptr || entry->name == nullptr)
    refuse(file, "its entry struct is incomplete");
  return *entry;
}

void load(const Key& key, Candidate& candidate) {
  const PluginEntry& entry = checked_entry(candidate.file);
  if (entry.name != key.second)
    refuse(candidate.file, "it says that it is " + quoted(entry.name) + ", its file name says '" +
                               key.second + "'");
  Pending pending;
  try {
    entry.enroll(pending);
  } catch (const std::exception& error) {
    refuse(candidate.file, std::string("enrolling failed: ") + error.what());
  } catch (...) {
    refuse(candidate.file, "enrolling failed with an exception of unknown type");
  }
  if (pending.added.size() != 1)
    refuse(candidate.file, "it registers " + std::to_string(pending.added.size()) +
                               " things; a plugin file registers exactly one");
  Registered& registered = pending.added.front();
  if (kind_of(registered) != key.first || name_of(registered) != key.second)
    refuse(candidate.file, std::string("it registers ") + to_text(kind_of(registered)) + " '" +
                               name_of(registered) + "', its file name says " + to_text(key.first) +
                               " '" + key.second + "'");
  candidate.version = entry.version;
  candidate.registered = std::move(registered);
}

}  // namespace

struct PluginHost::State {
  std::vector<fs::path> search_path;
  std::mutex mutex;
  std::map<Key, Candidate> candidates;

  Candidate* loaded(PluginKind kind, std::string_view name) {
    const auto found = candidates.find({kind, std::string(name)});
    if (found == candidates.end()) return nullptr;
    Candidate& candidate = found->second;
    if (!candidate.registered && candidate.error.empty()) {
      try {
        load(found->first, candidate);
      } catch (const PluginError& error) {
        candidate.error = error.what();
      }
    }
    return &candidate;
  }

  template <class Plugin>
  const Plugin* get(PluginKind kind, std::string_view name) {
    const std::lock_guard lock(mutex);
    Candidate* candidate = loaded(kind, name);
    if (candidate == nullptr) return nullptr;
    if (!candidate->error.empty()) throw PluginError(candidate->error);
    return &std::get<Plugin>(*candidate->registered);
  }
};

PluginHost::PluginHost(std::vector<fs::path> search_path) : state_(std::make_unique<State>()) {
  for (const fs::path& folder : search_path) {
    std::error_code ignored;  // a folder of the search path that does not exist holds no plugins
    std::set<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
      files.insert(entry.path());
    for (const fs::path& file : files)
      if (const auto key = key_from_file_name(file))
        state_->candidates.try_emplace(*key, Candidate{file, {}, {}, {}});
  }
  state_->search_path = std::move(search_path);
}

PluginHost::~PluginHost() = default;

const DatasetPlugin* PluginHost::dataset(std::string_view name) {
  return state_->get<DatasetPlugin>(PluginKind::dataset, name);
}
const ModelPlugin* PluginHost::model(std::string_view name) {
  return state_->get<ModelPlugin>(PluginKind::model, name);
}
const LossPlugin* PluginHost::loss(std::string_view name) {
  return state_->get<LossPlugin>(PluginKind::loss, name);
}
const OptimizerPlugin* PluginHost::optimizer(std::string_view name) {
  return state_->get<OptimizerPlugin>(PluginKind::optimizer, name);
}
const BackendPlugin* PluginHost::backend(std::string_view name) {
  return state_->get<BackendPlugin>(PluginKind::backend, name);
}

std::vector<std::string> PluginHost::names(PluginKind kind) const {
  std::vector<std::string> result;
  for (const auto& [key, candidate] : state_->candidates)
    if (key.first == kind) result.push_back(key.second);
  return result;
}

std::vector<PluginListing> PluginHost::list() {
  const std::lock_guard lock(state_->mutex);
  std::vector<PluginListing> result;
  for (const auto& [key, unused] : state_->candidates) {
    const Candidate& candidate = *state_->loaded(key.first, key.second);
    result.push_back({key.first, key.second, candidate.file, candidate.version,
                      candidate.registered ? description_of(*candidate.registered) : "",
                      candidate.error});
  }
  return result;
}

const std::vector<fs::path>& PluginHost::search_path() const { return state_->search_path; }

std::vector<fs::path> plugin_search_path(const std::vector<fs::path>& from_command_line) {
  std::vector<fs::path> result;
  // An empty or relative entry would let the current folder decide what is loaded.
  const auto add = [&](const fs::path& folder) {
    if (folder.is_absolute()) result.push_back(folder);
  };
  for (const fs::path& folder : from_command_line) {
    std::error_code error;  // a folder that cannot be looked at is as good as none
    if (!fs::is_directory(folder, error))
      throw ConfigError("--plugin-path: there is no folder '" + folder.string() + "'");
    add(fs::absolute(folder));
  }
  if (const char* variable = std::getenv("LOGITBENCH_PLUGIN_PATH")) {
    std::istringstream folders(variable);
    for (std::string folder; std::getline(folders, folder, ':');) add(folder);
  }
  // The XDG rules: a relative folder is as if it were not set.
  if (const char* data_home = std::getenv("XDG_DATA_HOME");
      data_home && fs::path(data_home).is_absolute())
    add(fs::path(data_home) / "logitbench/plugins");
  else if (const char* home = std::getenv("HOME"); home && *home)
    add(fs::path(home) / ".local/share/logitbench/plugins");
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) add(program.parent_path().parent_path() / "lib/logitbench/plugins");
  return result;
}

}  // namespace logitbench
