// Listens to a run and writes it to the journal; keeps of it what an Attempt keeps.
#pragma once

#include <logitbench/recorder.h>

#include <filesystem>
#include <string>

#include "core/record/attempt.h"
#include "core/record/journal.h"

namespace logitbench {

// Belongs to the thread that runs the run, but for place(). Throws ResultsError.
class AttemptRecorder final : public Recorder {
 public:
  // Starts the attempt. Predictions go to the folder too, which is created for them.
  AttemptRecorder(JournalWriter& journal, const std::string& run_id, std::filesystem::path folder);

  void on_epoch(const EpochRecord& record) override;
  void on_facts(const Facts& facts) override { finished_.made_of.facts = facts; }
  void on_predictions(const Predictions& predictions) override;
  void on_table(const ResultTable& table) override;

  // What the run is made of: to be set when it is known, and left to be shared after finish().
  MadeOf& made_of() { return finished_.made_of; }

  // Of what has been written so far; from any thread.
  JournalPlace place() const;

  // Ends it: all of the attempt but what it is made of.
  Attempt finish(const RunResult& result);

 private:
  JournalWriter& journal_;
  const JournalPlace begun_;
  const std::filesystem::path folder_;
  Attempt attempt_;
  RunFinished finished_;  // without its result
};

}  // namespace logitbench
