#include "core/record/journal_events.h"

#include <stdexcept>

#include "core/record/value_json.h"

namespace logitbench {

namespace {

// Text from outside (an error's message) may be no UTF-8: that must not cost us the event.
std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

RunStatus status_from_text(const std::string& text) {
  for (RunStatus status :
       {RunStatus::queued, RunStatus::running, RunStatus::completed, RunStatus::diverged,
        RunStatus::failed, RunStatus::interrupted, RunStatus::timed_out, RunStatus::pruned})
    if (text == to_text(status)) return status;
  throw std::runtime_error("unknown status '" + text + "'");
}

}  // namespace

std::string run_started_json(uint64_t attempt, const std::string& run_id, int64_t at_us) {
  return line_of(
      {{"event", "run_started"}, {"attempt", attempt}, {"run_id", run_id}, {"at_us", at_us}});
}

std::string epoch_json(uint64_t attempt, const EpochRecord& record) {
  Json values = Json::array();
  for (const MetricValue& value : record.values)
    values.push_back(Json::array({value.split, value.metric, json_number(value.value)}));
  return line_of({{"event", "epoch"},
                  {"attempt", attempt},
                  {"epoch", record.epoch},
                  {"step", record.step},
                  {"values", values}});
}

std::string run_finished_json(uint64_t attempt, const RunResult& result, size_t epoch_records) {
  return line_of({{"event", "run_finished"},
                  {"attempt", attempt},
                  {"status", to_text(result.status)},
                  {"reason", result.reason},
                  {"epochs", result.epochs},
                  {"samples_per_s", json_number(result.samples_per_s)},
                  {"wall_s", json_number(result.wall_s)},
                  {"epoch_records", epoch_records}});
}

JournalEvent parse_event(std::string_view text) {
  const Json json = Json::parse(text);
  const std::string event = json.at("event");
  JournalEvent parsed{json.at("attempt"), {}};
  if (event == "run_started") {
    parsed.what = RunStarted{json.at("run_id"), json.at("at_us")};
  } else if (event == "epoch") {
    EpochRecord record{json.at("epoch"), json.at("step"), {}};
    for (const Json& value : json.at("values"))
      record.values.push_back({value.at(0), value.at(1), from_json_number(value.at(2))});
    parsed.what = std::move(record);
  } else if (event == "run_finished") {
    parsed.what = RunFinished{
        {status_from_text(json.at("status")), json.at("reason"), json.at("epochs"),
         from_json_number(json.at("samples_per_s")), from_json_number(json.at("wall_s"))},
        json.at("epoch_records")};
  } else {
    throw std::runtime_error("unknown event '" + event + "'");
  }
  return parsed;
}

}  // namespace logitbench
