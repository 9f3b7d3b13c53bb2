#include "core/record/folder_lock.h"

#include <fcntl.h>
#include <logitbench/error.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "core/record/whole_file.h"

namespace logitbench {

namespace {

std::string holder_of(int descriptor) {
  char text[256];
  const ssize_t size = pread(descriptor, text, sizeof text, 0);
  std::string holder(text, size > 0 ? static_cast<size_t>(size) : 0);
  while (!holder.empty() && holder.back() == '\n') holder.pop_back();
  return holder.empty() ? "another process" : holder;
}

void write_holder(int descriptor, const std::filesystem::path& file) {
  char host[256] = {};
  if (gethostname(host, sizeof host - 1) != 0) host[0] = '\0';
  const std::string text = "process " + std::to_string(getpid()) + " on " + host + "\n";
  if (ftruncate(descriptor, 0) != 0 || !write_all(descriptor, text))
    throw_results_error(file, errno);
}

// False where the folder was set aside, with the lock, between our opening and locking the file.
bool still_there(int descriptor, const std::filesystem::path& file) {
  struct stat opened {
  }, named{};
  return fstat(descriptor, &opened) == 0 && stat(file.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& file) {
  descriptor_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) throw_results_error(file, errno);
  try {
    if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) throw_results_error(file, errno);
      throw ResultsError(file.parent_path().parent_path().string() + " is being written by " +
                         holder_of(descriptor_) +
                         "; wait for it to end, or choose another folder with --out DIR");
    }
    if (!still_there(descriptor_, file))
      throw ResultsError(file.parent_path().parent_path().string() +
                         " was set aside by another process just now; run the same command again");
    write_holder(descriptor_, file);
  } catch (...) {
    close(descriptor_);
    throw;
  }
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

}  // namespace logitbench
