// The journal read back: what to keep in memory of each attempt, and the rest of one attempt when
// it is asked for. Files are read line by line, never as a whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "core/record/attempt.h"

namespace logitbench {

struct Journal {
  std::vector<Attempt> attempts;  // by file name, then as started
  std::vector<RunPruned> pruned;  // by file name, then as written
  size_t damaged_lines = 0;
};

// All files of the folder. Throws ResultsError for one that cannot be read.
Journal read_journal(const std::filesystem::path& folder);

// The files by name, and one of them.
std::vector<std::filesystem::path> journal_files(const std::filesystem::path& folder);
Journal read_journal_file(const std::filesystem::path& file);

// What an attempt recorded. Throws ResultsError where its file cannot be read, or no longer holds
// all of it.
using ReadRecords = std::function<AttemptRecords(const Attempt& attempt)>;
AttemptRecords read_records(const Attempt& attempt);

// Of one metric: epoch -> value, as far as the place holds it.
std::map<uint64_t, double> read_values(const JournalPlace& place, std::string_view split,
                                       std::string_view metric);

}  // namespace logitbench
