#include "tools/logitbench/comparison_text.h"

#include <fmt/format.h>

#include "tools/logitbench/comparison_cells.h"
#include "tools/logitbench/comparison_words.h"
#include "tools/logitbench/progress_line.h"
#include "tools/logitbench/text_table.h"

namespace logitbench {

namespace {

// More sentences than fit a screen say less; the table has them all.
constexpr size_t kSentencesShown = 30;

std::vector<std::string> printable_cells(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = printable(cell);
  return cells;
}

void print_table(const CellTable& table, std::ostream& out) {
  TextTable text(printable_cells(table.header));
  for (const std::vector<std::string>& row : table.rows) text.add(printable_cells(row));
  text.print(out);
}

// Each ASCII sign that Markdown or HTML would take for its own, with a backslash.
std::string markdown_text(const std::string& text) {
  std::string escaped;
  for (const char c : printable(text)) {
    if (std::string_view("\\`*|<>[]&#~").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

void print_markdown_row(const std::vector<std::string>& cells, std::ostream& out) {
  for (const std::string& cell : cells) out << "| " << markdown_text(cell) << ' ';
  out << "|\n";
}

void print_markdown_table(const CellTable& table, std::ostream& out) {
  print_markdown_row(table.header, out);
  for (size_t i = 0; i < table.header.size(); ++i) out << "|---";
  out << "|\n";
  for (const auto& row : table.rows) print_markdown_row(row, out);
  out << '\n';
}

std::string reference_title(const Comparison& comparison) {
  return "Differences to " + setting_text(comparison.groups[*comparison.reference].setting) +
         (comparison.baseline_given ? ", the baseline" : ", the best") +
         "; p after Holm's correction";
}

constexpr const char* kPivotTitle = "Means, with standard deviations in brackets";

}  // namespace

void print_comparison(const Comparison& comparison, const MetricChoice& metric, std::ostream& out) {
  out << printable(comparison_title(comparison, metric)) << "\n\n";
  print_table(group_cells(comparison), out);
  if (const auto pivot = pivot_cells(comparison)) {
    out << '\n' << kPivotTitle << '\n';
    print_table(*pivot, out);
  }
  if (!comparison.differences.empty()) {
    out << '\n' << printable(reference_title(comparison)) << '\n';
    print_table(difference_cells(comparison), out);
  }
  const std::vector<std::string> notes = comparison_notes(comparison);
  if (!notes.empty()) out << '\n';
  for (const std::string& note : notes) out << "note: " << note << '\n';
  const std::vector<std::string> answer = comparison_answer(comparison, metric);
  out << "\nAnswer\n";
  for (size_t i = 0; i < answer.size() && i < kSentencesShown; ++i)
    out << "  " << answer[i] << '\n';
  if (answer.size() > kSentencesShown)
    out << fmt::format("  and {} more in the table above\n", answer.size() - kSentencesShown);
}

void print_comparison_markdown(const Comparison& comparison, const MetricChoice& metric,
                               std::ostream& out) {
  out << "**" << markdown_text(comparison_title(comparison, metric)) << "**\n\n";
  for (const std::string& line : comparison_answer(comparison, metric))
    out << "- " << markdown_text(line) << '\n';
  out << '\n';
  print_markdown_table(group_cells(comparison), out);
  if (const auto pivot = pivot_cells(comparison)) {
    out << kPivotTitle << ":\n\n";
    print_markdown_table(*pivot, out);
  }
  if (!comparison.differences.empty()) {
    out << markdown_text(reference_title(comparison)) << ":\n\n";
    print_markdown_table(difference_cells(comparison), out);
  }
  for (const std::string& note : comparison_notes(comparison))
    out << "- Note: " << markdown_text(note) << '\n';
}

}  // namespace logitbench
