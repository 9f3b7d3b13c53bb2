// For tests of configs: files in a folder of the test's own, and what a call throws.
#pragma once

#include <filesystem>
#include <string>

#include <logitbench/error.h>
#include <logitbench_testing/temporary_folder.h>

#include "core/config/yaml_reader.h"

namespace logitbench {

class ConfigFolder {
 public:
  const std::filesystem::path& path() const { return folder_.path(); }
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    const std::filesystem::path file = path() / name;
    std::filesystem::create_directories(file.parent_path());
    write_text(file, text);
    return file;
  }

 private:
  TemporaryFolder folder_;
};

// The message of the ConfigError that the call throws, each `folder` in it taken out; "(no error)"
// if it throws none.
template <class Call>
std::string config_error(Call&& call, const std::string& folder = "") {
  try {
    call();
  } catch (const ConfigError& error) {
    std::string message = error.what();
    for (size_t at; !folder.empty() && (at = message.find(folder + "/")) != std::string::npos;)
      message.erase(at, folder.size() + 1);
    return message;
  }
  return "(no error)";
}

// What `read` makes of a section that is the whole of c.yaml; it takes a pointer to the node.
template <class Read>
auto read_section(const std::string& yaml, Read&& read) {
  const ConfigFolder folder;
  const ConfigNode node = read_yaml_file(folder.write("c.yaml", yaml));
  return read(&node);
}

}  // namespace logitbench
