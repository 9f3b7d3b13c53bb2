// What a process of one run tells the one that waits for it (isolated_run.h).
#pragma once

#include <string>
#include <string_view>

#include "core/record/value_json.h"
#include "core/train/runner.h"

namespace logitbench {

std::string ready_json(const RunFacts& facts);

// And what that one tells it at first, beside the config.
Json limit_json(const RunLimit& limit);
RunLimit limit_from(const Json& json);

// Passes lines on, as they come in pieces: what is ready, epochs, predictions and tables to whom
// they concern; the result is kept.
class IsolatedEvents {
 public:
  IsolatedEvents(Recorder& recorder, const std::function<void(const RunFacts&)>& on_ready)
      : recorder_(recorder), on_ready_(on_ready) {}

  // Throws ResultsError, and std::exception for what is no event.
  void take(std::string_view piece);

  // None: the process ended without.
  const std::optional<RunResult>& result() const { return result_; }

 private:
  void take_line(std::string_view line);

  Recorder& recorder_;
  const std::function<void(const RunFacts&)>& on_ready_;
  std::string begun_;  // a line whose end has not come yet
  Predictions predictions_;
  std::optional<RunResult> result_;
};

}  // namespace logitbench
