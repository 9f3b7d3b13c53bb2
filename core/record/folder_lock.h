// One process at a time writes to a results folder.
#pragma once

#include <filesystem>

namespace logitbench {

// Holds the lock from construction to destruction; a killed process gives it up. Throws
// ResultsError where another process holds it, with that process's id and host.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& file);
  ~FolderLock();
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) noexcept;

 private:
  int descriptor_ = -1;
};

}  // namespace logitbench
