#include "core/record/journal_reader.h"

#include <logitbench/error.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <unordered_map>

#include "core/record/journal.h"
#include "core/record/journal_events.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

constexpr const char* kWhatToDo = "; allow reading it, or choose another folder with --out DIR";

// The lines of a journal file, one in memory at a time.
class Lines {
 public:
  explicit Lines(const fs::path& file, uint64_t begin = 0)
      : file_(file), stream_(file, std::ios::binary), end_(begin) {
    if (stream_) stream_.seekg(static_cast<std::streamoff>(begin));
    if (!stream_) throw ResultsError("cannot read " + file_.string() + kWhatToDo);
  }

  bool next() {
    begin_ = end_;
    if (std::getline(stream_, line_)) {
      end_ += line_.size() + (stream_.eof() ? 0 : 1);
      return true;
    }
    if (stream_.bad()) throw ResultsError("cannot read " + file_.string() + kWhatToDo);
    return false;
  }

  const std::string& line() const { return line_; }
  uint64_t begin() const { return begin_; }  // its first byte in the file
  uint64_t end() const { return end_; }      // the byte after its LF

 private:
  const fs::path& file_;
  std::ifstream stream_;
  std::string line_;
  uint64_t begin_ = 0, end_;
};

// Nothing for a line that is damaged, or whole but nothing that this version writes.
std::optional<JournalEvent> event_of(std::string_view line) {
  const auto json = checked_json(line);
  if (!json) return std::nullopt;
  try {
    return parse_event(*json);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

class FileReader {
 public:
  explicit FileReader(const fs::path& file) : file_(std::make_shared<const fs::path>(file)) {}

  Journal read() {
    for (Lines lines(*file_); lines.next();) {
      if (lines.line().empty()) continue;
      if (auto event = event_of(lines.line()))
        take(std::move(*event), lines);
      else
        ++journal_.damaged_lines;
    }
    return std::move(journal_);
  }

 private:
  void take(JournalEvent&& event, const Lines& lines) {
    if (auto* pruned = std::get_if<RunPruned>(&event.what)) {
      journal_.pruned.push_back(std::move(*pruned));
      return;
    }
    if (const auto* started = std::get_if<RunStarted>(&event.what)) {
      index_[event.attempt] = journal_.attempts.size();
      Attempt& attempt = journal_.attempts.emplace_back();
      attempt.run_id = started->run_id;
      attempt.started_us = started->at_us;
      attempt.place = {file_, event.attempt, lines.begin(), lines.end()};
      return;
    }
    const auto found = index_.find(event.attempt);
    if (found == index_.end()) return;  // its start is a damaged line: the attempt is lost
    Attempt& attempt = journal_.attempts[found->second];
    attempt.place.end = lines.end();
    if (const auto* record = std::get_if<EpochRecord>(&event.what))
      attempt.epochs.add(*record);
    else if (std::holds_alternative<Prediction>(event.what))
      ++attempt.prediction_rows;
    else if (std::holds_alternative<ResultTable>(event.what))
      ++attempt.tables;
    else if (auto* finished = std::get_if<RunFinished>(&event.what))
      finish(attempt, std::move(*finished));
  }

  // One of which an event is lost has no result.
  void finish(Attempt& attempt, RunFinished&& finished) {
    if (attempt.epochs.records() != finished.epoch_records ||
        attempt.prediction_rows != finished.prediction_records ||
        attempt.tables != finished.table_records)
      return;
    attempt.result = std::move(finished.result);
    shared_.share(attempt, std::move(finished.made_of));
  }

  const std::shared_ptr<const fs::path> file_;
  Journal journal_;
  SharedParts shared_;
  std::unordered_map<uint64_t, size_t> index_;  // attempt -> its place in journal_.attempts
};

// Whether a line that this version wrote names another attempt: told before it is checked and
// parsed, since between the events of a run those of all that go on beside it may stand.
bool is_of_another(std::string_view line, uint64_t attempt) {
  constexpr std::string_view kKey = "\",\"attempt\":";
  const size_t key = line.substr(0, 64).find(kKey);
  if (key == std::string_view::npos) return false;
  std::string_view number = line.substr(key + kKey.size());
  number = number.substr(0, number.find_first_of(",}"));
  return number != std::to_string(attempt);
}

// Calls f(event) with each event of the attempt that is whole, until it returns false.
template <class F>
void each_event(const JournalPlace& place, F&& f) {
  if (!place.file) return;
  for (Lines lines(*place.file, place.begin); lines.next() && lines.end() <= place.end;) {
    if (is_of_another(lines.line(), place.attempt)) continue;
    auto event = event_of(lines.line());
    if (event && event->attempt == place.attempt && !f(std::move(*event))) return;
  }
}

}  // namespace

std::vector<fs::path> journal_files(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error))
    if (entry->path().extension() == ".jsonl") files.push_back(entry->path());
  if (error) throw ResultsError("cannot read " + folder.string() + ": " + error.message());
  std::sort(files.begin(), files.end());
  return files;
}

Journal read_journal_file(const fs::path& file) { return FileReader(file).read(); }

Journal read_journal(const fs::path& folder) {
  Journal journal;
  for (const fs::path& file : journal_files(folder)) {
    Journal part = read_journal_file(file);
    journal.damaged_lines += part.damaged_lines;
    std::move(part.attempts.begin(), part.attempts.end(), std::back_inserter(journal.attempts));
    std::move(part.pruned.begin(), part.pruned.end(), std::back_inserter(journal.pruned));
  }
  return journal;
}

AttemptRecords read_records(const Attempt& attempt) {
  AttemptRecords records;
  each_event(attempt.place, [&](JournalEvent&& event) {
    if (auto* record = std::get_if<EpochRecord>(&event.what)) {
      records.epochs.push_back(std::move(*record));
    } else if (auto* row = std::get_if<Prediction>(&event.what)) {
      records.predictions.rows.push_back(std::move(*row));
    } else if (auto* table = std::get_if<ResultTable>(&event.what)) {
      records.tables.push_back(std::move(*table));
    } else if (auto* finished = std::get_if<RunFinished>(&event.what)) {
      records.predictions.split = std::move(finished->about_predictions.split);
      records.predictions.single_precision = finished->about_predictions.single_precision;
    }
    // What the end says beside is known: it need not be read again.
    return attempt.prediction_rows > 0 || attempt.tables > 0 ||
           records.epochs.size() < attempt.epochs.records();
  });
  if (records.epochs.size() != attempt.epochs.records() ||
      records.predictions.rows.size() != attempt.prediction_rows ||
      records.tables.size() != attempt.tables)
    throw ResultsError(attempt.place.file->string() + " no longer holds all of run " +
                       attempt.run_id +
                       ": it was changed meanwhile. Run the same command again: what is lost is "
                       "done again");
  return records;
}

std::map<uint64_t, double> read_values(const JournalPlace& place, std::string_view split,
                                       std::string_view metric) {
  std::map<uint64_t, double> values;
  each_event(place, [&](const JournalEvent& event) {
    if (const auto* record = std::get_if<EpochRecord>(&event.what))
      for (const MetricValue& value : record->values)
        if (value.split == split && value.metric == metric) values[record->epoch] = value.value;
    return true;
  });
  return values;
}

}  // namespace logitbench
