#include "core/analysis/comparison/joined_runs.h"

#include <logitbench/error.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/analysis/comparison/chosen_values.h"
#include "core/analysis/comparison/experiment_differences.h"
#include "core/analysis/comparison/loss_kinds.h"
#include "core/config/metric_direction.h"
#include "core/record/csv_reader.h"
#include "core/record/number_text.h"
#include "core/record/results_folder.h"
#include "core/record/results_place.h"
#include "core/record/tables.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

// The last part of its path, whatever the path is written like.
std::string own_name(const fs::path& folder) {
  std::error_code ignored;  // it was looked at before
  const fs::path whole = fs::canonical(folder, ignored);
  return (whole.empty() ? folder : whole).filename().string();
}

RunColumns read_runs(const fs::path& folder, const std::string& command) {
  const fs::path file = folder / kRunsFile;
  std::error_code ignored;  // reading it says so
  if (!fs::exists(file, ignored) && fs::exists(folder / kJournalFolder, ignored))
    throw DataError(command + ": " + folder.string() + " has a journal and no " + kRunsFile +
                    " yet: its runs go on, or were killed. logitbench status " + folder.string() +
                    " tells; the same run command again goes on and writes the tables");
  return read_run_columns(file);
}

void add_keys(const ResultsTables& table, std::vector<std::string>& keys) {
  for (const RunColumns::Key& key : table.runs.keys)
    if (std::find(keys.begin(), keys.end(), key.name) == keys.end()) keys.push_back(key.name);
}

// Numbers may be written in several ways, 0.10 and 1e-1; whole ones, which may be larger than a
// double holds, stay as they are.
std::string one_spelling(const std::string& value) {
  const std::optional<double> number = number_cell(value);
  return number && !integer_cell(value) ? number_text(*number) : value;
}

// Of run i of a folder; empty where the folder does not sweep it.
std::string setting(const ResultsTables& table, size_t i, const std::string& key) {
  if (key == kExperimentKey) return table.name;
  for (const RunColumns::Key& known : table.runs.keys)
    if (known.name == key) return one_spelling(known.values[i]);
  return "";
}

}  // namespace

std::vector<ResultsTables> read_tables(const std::vector<std::string>& folders,
                                       const std::string& command) {
  std::map<fs::path, std::string> seen;
  std::map<std::string, size_t> named;
  for (const std::string& folder : folders) {
    refuse_no_results(folder, command);
    const auto [place, is_new] = seen.emplace(fs::canonical(folder), folder);
    if (!is_new)
      throw ConfigError(command + ": " + folder + " and " + place->second +
                        " are the same folder; its runs would count twice");
    ++named[own_name(folder)];
  }
  std::vector<ResultsTables> tables;
  for (const std::string& folder : folders) {
    const std::string name = own_name(folder);
    tables.push_back({folder, named.at(name) > 1 ? folder : name, read_runs(folder, command)});
  }
  return tables;
}

JoinedRuns join_runs(const std::vector<ResultsTables>& tables, const MetricChoice& choice) {
  JoinedRuns joined;
  if (tables.size() > 1) joined.keys.push_back(kExperimentKey);
  for (const ResultsTables& table : tables) add_keys(table, joined.keys);
  ExperimentDifferences differences = experiment_differences(tables, joined.keys);
  joined.differing_keys = std::move(differences.keys);
  joined.unknown_configs = std::move(differences.unknown);
  joined.larger_is_better = larger_is_better(choice.series.metric, one_objective(tables, choice));
  joined.metric = choice_text(choice);
  const std::vector<ChosenValues> values = chosen_values(tables, choice);
  for (size_t t = 0; t < tables.size(); ++t) {
    const RunColumns& runs = tables[t].runs;
    for (size_t i = 0; i < runs.size(); ++i) {
      JoinedRuns::Run& run = joined.runs.emplace_back();
      run.run_id = runs.run_ids[i];
      run.status = runs.status[i];
      run.seed = runs.seeds[i];
      for (const std::string& key : joined.keys) run.settings.push_back(setting(tables[t], i, key));
      run.value = values[t][i];
    }
  }
  return joined;
}

}  // namespace logitbench
