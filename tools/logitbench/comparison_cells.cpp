#include "tools/logitbench/comparison_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "core/record/number_text.h"
#include "tools/logitbench/comparison_words.h"

namespace logitbench {

namespace {

using Cells = std::vector<std::string>;

Cells setting_cells(const Cells& setting) {
  Cells cells;
  for (const std::string& value : setting) cells.push_back(setting_text({value}));
  return cells;
}

std::string cell(const std::optional<double>& value) { return value ? rounded_text(*value) : ""; }

// What stands in a column only where any group has some of it.
struct LeftOut {
  std::string name;
  size_t (*count)(const Group& group);
};

template <RunStatus status>
size_t runs_of(const Group& group) {
  const auto found = group.by_status.find(status);
  return found == group.by_status.end() ? 0 : found->second;
}

const LeftOut kLeftOut[] = {
    {to_text(RunStatus::diverged), runs_of<RunStatus::diverged>},
    {to_text(RunStatus::failed), runs_of<RunStatus::failed>},
    {to_text(RunStatus::timed_out), runs_of<RunStatus::timed_out>},
    {to_text(RunStatus::pruned), runs_of<RunStatus::pruned>},
    {to_text(RunStatus::interrupted), runs_of<RunStatus::interrupted>},
    {to_text(RunStatus::running), runs_of<RunStatus::running>},
    {to_text(RunStatus::queued), runs_of<RunStatus::queued>},
    {"not finite", [](const Group& group) { return group.not_finite; }},
    {"no value", [](const Group& group) { return group.missing; }},
};

// A name for what paired and unpaired comparisons have, where all are alike; `mixed` else.
std::string common_name(const Comparison& comparison, const char* paired, const char* unpaired,
                        const char* mixed) {
  const auto& all = comparison.differences;
  const auto is_paired = [](const GroupDifference& difference) { return difference.paired; };
  if (std::all_of(all.begin(), all.end(), is_paired)) return paired;
  return std::none_of(all.begin(), all.end(), is_paired) ? unpaired : mixed;
}

std::string rank_name(const Comparison& comparison) {
  return common_name(comparison, "Wilcoxon", "Mann-Whitney", "rank test");
}

std::string effect_name(const Comparison& comparison) {
  return common_name(comparison, "d_z", "d", "effect");
}

std::string n_text(const GroupDifference& difference) {
  if (difference.paired || difference.repeats == difference.reference_repeats)
    return number_text(uint64_t{difference.repeats});
  return fmt::format("{}, {}", difference.repeats, difference.reference_repeats);
}

std::string mean_text(const Group& group) {
  if (!group.summary) return "";
  const std::string mean = rounded_text(group.summary->mean);
  return group.summary->deviation ? mean + " (" + rounded_text(*group.summary->deviation) + ")"
                                  : mean;
}

}  // namespace

CellTable group_cells(const Comparison& comparison) {
  CellTable table{comparison.by, {}};
  for (const char* name : {"n", "mean", "sd", "median", "95 % (t)", "95 % (bootstrap)"})
    table.header.push_back(name);
  std::vector<LeftOut> shown;
  std::copy_if(std::begin(kLeftOut), std::end(kLeftOut), std::back_inserter(shown),
               [&](const LeftOut& left_out) {
                 return std::any_of(comparison.groups.begin(), comparison.groups.end(),
                                    [&](const Group& group) { return left_out.count(group) > 0; });
               });
  for (const LeftOut& left_out : shown) table.header.push_back(left_out.name);
  for (const Group& group : comparison.groups) {
    Cells& row = table.rows.emplace_back(setting_cells(group.setting));
    row.push_back(number_text(uint64_t{group.repeats.size()}));
    if (const auto& summary = group.summary)
      for (const std::string& text :
           {rounded_text(summary->mean), cell(summary->deviation), rounded_text(summary->median),
            interval_text(summary->t_interval), interval_text(summary->bootstrap)})
        row.push_back(text);
    row.resize(table.header.size() - shown.size());
    for (const LeftOut& left_out : shown)
      row.push_back(number_text(uint64_t{left_out.count(group)}));
  }
  return table;
}

CellTable difference_cells(const Comparison& comparison) {
  CellTable table{comparison.by, {}};
  for (const std::string& name :
       {std::string("n"), std::string("difference"), std::string("95 % (t)"),
        std::string("95 % (bootstrap)"), effect_name(comparison), std::string("p (t)"),
        "p (" + rank_name(comparison) + ")", std::string("verdict")})
    table.header.push_back(name);
  for (const GroupDifference& difference : comparison.differences) {
    Cells& row =
        table.rows.emplace_back(setting_cells(comparison.groups[difference.group].setting));
    row.push_back(n_text(difference));
    const auto& test = difference.t_test;
    row.push_back(test ? rounded_text(test->difference) : "");
    row.push_back(test ? interval_text(test->interval) : "");
    row.push_back(interval_text(difference.bootstrap));
    row.push_back(test ? rounded_text(test->effect) : "");
    row.push_back(cell(difference.p));
    row.push_back(cell(difference.rank_p));
    row.push_back(verdict_word(difference.verdict));
  }
  return table;
}

std::optional<CellTable> pivot_cells(const Comparison& comparison) {
  if (comparison.by.size() < 2) return std::nullopt;
  CellTable table{{comparison.by.begin(), comparison.by.end() - 1}, {}};
  const size_t first_column = table.header.size();
  std::map<Cells, size_t> rows;
  std::map<std::string, size_t> columns;
  // In the order of their best group.
  for (const Group& group : comparison.groups) {
    const Cells setting = setting_cells(group.setting);
    const auto [column, is_new] = columns.try_emplace(setting.back(), table.header.size());
    if (is_new) table.header.push_back(comparison.by.back() + " " + setting.back());
    const Cells left(setting.begin(), setting.end() - 1);
    const auto [row, is_new_row] = rows.try_emplace(left, table.rows.size());
    if (is_new_row) table.rows.push_back(left);
    Cells& cells = table.rows[row->second];
    cells.resize(std::max(cells.size(), column->second + 1));
    cells[column->second] = mean_text(group);
  }
  for (Cells& row : table.rows) row.resize(first_column + columns.size());
  return table;
}

}  // namespace logitbench
