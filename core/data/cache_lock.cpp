#include "core/data/cache_lock.h"

#include <fcntl.h>
#include <logitbench/error.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace logitbench {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const fs::path& folder, const std::string& why) {
  throw DataError("the data cache " + folder.string() + " cannot be written: " + why +
                  "; set LOGITBENCH_DATA to a folder that can");
}

}  // namespace

CacheLock::CacheLock(const fs::path& folder, const std::function<void()>& on_wait) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) refuse(folder, error.message());
  const fs::path lock = folder / ".lock";
  file_ = open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file_ < 0) refuse(folder, std::strerror(errno));
  if (flock(file_, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK && on_wait) on_wait();
    while (flock(file_, LOCK_EX) != 0) {
      if (errno == EINTR) continue;
      const std::string why = std::strerror(errno);
      close(file_);
      refuse(folder, why);
    }
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
    if (entry.path().filename().string().starts_with(kIncomingPrefix)) {
      std::error_code ignored;  // left over, and only in the way of disk space
      fs::remove_all(entry.path(), ignored);
    }
}

CacheLock::~CacheLock() { close(file_); }

}  // namespace logitbench
