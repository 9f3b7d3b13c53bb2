#include "core/record/whole_file.h"

#include <fcntl.h>
#include <logitbench/error.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

namespace logitbench {

namespace fs = std::filesystem;

namespace {

std::string what_to_do(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "free some space, or choose another folder with --out DIR";
    case EFBIG:
      return "raise the limit on file sizes (ulimit -f), or choose another folder with --out DIR";
    case EACCES:
    case EPERM:
      return "allow writing to the folder, or choose another one with --out DIR";
    case EROFS:
      return "the file system is read-only; choose another folder with --out DIR";
    case ENOENT:
      return "the folder has been taken away; run the same command again";
    default:
      return "choose another folder with --out DIR";
  }
}

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }
  // Some file systems (NFS) report a full disk only here.
  bool close_checked() {
    const int value = value_;
    value_ = -1;
    return close(value) == 0;
  }

 private:
  int value_;
};

fs::path temporary_beside(const fs::path& target) {
  static std::atomic<unsigned> count{0};
  const std::string name = "." + target.filename().string() + "." + std::to_string(getpid()) + "-" +
                           std::to_string(count++);
  return target.parent_path() / (name + std::string(kTemporarySuffix));
}

void sync_folder(const fs::path& folder) {
  const Descriptor descriptor(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.get() < 0) throw_results_error(folder, errno);
  // EINVAL: a file system that cannot sync folders; the rename is as durable there as it gets.
  if (fsync(descriptor.get()) != 0 && errno != EINVAL) throw_results_error(folder, errno);
}

}  // namespace

void throw_results_error(const fs::path& file, int error) {
  throw ResultsError("cannot write " + file.string() + ": " + std::strerror(error) + "; " +
                     what_to_do(error));
}

bool write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    content.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

void create_results_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw_results_error(folder, error.value());
}

void write_whole_file(const fs::path& target, std::string_view content) {
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  const fs::path temporary = temporary_beside(target);
  Descriptor file(open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (file.get() < 0) throw_results_error(target, errno);
  const bool done = write_all(file.get(), content) && fsync(file.get()) == 0 &&
                    file.close_checked() && rename(temporary.c_str(), target.c_str()) == 0;
  if (!done) {
    const int error = errno;
    unlink(temporary.c_str());
    throw_results_error(target, error);
  }
  sync_folder(folder);
}

std::optional<std::string> read_whole_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string content{std::istreambuf_iterator<char>(stream), {}};
  return stream.bad() ? std::nullopt : std::optional(std::move(content));
}

}  // namespace logitbench
