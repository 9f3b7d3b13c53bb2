// Where a command finds the configs that come with the program.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace logitbench {

// The folder given; else configs/<kind> here; else that of the installation. Throws ConfigError,
// beginning with the command's name, where there is none.
std::filesystem::path config_folder(const std::string& command, const std::string& kind,
                                    const std::optional<std::filesystem::path>& given);

// Its *.yaml, by name. Throws ConfigError where it cannot be read or has none.
std::vector<std::filesystem::path> yaml_files(const std::string& command,
                                              const std::filesystem::path& folder);

}  // namespace logitbench
