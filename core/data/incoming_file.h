// A data file on its way into the cache: taken in pieces from anywhere, checked, and put in its
// place whole or not at all. What comes from outside can neither fill the disk nor replace a good
// file.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <logitbench/dataset.h>

#include "core/data/sha256.h"

namespace logitbench {

// Not thread safe. The folder's CacheLock is held by the caller.
class IncomingFile {
 public:
  // Writes beside the final place, folder / expected.name.
  IncomingFile(const std::filesystem::path& folder, const DataFile& expected);
  ~IncomingFile();  // removes what was not committed
  IncomingFile(const IncomingFile&) = delete;
  IncomingFile& operator=(const IncomingFile&) = delete;

  // The next bytes, plain or gzipped (told by the first two of all). Throws DataError as soon as
  // there are more than expected, the gzip stream is damaged or the disk is full.
  void take(std::string_view bytes);

  // Checks size and SHA-256, syncs, renames. Throws DataError.
  void commit();

 private:
  struct Inflater;
  void unpack(std::string_view bytes);
  void write(const char* bytes, size_t count);

  std::filesystem::path folder_;
  DataFile expected_;
  std::string temporary_;
  int file_ = -1;
  uint64_t taken_ = 0;    // bytes as they came
  uint64_t written_ = 0;  // plain bytes
  std::string start_;     // the first bytes, until two are there to tell gzip by
  bool told_ = false;
  std::unique_ptr<Inflater> inflater_;
  Sha256 hash_;
};

// Copies a plain or gzipped file into the folder, checked. Throws DataError.
void install_file(const std::filesystem::path& from, const std::filesystem::path& folder,
                  const DataFile& expected);

}  // namespace logitbench
