#include "core/data/data_cache.h"

#include <logitbench/error.h>

#include <cstdlib>

#include "core/data/cache_lock.h"
#include "core/data/incoming_file.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

fs::path data_root() {
  const auto variable = [](const char* name) -> fs::path {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
  };
  if (const fs::path data = variable("LOGITBENCH_DATA"); !data.empty()) return fs::absolute(data);
  // The XDG specification has a relative path ignored.
  if (const fs::path cache = variable("XDG_CACHE_HOME"); cache.is_absolute())
    return cache / "logitbench/data";
  if (const fs::path home = variable("HOME"); home.is_absolute())
    return home / ".cache/logitbench/data";
  throw DataError("there is no place for data: HOME is not set; set LOGITBENCH_DATA to a folder");
}

bool is_there(const fs::path& file) {
  std::error_code error;
  return fs::exists(file, error);
}

fs::path gzipped(const fs::path& file) { return file.string() + ".gz"; }

// All files into the cache, those that are not there yet from `folder`, plain or gzipped.
void unpack_into(const fs::path& cache, const fs::path& folder, const DataSource& source) {
  const CacheLock lock(cache);
  VerifiedStamps stamps(cache);
  for (const DataFile& expected : source.files) {
    const fs::path plain = folder / expected.name;
    const fs::path from = is_there(plain) ? plain : gzipped(plain);
    const fs::path cached = cache / expected.name;
    if (stamps.covers(from, expected.sha256) &&
        check_file(cached, expected, stamps).state == FileState::ok)
      continue;
    try {
      install_file(from, cache, expected);
    } catch (const DataError& error) {
      throw DataError("data source " + source.name + ": " + from.string() + ": " + error.what());
    }
    stamps.add(from, expected.sha256);
    stamps.add(cached, expected.sha256);
  }
  stamps.save();
}

}  // namespace

fs::path cache_folder(const DataSource& source) { return data_root() / source.name; }

FileReport check_file(const fs::path& file, const DataFile& expected, VerifiedStamps& stamps) {
  std::error_code error;
  if (!fs::exists(file, error)) return {file, FileState::missing, "is missing"};
  if (!fs::is_regular_file(file, error)) return {file, FileState::damaged, "is not a regular file"};
  const uint64_t bytes = fs::file_size(file, error);
  if (error) return {file, FileState::damaged, "cannot be read: " + error.message()};
  if (bytes != expected.bytes)
    return {file, FileState::damaged,
            "has " + std::to_string(bytes) + " bytes, expected " + std::to_string(expected.bytes)};
  if (stamps.covers(file, expected.sha256)) return {file, FileState::ok, ""};
  std::string found;
  try {
    found = sha256_hex_of_file(file);
  } catch (const DataError& unreadable) {
    return {file, FileState::damaged, unreadable.what()};
  }
  if (found != expected.sha256)
    return {file, FileState::damaged, "has SHA-256 " + found + ", expected " + expected.sha256};
  stamps.add(file, expected.sha256);
  return {file, FileState::ok, ""};
}

std::vector<FileReport> inspect(const DataSource& source, bool hash_again) {
  const fs::path folder = cache_folder(source);
  VerifiedStamps kept(folder);
  std::vector<FileReport> reports;
  for (const DataFile& expected : source.files) {
    VerifiedStamps none;
    reports.push_back(check_file(folder / expected.name, expected, hash_again ? none : kept));
    if (reports.back().state == FileState::ok) kept.add(reports.back().file, expected.sha256);
  }
  kept.save();
  return reports;
}

fs::path locate(const DataSource& source, const std::optional<fs::path>& user_folder) {
  const fs::path cache = cache_folder(source);
  const fs::path folder = user_folder ? fs::absolute(*user_folder) : cache;
  VerifiedStamps stamps(cache);
  std::string problems;
  bool unpack = false;
  for (const DataFile& expected : source.files) {
    const FileReport report = check_file(folder / expected.name, expected, stamps);
    if (report.state == FileState::missing && is_there(gzipped(report.file)))
      unpack = true;
    else if (report.state != FileState::ok)
      problems += "\n  " + expected.name + " " + report.reason;
  }
  stamps.save();
  if (!problems.empty())
    throw DataError("data source " + source.name + ", looked for in " + folder.string() + ":" +
                    problems + "\nRun `logitbench data fetch " + source.name + "`" +
                    (user_folder ? " and leave out `dir`" : "") + ", or by hand " +
                    how_to_supply(source, folder));
  if (!unpack) return folder;
  unpack_into(cache, folder, source);
  return cache;
}

std::string how_to_supply(const DataSource& source, const fs::path& folder) {
  std::string text = "put these files, plain or with .gz, into " + folder.string() + ": ";
  for (const DataFile& file : source.files)
    text += (&file == &source.files.front() ? "" : ", ") + file.name + " (" +
            std::to_string(file.bytes) + " bytes)";
  return text;
}

}  // namespace logitbench
