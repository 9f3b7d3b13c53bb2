#include "core/record/journal_events.h"

#include <algorithm>
#include <stdexcept>

#include "core/record/epoch_line.h"
#include "core/record/value_json.h"

namespace logitbench {

namespace {

// Text from outside (an error's message) may be no UTF-8: that must not cost us the event.
std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

RunStatus status_from_text(const std::string& text) {
  if (const auto status = run_status_from(text)) return *status;
  throw std::runtime_error("unknown status '" + text + "'");
}

Json numbers_json(const std::vector<double>& numbers) {
  Json list = Json::array();
  for (const double number : numbers) list.push_back(json_number(number));
  return list;
}

std::vector<double> numbers_from(const Json& list) {
  std::vector<double> numbers;
  for (const Json& number : list) numbers.push_back(from_json_number(number));
  return numbers;
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
                  {"wall_s", json_number(record.wall_s)},
                  {"values", values}});
}

std::string prediction_json(uint64_t attempt, const Prediction& row) {
  return line_of({{"event", "prediction"},
                  {"attempt", attempt},
                  {"row", row.row},
                  {"label", row.label},
                  {"decision", row.decision},
                  {"probabilities", numbers_json(row.probabilities)},
                  {"loss", json_number(row.loss)},
                  {"logits", numbers_json(row.logits)}});
}

std::string table_json(uint64_t attempt, const ResultTable& table) {
  return line_of({{"event", "table"},
                  {"attempt", attempt},
                  {"split", table.split},
                  {"table", table.name},
                  {"columns", table.columns},
                  {"cells", numbers_json(table.cells)}});
}

std::string run_finished_json(uint64_t attempt, const RunFinished& finished) {
  const RunResult& result = finished.result;
  Json json = {{"event", "run_finished"},
               {"attempt", attempt},
               {"status", to_text(result.status)},
               {"reason", result.reason},
               {"epochs", result.epochs},
               {"samples_per_s", json_number(result.samples_per_s)},
               {"wall_s", json_number(result.wall_s)},
               {"epoch_records", finished.epoch_records},
               {"made_of", made_of_json(finished.made_of)}};
  if (finished.prediction_records > 0)
    json["predictions"] = {{"split", finished.about_predictions.split},
                           {"single_precision", finished.about_predictions.single_precision},
                           {"rows", finished.prediction_records}};
  if (finished.table_records > 0) json["tables"] = finished.table_records;
  if (result.phases_s)
    json["phases_s"] = numbers_json({result.phases_s->begin(), result.phases_s->end()});
  return line_of(json);
}

std::string run_pruned_json(const RunPruned& pruned) {
  return line_of({{"event", "run_pruned"},
                  {"run_id", pruned.run_id},
                  {"at_us", pruned.at_us},
                  {"reason", pruned.reason}});
}

namespace {

PhaseTimes phases_from(const Json& list) {
  const std::vector<double> numbers = numbers_from(list);
  PhaseTimes times{};
  if (numbers.size() != times.size()) throw std::runtime_error("not the phases of this version");
  std::copy(numbers.begin(), numbers.end(), times.begin());
  return times;
}

RunFinished run_finished(const Json& json) {
  RunFinished finished;
  finished.result = {status_from_text(json.at("status")), json.at("reason"), json.at("epochs"),
                     from_json_number(json.at("samples_per_s")),
                     from_json_number(json.at("wall_s"))};
  finished.epoch_records = json.at("epoch_records");
  // Journals of older versions have the facts alone, or nothing of this.
  if (const auto made_of = json.find("made_of"); made_of != json.end())
    finished.made_of = made_of_from(*made_of);
  else if (const auto facts = json.find("facts"); facts != json.end())
    finished.made_of.facts = facts_from(*facts);
  if (const auto predictions = json.find("predictions"); predictions != json.end()) {
    finished.about_predictions.split = predictions->at("split");
    finished.about_predictions.single_precision = predictions->at("single_precision");
    finished.prediction_records = predictions->at("rows");
  }
  if (const auto tables = json.find("tables"); tables != json.end())
    finished.table_records = *tables;
  if (const auto phases = json.find("phases_s"); phases != json.end())
    finished.result.phases_s = phases_from(*phases);
  return finished;
}

ResultTable result_table(const Json& json) {
  ResultTable table{json.at("split"), json.at("table"), json.at("columns"),
                    numbers_from(json.at("cells"))};
  if (table.columns.empty() || table.cells.size() % table.columns.size() != 0)
    throw std::runtime_error("a table without whole rows");
  return table;
}

}  // namespace

JournalEvent parse_event(std::string_view text) {
  if (auto line = read_epoch_line(text)) return {line->attempt, std::move(line->record)};
  const Json json = Json::parse(text);
  const std::string event = json.at("event");
  if (event == "run_pruned")
    return {0, RunPruned{json.at("run_id"), json.at("at_us"), json.at("reason")}};
  JournalEvent parsed{json.at("attempt"), {}};
  if (event == "run_started") {
    parsed.what = RunStarted{json.at("run_id"), json.at("at_us")};
  } else if (event == "epoch") {
    EpochRecord record{json.at("epoch"), json.at("step"), {}};
    // Journals of older versions do not say.
    if (const auto wall_s = json.find("wall_s"); wall_s != json.end())
      record.wall_s = from_json_number(*wall_s);
    for (const Json& value : json.at("values"))
      record.values.push_back({value.at(0), value.at(1), from_json_number(value.at(2))});
    parsed.what = std::move(record);
  } else if (event == "prediction") {
    parsed.what = Prediction{json.at("row"),
                             json.at("label"),
                             json.at("decision"),
                             numbers_from(json.at("probabilities")),
                             from_json_number(json.at("loss")),
                             numbers_from(json.at("logits"))};
  } else if (event == "table") {
    parsed.what = result_table(json);
  } else if (event == "run_finished") {
    parsed.what = run_finished(json);
  } else {
    throw std::runtime_error("unknown event '" + event + "'");
  }
  return parsed;
}

}  // namespace logitbench
