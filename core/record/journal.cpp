#include "core/record/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <logitbench/error.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>

#include "core/record/journal_events.h"
#include "core/record/whole_file.h"
#include "core/record/writer_process.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

constexpr size_t kCrcDigits = 8;

std::string crc_digits(std::string_view json) {
  const uLong crc = crc32_z(0, reinterpret_cast<const Bytef*>(json.data()), json.size());
  return fmt::format("{:08x}", crc);
}

}  // namespace

std::string journal_line(std::string_view json) {
  return crc_digits(json) + " " + std::string(json);
}

std::optional<std::string_view> checked_json(std::string_view line) {
  if (line.size() <= kCrcDigits || line[kCrcDigits] != ' ') return std::nullopt;
  const std::string_view json = line.substr(kCrcDigits + 1);
  if (line.substr(0, kCrcDigits) != crc_digits(json)) return std::nullopt;
  return json;
}

JournalWriter::JournalWriter(fs::path folder) : folder_(std::move(folder)) {}

JournalWriter::~JournalWriter() {
  if (descriptor_ >= 0) close(descriptor_);
}

void JournalWriter::create() {
  fs::path file;
  do {
    file = folder_ / journal_file_name(this_writer());
    descriptor_ = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666);
  } while (descriptor_ < 0 && errno == EEXIST);
  if (descriptor_ < 0) throw_results_error(file, errno);
  file_ = std::make_shared<const fs::path>(std::move(file));
}

// Asked of the file: a write that failed may have left a part of its line.
uint64_t JournalWriter::written() const {
  const off_t end = descriptor_ < 0 ? 0 : lseek(descriptor_, 0, SEEK_END);
  if (end < 0) throw_results_error(*file_, errno);
  return static_cast<uint64_t>(end);
}

void JournalWriter::append(std::string_view json) {
  if (descriptor_ < 0) create();
  std::string line = journal_line(json) + "\n";
  // What the torn line has of its own stays behind as a damaged line; this one is whole again.
  if (torn_) line.insert(line.begin(), '\n');
  torn_ = true;
  if (!write_all(descriptor_, line)) throw_results_error(*file_, errno);
  torn_ = false;
}

JournalPlace JournalWriter::run_started(const std::string& run_id) {
  const std::lock_guard lock(mutex_);
  const uint64_t attempt = next_attempt_++;
  const uint64_t begin = written();
  append(run_started_json(attempt, run_id, this_writer().since_us));
  return {file_, attempt, begin, written()};
}

void JournalWriter::epoch(uint64_t attempt, const EpochRecord& record) {
  const std::lock_guard lock(mutex_);
  append(epoch_json(attempt, record));
}

void JournalWriter::predictions(uint64_t attempt, const Predictions& predictions) {
  const std::lock_guard lock(mutex_);
  for (const Prediction& row : predictions.rows) append(prediction_json(attempt, row));
}

void JournalWriter::table(uint64_t attempt, const ResultTable& table) {
  const std::lock_guard lock(mutex_);
  append(table_json(attempt, table));
}

void JournalWriter::run_finished(uint64_t attempt, const RunFinished& finished) {
  const std::lock_guard lock(mutex_);
  append(run_finished_json(attempt, finished));
}

void JournalWriter::run_pruned(const std::string& run_id, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  append(run_pruned_json({run_id, this_writer().since_us, reason}));
}

uint64_t JournalWriter::end() {
  const std::lock_guard lock(mutex_);
  return written();
}

void JournalWriter::sync() {
  const std::lock_guard lock(mutex_);
  if (descriptor_ >= 0 && fsync(descriptor_) != 0) throw_results_error(*file_, errno);
}

}  // namespace logitbench
