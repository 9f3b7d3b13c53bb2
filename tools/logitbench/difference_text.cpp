#include "tools/logitbench/difference_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/record/number_text.h"
#include "tools/logitbench/difference_words.h"
#include "tools/logitbench/environment_words.h"
#include "tools/logitbench/progress_line.h"
#include "tools/logitbench/report/setting_words.h"
#include "tools/logitbench/text_table.h"
#include "tools/logitbench/text_width.h"

namespace logitbench {

namespace {

constexpr size_t kHashDigits = 12;

std::string json_text(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string cell_text(const std::string& key, const std::optional<Json>& value,
                      const char* otherwise) {
  if (!value) return otherwise;
  return key == "command_line" && value->is_array() ? command_words(*value) : plain_text(*value);
}

void print_values(const std::vector<ValueDifference>& differ, const char* title,
                  const char* otherwise, size_t columns, std::ostream& out) {
  if (differ.empty()) return;
  TextTable table({title, "a", "b"});
  for (const ValueDifference& one : differ) {
    std::string a = cell_text(one.key, one.a, otherwise), b = cell_text(one.key, one.b, otherwise);
    // "1" and 1 are not the same.
    if (a == b && one.a && one.b) a = json_text(*one.a), b = json_text(*one.b);
    table.add({printable(one.key), printable(a), printable(b)});
  }
  table.print(out, columns);
}

std::string differ_text(const char* what, const ValueDifferences& values) {
  if (values.differ.empty())
    return fmt::format("{}: the same, {}\n", what, counted(values.same, "value", "values"));
  return fmt::format("{}: {} {}, {} the same\n", what,
                     counted(values.differ.size(), "value", "values"),
                     values.differ.size() == 1 ? "differs" : "differ", values.same);
}

void print_data(const RunDifference& difference, size_t columns, std::ostream& out) {
  if (difference.data.empty()) {
    out << "Data: not recorded\n";
    return;
  }
  out << (difference.has_same_data() ? "Data: the same\n" : "Data\n");
  const auto cell = [](const std::optional<RunData>& data) -> std::string {
    if (!data) return "(not recorded)";
    std::string text = data->rows ? counted(*data->rows, "row", "rows") : "";
    if (!data->sha256.empty())
      text += (text.empty() ? "SHA-256 " : ", SHA-256 ") + data->sha256.substr(0, kHashDigits);
    if (!data->of_sha256.empty())
      text += fmt::format(" of {} {}", data->of, data->of_sha256.substr(0, kHashDigits));
    if (data->drawn)
      text += fmt::format(", validation {} drawn with seed {}", number_text(data->drawn->fraction),
                          plain_text(data->drawn->seed));
    return text;
  };
  TextTable table({"split", "a", "b"});
  for (const DataDifference& one : difference.data)
    table.add(
        {one.split, printable(cell(one.a)), one.is_same() ? "the same" : printable(cell(one.b))});
  table.print(out, columns);
}

std::string seconds_text(const std::optional<double>& seconds) {
  return seconds ? rounded_text(*seconds) + " s" : "";
}

std::string rate(const std::optional<double>& per_second) {
  return per_second.value_or(0) > 0 ? rate_text(*per_second) : "";
}

std::string epochs_text(const RunRecord& run) {
  if (run.epochs) return std::to_string(*run.epochs);
  return run.begun && run.begun->epoch ? fmt::format("{} so far", *run.begun->epoch) : "";
}

void print_runs(const DiffedRuns& runs, size_t columns, std::ostream& out) {
  for (const auto& [name, run] : {std::pair("a  ", &runs.a), std::pair("b  ", &runs.b)})
    out << name << printable((run->folder / run->run_id).string()) << '\n';
  out << '\n';
  TextTable table({"", "a", "b"});
  const RunRecord &a = runs.a.whole.record, &b = runs.b.whole.record;
  const auto add = [&](const char* what, const std::string& in_a, const std::string& in_b) {
    if (!in_a.empty() || !in_b.empty()) table.add({what, printable(in_a), printable(in_b)});
  };
  add("status", to_text(a.status), to_text(b.status));
  add("reason", a.reason, b.reason);
  add("epochs", epochs_text(a), epochs_text(b));
  add("time", seconds_text(a.wall_s), seconds_text(b.wall_s));
  add("samples/s", rate(a.samples_per_s), rate(b.samples_per_s));
  table.print(out, columns);
}

std::string number_cell_text(const std::optional<double>& value) {
  return value ? rounded_text(*value) : kMissing;
}

std::string better_cell(const MetricDifference& metric) {
  if (!metric.comparable) return metric.a && metric.b ? "other unit" : "";
  const std::optional<bool> a_is_better = metric.a_is_better();
  return !a_is_better ? "" : *a_is_better ? "a" : "b";
}

void print_paragraph(const std::string& text, size_t columns, std::ostream& out) {
  constexpr size_t kIndent = 2, kNarrowest = 20;
  for (const std::string& line : wrapped_lines(text, std::max(columns, kNarrowest) - kIndent))
    out << std::string(kIndent, ' ') << line << '\n';
}

void print_metrics(const RunDifference& difference, size_t columns, std::ostream& out) {
  if (difference.metrics.empty()) {
    out << "Results: none\n";
    return;
  }
  out << "Results\n";
  TextTable table({"metric", "a", "b", "b - a", "better"});
  for (const MetricDifference& metric : difference.metrics) {
    const std::optional<double> by = metric.difference();
    table.add({printable(metric.name), number_cell_text(metric.a), number_cell_text(metric.b),
               by ? rounded_text(*by) : "", better_cell(metric)});
  }
  table.print(out, columns);
  if (const std::string why = why_not_judged(difference); !why.empty())
    print_paragraph("(neither is called the better one: " + why + ")", columns, out);
}

}  // namespace

void print_difference(const DiffedRuns& runs, size_t columns, std::ostream& out) {
  const RunDifference& difference = runs.difference;
  print_runs(runs, columns, out);
  out << '\n' << differ_text("Config", difference.config);
  print_values(difference.config.differ, "key", "(not set)", columns, out);
  out << '\n' << differ_text("Environment", difference.environment);
  print_values(difference.environment.differ, "what", "(not known)", columns, out);
  const bool of_folders =
      std::any_of(difference.environment.differ.begin(), difference.environment.differ.end(),
                  [](const ValueDifference& one) { return is_of_folder(one.key); });
  if (of_folders)
    print_paragraph(
        "(versions, git, machine and command line are those of the last command in each folder)",
        columns, out);
  out << '\n';
  print_data(difference, columns, out);
  out << '\n';
  print_metrics(difference, columns, out);
  out << "\nCurves\n";
  print_paragraph(curve_words(difference.curves), columns, out);
  out << "\nAnswer\n";
  for (const std::string& sentence : difference_words(runs))
    print_paragraph(sentence, columns, out);
}

}  // namespace logitbench
