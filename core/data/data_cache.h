// Where data files lie, and whether they are what they should be.
//
// The cache is $LOGITBENCH_DATA, else $XDG_CACHE_HOME/logitbench/data, else
// ~/.cache/logitbench/data, with a folder per source. Everything here is thread safe and may be
// used by several processes at once.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <logitbench/dataset.h>

#include "core/data/verified_stamps.h"

namespace logitbench {

// Throws DataError where neither variable nor a home is set.
std::filesystem::path cache_folder(const DataSource& source);

enum class FileState { ok, missing, damaged };

struct FileReport {
  std::filesystem::path file;
  FileState state = FileState::missing;
  std::string reason;  // empty if ok
};

// Size, and SHA-256 unless the stamps cover the file.
FileReport check_file(const std::filesystem::path& file, const DataFile& expected,
                      VerifiedStamps& stamps);

// The cached files, in the source's order; `hash_again` does not trust the stamps.
std::vector<FileReport> inspect(const DataSource& source, bool hash_again);

// The folder that holds all files of the source, checked: the user's, if named, else the cache's.
// Where the named folder holds gzipped ones, they are unpacked into the cache, and that is it.
// Throws DataError saying what is wrong with which file, and how to get or supply them.
std::filesystem::path locate(const DataSource& source,
                             const std::optional<std::filesystem::path>& user_folder);

// "put these files, plain or with .gz, into FOLDER: NAME (BYTES bytes), ..."
std::string how_to_supply(const DataSource& source, const std::filesystem::path& folder);

}  // namespace logitbench
