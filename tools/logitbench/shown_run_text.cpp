#include "tools/logitbench/shown_run_text.h"

#include <fmt/format.h>
#include <logitbench/metric.h>

#include <algorithm>
#include <sstream>

#include "core/record/json_member.h"
#include "core/record/number_text.h"
#include "core/record/utc_time.h"
#include "tools/logitbench/begun_process.h"
#include "tools/logitbench/environment_words.h"
#include "tools/logitbench/progress_line.h"
#include "tools/logitbench/report/setting_words.h"
#include "tools/logitbench/text_table.h"
#include "tools/logitbench/text_width.h"

namespace logitbench {

namespace {

constexpr size_t kLogLines = 30;     // of the end of error.log
constexpr size_t kEpochsShown = 12;  // of the course
constexpr size_t kIndent = 13;       // of what stands beside a name

// Names to the left, what they are to the right, over as many lines as it takes.
class Named {
 public:
  Named(size_t columns, std::ostream& out)
      : width_(std::max(columns, 2 * kIndent) - kIndent), out_(out) {}

  void add(const std::string& name, const std::string& text) {
    if (text.empty()) return;
    std::string begin = name;
    begin.resize(kIndent, ' ');
    for (const std::string& line : wrapped_lines(printable(text), width_)) {
      out_ << begin << line << '\n';
      begin.assign(kIndent, ' ');
    }
  }

 private:
  size_t width_;
  std::ostream& out_;
};

std::string status_words(const RunRecord& record) {
  std::string words = to_text(record.status);
  if (record.epochs) words += ", " + counted(*record.epochs, "epoch", "epochs");
  if (record.wall_s) words += ", " + rounded_text(*record.wall_s) + " s";
  if (record.samples_per_s.value_or(0) > 0)
    words += ", " + rate_text(*record.samples_per_s) + " samples/s";
  if (!record.begun) return words;
  words += ", " + process_text(*record.begun);
  if (record.begun->life == Life::dead) words += " died";
  if (record.begun->epoch) words += fmt::format(" after epoch {}", *record.begun->epoch);
  return words;
}

std::string started_words(const RunRecord& record) {
  if (!record.started_us) return "";
  return utc_text(utc_time_of(*record.started_us)) +
         (record.host.empty() ? "" : " on " + record.host);
}

std::string target_words(const ShownRun& run) {
  if (!run.target) return "";
  std::string words = "valid.accuracy " + number_text(*run.target);
  if (run.target_epoch) return words + fmt::format(", reached in epoch {}", *run.target_epoch);
  // Of a run that has come to no epoch nothing can be said, of one without an end not for good.
  if (run.whole.record.series.empty()) return words;
  return words + (run.whole.record.begun ? ", not reached so far" : ", not reached");
}

void print_made_of(const ShownRun& run, Named& named) {
  named.add("made of", made_of_words(run.whole.run));
  for (const RunData& data : data_of(run.whole.run)) {
    std::string words = data.rows ? counted(*data.rows, "row", "rows") : "";
    if (!data.sha256.empty()) words += (words.empty() ? "SHA-256 " : ", SHA-256 ") + data.sha256;
    named.add(data.split, words);
  }
  named.add("program", versions_words(run.whole.manifest));
  named.add("git commit", git_words(run.whole.manifest));
  named.add("machine", machine_words(run.whole.manifest));
}

void print_results(const ShownRun& run, size_t columns, std::ostream& out) {
  const std::vector<ShownMetric> metrics = shown_metrics(run);
  if (metrics.empty()) {
    out << "\nresults: none\n";
    return;
  }
  out << '\n';
  TextTable table({"results", "final", "best"});
  for (const ShownMetric& metric : metrics)
    table.add({printable(metric.name), rounded_text(metric.last),
               metric.best ? rounded_text(*metric.best) : ""});
  table.print(out, columns);
}

// The first, the last, and as many evenly between them as are shown.
std::vector<uint64_t> some_of(const std::vector<uint64_t>& epochs) {
  if (epochs.size() <= kEpochsShown) return epochs;
  std::vector<uint64_t> some;
  for (size_t i = 0; i < kEpochsShown; ++i)
    some.push_back(epochs[i * (epochs.size() - 1) / (kEpochsShown - 1)]);
  return some;
}

void print_course(const RunRecord& record, size_t columns, std::ostream& out) {
  std::vector<uint64_t> epochs;
  std::vector<const RecordedSeries*> shown;
  std::vector<std::string> header = {"epoch"};
  for (const RecordedSeries& series : record.series) {
    for (const auto& [epoch, value] : series.values) epochs.push_back(epoch);
    const bool always =
        std::any_of(kAlwaysRecorded.begin(), kAlwaysRecorded.end(),
                    [&](const MetricInfo& info) { return info.name == series.name.metric; });
    if (!always) continue;
    shown.push_back(&series);
    header.push_back(series.name.split + "." + series.name.metric);
  }
  if (shown.empty()) return;
  std::sort(epochs.begin(), epochs.end());
  epochs.erase(std::unique(epochs.begin(), epochs.end()), epochs.end());
  TextTable table(header);
  for (const uint64_t epoch : some_of(epochs)) {
    std::vector<std::string> row = {std::to_string(epoch)};
    for (const RecordedSeries* series : shown) {
      const auto value =
          std::lower_bound(series->values.begin(), series->values.end(), epoch,
                           [](const auto& one, uint64_t wanted) { return one.first < wanted; });
      row.push_back(value != series->values.end() && value->first == epoch
                        ? rounded_text(value->second)
                        : "");
    }
    table.add(std::move(row));
  }
  out << '\n';
  table.print(out, columns);
}

void print_log(const std::string& log, std::ostream& out) {
  std::vector<std::string> lines;
  std::istringstream text(log);
  for (std::string line; std::getline(text, line);) lines.push_back(std::move(line));
  out << "\nerror.log\n";
  const size_t first = lines.size() > kLogLines ? lines.size() - kLogLines : 0;
  if (first > 0) out << "  (" << counted(first, "line", "lines") << " before)\n";
  for (size_t i = first; i < lines.size(); ++i) out << "  " << printable(lines[i]) << '\n';
}

}  // namespace

void print_shown_run(const ShownRun& run, size_t columns, std::ostream& out) {
  const Json& manifest = run.whole.manifest;
  const RunRecord& record = run.whole.record;
  Named named(columns, out);
  named.add("run", run.run_id);
  named.add("folder", run.folder.string());
  named.add("experiment", text_member(manifest, "experiment"));
  named.add("question", text_member(manifest, "question"));
  named.add("note", text_member(manifest, "note"));
  named.add("status", status_words(record));
  named.add("reason", record.reason);
  named.add("started", started_words(record));
  named.add("target", target_words(run));
  print_made_of(run, named);
  std::string tables;
  for (const std::string& table : record.tables) tables += (tables.empty() ? "" : ", ") + table;
  named.add("tables", tables.empty() ? "" : tables + " (tables.csv)");
  named.add("predictions", run.predictions ? run.predictions->string() : "");
  print_results(run, columns, out);
  print_course(record, columns, out);
  if (run.error_log) print_log(*run.error_log, out);
  out << "\nrepeat it\n";
  if (run.command.empty())
    out << "  not known: " << printable(run.no_command) << '\n';
  else
    out << "  " << printable(run.command) << '\n';
  out << "\nconfig, as `logitbench run FILE --out DIR` takes it\n" << config_yaml(run);
}

}  // namespace logitbench
