#include "core/data/verified_stamps.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <sstream>

namespace logitbench {

namespace fs = std::filesystem;

namespace {

constexpr const char* kFileName = "verified";

std::string key_of(const fs::path& file) { return fs::absolute(file).lexically_normal().string(); }

}  // namespace

bool VerifiedStamps::stamp_of(const fs::path& file, Stamp& stamp) {
  struct stat status;
  if (stat(file.c_str(), &status) != 0) return false;
  stamp.bytes = static_cast<uint64_t>(status.st_size);
  stamp.modified_ns = int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  return true;
}

VerifiedStamps::VerifiedStamps(fs::path cache_folder) : folder_(std::move(cache_folder)) {
  std::ifstream in(folder_ / kFileName);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    Stamp stamp;
    std::string path;
    if (words >> stamp.sha256 >> stamp.bytes >> stamp.modified_ns && words.get() == ' ' &&
        std::getline(words, path))
      stamps_[path] = stamp;
  }
}

bool VerifiedStamps::covers(const fs::path& file, const std::string& sha256) const {
  const auto found = stamps_.find(key_of(file));
  Stamp now{sha256, 0, 0};
  return found != stamps_.end() && stamp_of(file, now) && found->second == now;
}

void VerifiedStamps::add(const fs::path& file, const std::string& sha256) {
  Stamp stamp{sha256, 0, 0};
  if (!stamp_of(file, stamp)) return;
  Stamp& kept = stamps_[key_of(file)];
  if (kept == stamp) return;
  kept = stamp;
  changed_ = true;
}

void VerifiedStamps::save() {
  if (!changed_ || folder_.empty()) return;
  changed_ = false;
  std::error_code error;  // a cache that cannot be written is hashed again next time
  fs::create_directories(folder_, error);
  static std::atomic<unsigned> count{0};
  const fs::path temporary =
      folder_ / (".verified-" + std::to_string(getpid()) + "-" + std::to_string(count++));
  std::ofstream out(temporary);
  for (const auto& [path, stamp] : stamps_)
    if (Stamp now{stamp.sha256, 0, 0}; stamp_of(path, now) && now == stamp)
      out << stamp.sha256 << ' ' << stamp.bytes << ' ' << stamp.modified_ns << ' ' << path << '\n';
  out.close();
  if (out) fs::rename(temporary, folder_ / kFileName, error);
  if (!out || error) fs::remove(temporary, error);
}

}  // namespace logitbench
