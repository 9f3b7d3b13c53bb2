// Holds a cache folder for one writer at a time, across threads and processes (flock on its
// `.lock`, which the system releases when a process dies). Readers need none: files appear by
// rename.
#pragma once

#include <filesystem>
#include <functional>

namespace logitbench {

inline constexpr const char* kIncomingPrefix = ".incoming-";  // what a writer has not finished

class CacheLock {
 public:
  // Makes the folder where it is missing, waits for other writers (`on_wait` is called once
  // before), removes what a killed writer left. Throws DataError where the folder cannot be
  // written.
  explicit CacheLock(const std::filesystem::path& folder,
                     const std::function<void()>& on_wait = {});
  ~CacheLock();
  CacheLock(const CacheLock&) = delete;
  CacheLock& operator=(const CacheLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace logitbench
