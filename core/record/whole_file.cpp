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
#include <utility>

namespace logitbench {

namespace fs = std::filesystem;

namespace {

constexpr size_t kPieceBytes = size_t{1} << 18;  // few writes, little memory

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
      return "its folder is not there, or not any more: make it, and run the same command again";
    default:
      return "choose another folder with --out DIR";
  }
}

fs::path temporary_beside(const fs::path& target) {
  static std::atomic<unsigned> count{0};
  const std::string name = "." + target.filename().string() + "." + std::to_string(getpid()) + "-" +
                           std::to_string(count++);
  return target.parent_path() / (name + std::string(kTemporarySuffix));
}

void sync_folder(const fs::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) throw_results_error(folder, errno);
  const int error = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  // EINVAL: a file system that cannot sync folders; the rename is as durable there as it gets.
  if (error != 0 && error != EINVAL) throw_results_error(folder, error);
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

WholeFile::WholeFile(fs::path target)
    : target_(std::move(target)), temporary_(temporary_beside(target_)) {
  descriptor_ = open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor_ < 0) throw_results_error(target_, errno);
}

WholeFile::~WholeFile() {
  if (descriptor_ < 0) return;
  close(descriptor_);
  unlink(temporary_.c_str());
}

void WholeFile::append(std::string_view piece) {
  waiting_ += piece;
  if (waiting_.size() >= kPieceBytes) write_out();
}

void WholeFile::write_out() {
  if (!write_all(descriptor_, waiting_)) throw_results_error(target_, errno);
  waiting_.clear();
}

void WholeFile::commit() {
  write_out();
  if (fsync(descriptor_) != 0) throw_results_error(target_, errno);
  rename_over();
  sync_folder(target_.has_parent_path() ? target_.parent_path() : fs::path("."));
}

void WholeFile::commit_unsynced() {
  write_out();
  rename_over();
}

void WholeFile::rename_over() {
  // Some file systems (NFS) report a full disk only when the file is closed.
  const int closed = close(std::exchange(descriptor_, -1));
  if (closed != 0 || rename(temporary_.c_str(), target_.c_str()) != 0) {
    const int error = errno;
    unlink(temporary_.c_str());
    throw_results_error(target_, error);
  }
}

void write_whole_file(const fs::path& target, std::string_view content) {
  WholeFile file(target);
  file.append(content);
  file.commit();
}

void write_whole_file_unsynced(const fs::path& target, std::string_view content) {
  WholeFile file(target);
  file.append(content);
  file.commit_unsynced();
}

std::optional<std::string> read_whole_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string content{std::istreambuf_iterator<char>(stream), {}};
  return stream.bad() ? std::nullopt : std::optional(std::move(content));
}

}  // namespace logitbench
