// `logitbench status DIR`: how far the runs are, as they go. Reads the manifest and the journals;
// locks nothing and changes nothing.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/record/journal_reader.h"
#include "core/record/writer_process.h"

namespace logitbench {

// An execution of a run that has no end in its journal.
struct Begun {
  WriterProcess process;
  Life life = Life::lives;
  int64_t started_us = 0;       // since 1970
  int64_t last_written_us = 0;  // of the process's journal
  std::optional<uint64_t> epoch;
};

struct RunState {
  std::string run_id;
  RunStatus status = RunStatus::queued;
  std::string reason;  // of one that did not end well
  // Running: by whom. Queued or ended otherwise than finished: the process that had begun it again
  // and is dead.
  std::optional<Begun> begun;
};

struct ResultsStatus {
  std::string experiment;
  bool planned = true;         // false: there is no manifest to go by, only runs that have begun
  std::vector<RunState> runs;  // in plan order

  size_t count(RunStatus status) const;
};

// Throws ConfigError where the folder is none, holds no results, or has no journal; ResultsError
// for a journal that cannot be read.
ResultsStatus results_status(const std::filesystem::path& folder);

}  // namespace logitbench
