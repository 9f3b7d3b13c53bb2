// The journal's events as JSON text, one way and back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/record/journal.h"

namespace logitbench {

std::string run_started_json(uint64_t attempt, const std::string& run_id, int64_t at_us);
std::string epoch_json(uint64_t attempt, const EpochRecord& record);
std::string prediction_json(uint64_t attempt, const Prediction& row);
// `ended` has a result.
std::string run_finished_json(uint64_t attempt, const Attempt& ended);

struct RunStarted {
  std::string run_id;
  int64_t at_us = 0;
};
struct RunFinished {
  RunResult result;
  MadeOf made_of;
  Predictions about_predictions;  // all but the rows
  size_t epoch_records = 0;
  size_t prediction_records = 0;
};
struct JournalEvent {
  uint64_t attempt = 0;
  std::variant<RunStarted, EpochRecord, Prediction, RunFinished> what;
};

// Throws std::exception for what is none of these events.
JournalEvent parse_event(std::string_view json);

}  // namespace logitbench
