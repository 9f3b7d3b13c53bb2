#include "core/record/attempt_recorder.h"

#include <utility>

#include "core/record/results_folder.h"
#include "core/record/tables.h"
#include "core/record/whole_file.h"

namespace logitbench {

AttemptRecorder::AttemptRecorder(JournalWriter& journal, const std::string& run_id,
                                 std::filesystem::path folder)
    : journal_(journal), begun_(journal.run_started(run_id)), folder_(std::move(folder)) {
  attempt_.run_id = run_id;
}

void AttemptRecorder::on_epoch(const EpochRecord& record) {
  journal_.epoch(begun_.attempt, record);
  attempt_.epochs.add(record);
}

void AttemptRecorder::on_predictions(const Predictions& predictions) {
  journal_.predictions(begun_.attempt, predictions);
  finished_.about_predictions = {predictions.split, predictions.single_precision, {}};
  attempt_.prediction_rows = predictions.rows.size();
  create_results_folder(folder_);
  write_whole_file(folder_ / kPredictionsFile, predictions_csv(predictions));
}

void AttemptRecorder::on_table(const ResultTable& table) {
  journal_.table(begun_.attempt, table);
  ++attempt_.tables;
}

JournalPlace AttemptRecorder::place() const {
  JournalPlace place = begun_;
  place.end = journal_.end();
  return place;
}

Attempt AttemptRecorder::finish(const RunResult& result) {
  finished_.result = result;
  finished_.epoch_records = attempt_.epochs.records();
  finished_.prediction_records = attempt_.prediction_rows;
  finished_.table_records = attempt_.tables;
  journal_.run_finished(begun_.attempt, finished_);
  attempt_.place = place();
  attempt_.result = std::move(finished_.result);
  return std::move(attempt_);
}

}  // namespace logitbench
