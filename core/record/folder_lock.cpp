#include "core/record/folder_lock.h"

#include <logitbench/error.h>

#include <string>
#include <vector>

namespace logitbench {

namespace fs = std::filesystem;

namespace {

constexpr const char* kBeginningFile = "shards";
constexpr const char* kShardPrefix = "shard-";
constexpr const char* kOf = "-of-";

std::vector<fs::path> shard_files(const fs::path& journal) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(journal, error), end; !error && entry != end;
       entry.increment(error))
    if (entry->path().filename().string().starts_with(kShardPrefix)) files.push_back(entry->path());
  return files;
}

// Shards that go on, else whoever wrote into the lock.
std::string holders(const fs::path& journal, const LockFile& lock) {
  std::string shards;
  for (const fs::path& file : shard_files(journal))
    if (LockFile shard(file); !shard.try_together())
      shards += (shards.empty() ? "" : ", ") + shard.holder();
  return shards.empty() ? lock.holder() : shards;
}

[[noreturn]] void refuse(const fs::path& journal, const std::string& holder) {
  throw ResultsError(journal.parent_path().string() + " is being written by " + holder +
                     "; wait for it to end, or choose another folder with --out DIR");
}

// Of so many shards each has other runs than of so many others.
void refuse_other_shares(const fs::path& journal, const Shard& shard) {
  const std::string ending = kOf + std::to_string(shard.count);
  for (const fs::path& path : shard_files(journal))
    if (LockFile file(path); !path.string().ends_with(ending) && !file.try_together())
      refuse(journal, file.holder());
}

}  // namespace

FolderLock::FolderLock(const fs::path& journal, const std::optional<Shard>& shard)
    : journal_(journal), folder_(journal / kLockFile) {
  if (shard) {
    beginning_.emplace(journal / kBeginningFile);
    beginning_->wait_alone();
    own_.emplace(journal / (kShardPrefix + std::to_string(shard->number) + kOf +
                            std::to_string(shard->count)));
    if (!own_->try_alone()) refuse(journal, own_->holder());
    refuse_other_shares(journal, *shard);
    own_->write_holder(" (shard " + to_text(*shard) + ")");
  }
  alone_ = folder_.try_alone();
  if (!alone_ && !(shard && folder_.try_together())) {
    own_.reset();
    refuse(journal, holders(journal, folder_));
  }
  if (!folder_.still_there())
    throw ResultsError(journal.parent_path().string() +
                       " was set aside by another process just now; run the same command again");
  if (alone_) folder_.write_holder();
}

void FolderLock::let_others_in() {
  // Between giving the one up and taking the other an ordinary sweep may have come.
  if (alone_ && !folder_.try_together()) refuse(journal_, folder_.holder());
  alone_ = false;
  beginning_.reset();
}

bool FolderLock::is_last() {
  beginning_.emplace(journal_ / kBeginningFile);
  beginning_->wait_alone();
  alone_ = folder_.try_alone();
  if (alone_) {
    folder_.write_holder();
    std::error_code ignored;  // one that cannot be removed is in nobody's way
    for (const fs::path& file : shard_files(journal_)) fs::remove(file, ignored);
  } else {
    own_.reset();
    beginning_.reset();
  }
  return alone_;
}

}  // namespace logitbench
