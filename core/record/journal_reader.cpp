#include <logitbench/error.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "core/record/journal_events.h"
#include "core/record/whole_file.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

class FileReader {
 public:
  explicit FileReader(Journal& journal) : journal_(journal) {}

  void line(std::string_view line) {
    const auto json = checked_json(line);
    if (!json) {
      ++journal_.damaged_lines;
      return;
    }
    try {
      event(parse_event(*json));
    } catch (const std::exception&) {  // whole, but nothing that this version writes
      ++journal_.damaged_lines;
    }
  }

 private:
  void event(JournalEvent&& event) {
    if (const auto* started = std::get_if<RunStarted>(&event.what)) {
      index_[event.attempt] = journal_.attempts.size();
      Attempt& attempt = journal_.attempts.emplace_back();
      attempt.run_id = started->run_id;
      attempt.started_us = started->at_us;
      return;
    }
    const auto found = index_.find(event.attempt);
    if (found == index_.end()) return;  // its start is a damaged line: the attempt is lost
    Attempt& attempt = journal_.attempts[found->second];
    if (auto* record = std::get_if<EpochRecord>(&event.what)) {
      attempt.epochs.push_back(std::move(*record));
    } else if (auto* row = std::get_if<Prediction>(&event.what)) {
      attempt.predictions.rows.push_back(std::move(*row));
    } else if (auto* finished = std::get_if<RunFinished>(&event.what)) {
      finish(attempt, std::move(*finished));
    }
  }

  // One of which an event is lost has no result.
  static void finish(Attempt& attempt, RunFinished&& finished) {
    if (attempt.epochs.size() != finished.epoch_records ||
        attempt.predictions.rows.size() != finished.prediction_records)
      return;
    attempt.predictions.split = finished.about_predictions.split;
    attempt.predictions.single_precision = finished.about_predictions.single_precision;
    attempt.made_of = std::move(finished.made_of);
    attempt.result = std::move(finished.result);
  }

  Journal& journal_;
  std::map<uint64_t, size_t> index_;  // attempt -> its place in journal_.attempts
};

std::string content_of(const fs::path& file) {
  std::optional<std::string> content = read_whole_file(file);
  if (!content)
    throw ResultsError("cannot read " + file.string() +
                       "; allow reading it, or choose another folder with --out DIR");
  return std::move(*content);
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

Journal read_journal_file(const fs::path& file) {
  Journal journal;
  FileReader reader(journal);
  const std::string content = content_of(file);
  for (size_t begin = 0; begin < content.size();) {
    const size_t end = std::min(content.find('\n', begin), content.size());
    if (end > begin) reader.line(std::string_view(content).substr(begin, end - begin));
    begin = end + 1;
  }
  return journal;
}

Journal read_journal(const fs::path& folder) {
  Journal journal;
  for (const fs::path& file : journal_files(folder)) {
    Journal part = read_journal_file(file);
    journal.damaged_lines += part.damaged_lines;
    std::move(part.attempts.begin(), part.attempts.end(), std::back_inserter(journal.attempts));
  }
  return journal;
}

}  // namespace logitbench
