// Who may write to a results folder: one process alone, or the shards of one sweep together.
//
//   journal/lock            held alone by an ordinary sweep, together by shards
//   journal/shards          held by the shard that begins or ends: these moments are one at a time
//   journal/shard-2-of-3    held by that shard; gone when the last one has ended
#pragma once

#include <filesystem>
#include <optional>

#include "core/record/lock_file.h"
#include "core/sweep/shard.h"

namespace logitbench {

inline constexpr const char* kLockFile = "lock";  // also the mark of a folder that is ours

// Held from construction to destruction; a killed process gives it up.
class FolderLock {
 public:
  // Throws ResultsError where another process holds the folder, with that process's id and host:
  // for an ordinary sweep any other, for a shard an ordinary sweep, the same shard, and one of
  // another count. A shard waits for another one that begins or ends.
  FolderLock(const std::filesystem::path& journal, const std::optional<Shard>& shard);

  // Nobody else may write: true for an ordinary sweep; for a shard that found no other, until
  // let_others_in().
  bool alone() const { return alone_; }

  // Of a shard: lets others begin. What they need to find is there now.
  void let_others_in();

  // Of a shard at its end: whether it is the last, which then holds the folder alone; else it has
  // given the folder up. The last of several that end is always told so.
  bool is_last();

 private:
  std::filesystem::path journal_;
  LockFile folder_;
  std::optional<LockFile> beginning_;  // of a shard, as own_
  std::optional<LockFile> own_;
  bool alone_ = false;
};

}  // namespace logitbench
