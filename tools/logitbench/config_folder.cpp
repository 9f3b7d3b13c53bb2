#include "tools/logitbench/config_folder.h"

#include <logitbench/error.h>

#include <algorithm>

namespace logitbench {

namespace fs = std::filesystem;

fs::path config_folder(const std::string& command, const std::string& kind,
                       const std::optional<fs::path>& given) {
  std::error_code error;
  if (given) {
    if (!fs::is_directory(*given, error))
      throw ConfigError(command + ": --configs " + given->string() +
                        " is no folder, expected one with configs");
    return *given;
  }
  const fs::path here = fs::path("configs") / kind;
  if (fs::is_directory(here, error)) return here;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  fs::path installed = program.parent_path().parent_path() / "share/logitbench/configs" / kind;
  if (!error && fs::is_directory(installed, error)) return installed;
  throw ConfigError(command + ": found neither " + here.string() + " here nor " +
                    installed.string() +
                    "; go to Logitbench's own folder, or name the configs' "
                    "with --configs DIR");
}

std::vector<fs::path> yaml_files(const std::string& command, const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error))
    if (entry->path().extension() == ".yaml") files.push_back(entry->path());
  if (error)
    throw ConfigError(command + ": cannot read " + folder.string() + ": " + error.message());
  if (files.empty())
    throw ConfigError(command + ": found no *.yaml in " + folder.string() +
                      "; --configs DIR names another folder");
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace logitbench
