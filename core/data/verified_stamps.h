// Remembers which files were hashed and found right, so that a run does not hash 55 MB each time. A
// file with another size or modification time than it had then counts as not yet hashed.
//
// A line of the file `verified` in the cache: sha256 of the plain content, bytes, modification time
// in nanoseconds, absolute path. Losing it costs a second hashing and nothing else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace logitbench {

class VerifiedStamps {
 public:
  VerifiedStamps() = default;  // none, and never saved
  explicit VerifiedStamps(std::filesystem::path cache_folder);

  bool covers(const std::filesystem::path& file, const std::string& sha256) const;
  void add(const std::filesystem::path& file, const std::string& sha256);
  // Writes what was added, if anything was. Atomic. Does nothing where the cache cannot be written.
  void save();

 private:
  struct Stamp {
    std::string sha256;
    uint64_t bytes = 0;
    int64_t modified_ns = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  static bool stamp_of(const std::filesystem::path& file, Stamp& stamp);

  std::filesystem::path folder_;
  std::map<std::string, Stamp> stamps_;
  bool changed_ = false;
};

}  // namespace logitbench
