#include "tools/logitbench/report/class_tables_part.h"

#include <set>

#include "core/analysis/report/class_tables.h"
#include "core/record/tables.h"
#include "tools/logitbench/report/drawn_number.h"

namespace logitbench {

namespace {

using OfRun = const std::map<std::string, ClassTables>*;

bool is_any(const ClassTables& one) { return !one.confusion.empty() || one.has_reliability; }

Json pooled_json(const std::vector<const ClassTables*>& tables) {
  if (tables.empty()) return {};
  const ClassTables all = pooled(tables);
  Json bins = Json::array();
  for (const ReliabilityBin& bin : all.reliability)
    bins.push_back(
        {drawn_number(bin.rows), drawn_number(bin.confidence), drawn_number(bin.accuracy)});
  return {{"runs", tables.size()},
          {"confusion", all.confusion.empty() ? Json() : Json(all.confusion)},
          {"reliability", all.has_reliability ? bins : Json()}};
}

}  // namespace

Json class_tables_part(const std::vector<ResultsTables>& tables, const CurveGrouping& grouping) {
  std::vector<TablesOfRuns> read;
  std::vector<OfRun> of_runs;
  std::set<std::string> splits;
  read.reserve(tables.size());  // of_runs points into them
  for (const ResultsTables& table : tables) {
    const TablesOfRuns& found =
        read.emplace_back(read_class_tables(table.folder / kTablesFile));
    for (const std::string& run_id : table.runs.run_ids) {
      const auto place = found.find(run_id);
      of_runs.push_back(place == found.end() ? nullptr : &place->second);
    }
    for (const auto& [run_id, by_split] : found)
      for (const auto& [split, one] : by_split)
        if (is_any(one)) splits.insert(split);
  }
  if (splits.empty()) return {};
  Json json = Json::object();
  for (const std::string& split : splits) {
    json[split] = Json::array();
    for (const CurveGroup& group : grouping.groups) {
      std::vector<const ClassTables*> of_group;
      for (const size_t run : group.averaged)
        if (of_runs[run] != nullptr && of_runs[run]->contains(split))
          of_group.push_back(&of_runs[run]->at(split));
      json[split].push_back(pooled_json(of_group));
    }
  }
  return json;
}

}  // namespace logitbench
