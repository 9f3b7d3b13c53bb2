#include "core/record/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "core/record/whole_file.h"
#include "core/record/writer_process.h"

namespace logitbench {

LockFile::LockFile(std::filesystem::path file) : file_(std::move(file)) {
  descriptor_ = open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) throw_results_error(file_, errno);
}

LockFile::~LockFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

LockFile::LockFile(LockFile&& other) noexcept
    : file_(std::move(other.file_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

bool LockFile::lock(int operation) {
  while (flock(descriptor_, operation) != 0) {
    if (errno == EINTR) continue;
    if (errno == EWOULDBLOCK) return false;
    throw_results_error(file_, errno);
  }
  return true;
}

// Whether a lock outlives the vain try for another one depends on the file system.
bool LockFile::try_alone() { return lock(LOCK_EX | LOCK_NB) || (lock(LOCK_UN), false); }
bool LockFile::try_together() { return lock(LOCK_SH | LOCK_NB) || (lock(LOCK_UN), false); }
void LockFile::wait_alone() { lock(LOCK_EX); }

bool LockFile::still_there() const {
  struct stat opened {
  }, named{};
  return fstat(descriptor_, &opened) == 0 && stat(file_.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

void LockFile::write_holder(const std::string& more) {
  const WriterProcess process = this_writer();
  const std::string text =
      "process " + std::to_string(process.pid) + " on " + process.host + more + "\n";
  if (ftruncate(descriptor_, 0) != 0 || lseek(descriptor_, 0, SEEK_SET) != 0 ||
      !write_all(descriptor_, text))
    throw_results_error(file_, errno);
}

std::string LockFile::holder() const {
  char text[512];
  const ssize_t size = pread(descriptor_, text, sizeof text, 0);
  std::string holder(text, size > 0 ? static_cast<size_t>(size) : 0);
  while (!holder.empty() && holder.back() == '\n') holder.pop_back();
  return holder.empty() ? "another process" : holder;
}

}  // namespace logitbench
