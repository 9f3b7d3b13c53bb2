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
std::string table_json(uint64_t attempt, const ResultTable& table);
std::string run_finished_json(uint64_t attempt, const RunFinished& finished);
std::string run_pruned_json(const RunPruned& pruned);

struct RunStarted {
  std::string run_id;
  int64_t at_us = 0;
};
struct JournalEvent {
  uint64_t attempt = 0;  // none of a RunPruned
  std::variant<RunStarted, EpochRecord, Prediction, ResultTable, RunFinished, RunPruned> what;
};

// Throws std::exception for what is none of these events.
JournalEvent parse_event(std::string_view json);

}  // namespace logitbench
