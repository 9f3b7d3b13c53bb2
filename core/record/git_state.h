// Which commit a folder's files are from.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace logitbench {

struct GitState {
  std::string commit;
  bool dirty = false;  // a tracked file differs from the commit
};

// Nothing where there is no git, no checkout or no commit. Asks the git program, without a shell.
std::optional<GitState> git_state(const std::filesystem::path& folder);

}  // namespace logitbench
