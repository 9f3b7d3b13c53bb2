// How far runs are, as the journals of their folder say; asked as they go, nothing is locked.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/record/tables.h"
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

class RunStates {
 public:
  // Reads all files of the folder. Runs have the names that the plan gives them, whatever the
  // journal calls them; without a plan it has no ids. Throws ResultsError for a file that cannot be
  // read.
  RunStates(const std::filesystem::path& journal_folder, const std::vector<std::string>& planned);

  // Of runs that have begun, in that order.
  const std::vector<std::string>& run_ids() const { return order_; }
  RunState state_of(const std::string& run_id) const;
  // Whose records speak for the run: of one that has ended its end, and else what has begun. Null
  // where there is neither. Valid as long as this object.
  const Attempt* attempt_of(const std::string& run_id) const;

 private:
  struct Unended {
    Begun begun;
    Attempt attempt;
  };

  void add_begun(Attempt&& attempt, const std::filesystem::path& file);

  EndedRuns ended_;
  std::map<std::string, Unended> begun_;
  std::vector<std::string> order_;
};

}  // namespace logitbench
