// Files that are there whole or not at all.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace logitbench {

// Writes beside the target (same folder, a name of its own that starts with '.' and ends with
// kTemporarySuffix), syncs, and renames over it: a reader sees the old content or the new one,
// never a part. Throws ResultsError, with nothing left beside, if any step fails. Thread safe.
void write_whole_file(const std::filesystem::path& target, std::string_view content);
// The same without syncing, for thousands of files that are made again from others when they are
// lost: after a power cut one may be empty.
void write_whole_file_unsynced(const std::filesystem::path& target, std::string_view content);
inline constexpr std::string_view kTemporarySuffix = ".tmp";

// The same in pieces, for content that is not in memory as a whole: nothing is there before
// commit(), and without it nothing is left.
class WholeFile {
 public:
  explicit WholeFile(std::filesystem::path target);
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  void append(std::string_view piece);
  void commit();
  void commit_unsynced();

 private:
  void write_out();
  void rename_over();

  std::filesystem::path target_, temporary_;
  std::string waiting_;
  int descriptor_ = -1;
};

// The file's bytes; none where it cannot be read to its end.
std::optional<std::string> read_whole_file(const std::filesystem::path& file);

// Like std::filesystem::create_directories, but throws ResultsError.
void create_results_folder(const std::filesystem::path& folder);

// Writes everything to the descriptor, however many writes that takes. False with errno set if one
// fails.
bool write_all(int descriptor, std::string_view content);

// "cannot write results/a/runs.csv: No space left on device; free space ..." for an errno.
[[noreturn]] void throw_results_error(const std::filesystem::path& file, int error);

}  // namespace logitbench
