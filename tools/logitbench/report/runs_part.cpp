#include "tools/logitbench/report/runs_part.h"

#include <cmath>
#include <map>

#include "core/record/csv_reader.h"
#include "core/record/tables.h"
#include "core/record/whole_file.h"
#include "tools/logitbench/report/repeat_command.h"

namespace logitbench {

namespace {

Json cell_json(const std::string& cell) {
  if (cell.empty()) return {};
  const auto number = number_cell(cell);
  return number && std::isfinite(*number) ? Json(*number) : Json(cell);
}

class Columns {
 public:
  Json& of(const std::string& name) {
    const auto [place, is_new] = places_.try_emplace(name, columns_.size());
    if (is_new) columns_.push_back({{"name", name}, {"cells", Json::array()}});
    return columns_[place->second]["cells"];
  }
  void set(const std::string& name, size_t row, Json value) {
    Json& cells = of(name);
    while (cells.size() < row) cells.push_back(nullptr);
    cells.push_back(std::move(value));
  }
  Json take(size_t rows) {
    for (Json& column : columns_)
      while (column["cells"].size() < rows) column["cells"].push_back(nullptr);
    return std::move(columns_);
  }

 private:
  Json columns_ = Json::array();
  std::map<std::string, size_t> places_;
};

// Names stay texts, whatever they look like.
bool is_text(const std::string& column) { return column == "run_id" || column == "status"; }

size_t add_rows(const ReportedFolder& folder, bool several, size_t row, Columns& columns) {
  const auto text = read_whole_file(folder.tables->folder / kRunsFile);
  CsvReader reader(text ? std::string_view(*text) : std::string_view());
  std::vector<std::string> header, cells;
  reader.next(header);
  for (; reader.next(cells) && cells.size() == header.size(); ++row) {
    if (several) columns.set(kExperimentKey, row, folder.tables->name);
    for (size_t c = 0; c < cells.size(); ++c)
      columns.set(header[c], row, is_text(header[c]) ? Json(cells[c]) : cell_json(cells[c]));
  }
  return row;
}

std::map<std::string, Json> configs_in(const Json& manifest) {
  std::map<std::string, Json> configs;
  if (manifest.is_object())
    for (const Json& run : manifest.at("runs"))
      configs[run.at("run_id").get<std::string>()] = run.at("config");
  return configs;
}

std::string swept_value(const RunColumns& runs, size_t i, const std::string& key) {
  for (const RunColumns::Key& known : runs.keys)
    if (known.name == key) return known.values[i];
  return "";
}

void add_commands(const ReportedFolder& folder, Json& commands, Json& no_command) {
  std::string why = "manifest.json is missing or damaged";
  const auto source =
      folder.manifest.is_null() ? std::nullopt : repeat_source(folder.manifest, why);
  if (!source) no_command[folder.tables->name] = why;
  const RunColumns& runs = folder.tables->runs;
  std::map<std::string, Json> configs = configs_in(folder.manifest);
  for (size_t i = 0; i < runs.size(); ++i) {
    if (!source) {
      commands.push_back(nullptr);
      continue;
    }
    RepeatedRun run{runs.run_ids[i], runs.seeds[i], {}, std::move(configs[runs.run_ids[i]])};
    for (const std::string& key : source->swept_keys)
      run.swept.push_back(swept_value(runs, i, key));
    commands.push_back(repeat_command(*source, run));
  }
}

void add_reasons(const ReportedFolder& folder, size_t first_row, Json& reasons) {
  const RunColumns& runs = folder.tables->runs;
  for (size_t i = 0; i < runs.size(); ++i)
    if (const RunResult* result = folder.check.view.result(runs.run_ids[i]))
      if (!result->reason.empty()) reasons[std::to_string(first_row + i)] = result->reason;
}

}  // namespace

Json runs_part(const std::vector<ReportedFolder>& folders) {
  Columns columns;
  Json commands = Json::array(), no_command = Json::object(), reasons = Json::object();
  size_t row = 0;
  for (const ReportedFolder& folder : folders) {
    add_reasons(folder, row, reasons);
    add_commands(folder, commands, no_command);
    row = add_rows(folder, folders.size() > 1, row, columns);
  }
  return {{"columns", columns.take(row)},
          {"commands", commands},
          {"no_command", no_command},
          {"reasons", reasons}};
}

}  // namespace logitbench
