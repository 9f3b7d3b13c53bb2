#include "core/sweep/case_file.h"

#include <fmt/format.h>
#include <logitbench/error.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>

#include "core/config/config_error.h"
#include "core/config/config_file.h"
#include "core/config/flow_text.h"
#include "core/config/yaml_reader.h"
#include "core/sweep/csv_cells.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

constexpr uintmax_t kMostCsvBytes = uintmax_t{256} << 20;

bool is_csv(const fs::path& file) {
  const std::string extension = file.extension().string();
  if (extension == ".csv") return true;
  if (extension == ".yaml" || extension == ".yml") return false;
  throw ConfigError(file.string() + ": found a file of cases that ends in " +
                    (extension.empty() ? "nothing" : shown(extension)) +
                    ", expected .csv or .yaml");
}

std::vector<CsvCell> read_header(CsvCells& csv, const Location& start) {
  std::vector<CsvCell> header;
  if (!csv.next(header)) fail(start, "holds no cases, expected a header of dotted keys");
  std::set<std::string> seen;
  for (const CsvCell& cell : header) {
    if (cell.text.empty()) fail(cell.at, "found a column without a key, expected a dotted key");
    if (!seen.insert(cell.text).second)
      fail(cell.at, fmt::format("found the column {} twice, expected it once", shown(cell.text)));
  }
  return header;
}

ConfigNode cell_value(const CsvCell& cell) {
  if (is_plain_word(cell.text)) return scalar_node(cell.text, cell.at);
  return parse_yaml(cell.text, cell.at, false);
}

ConfigNode csv_cases(const std::string& text, const Location& start) {
  ConfigNode cases;
  cases.kind = ConfigNode::Kind::list;
  cases.at = start;
  CsvCells csv(text, start);
  const std::vector<CsvCell> header = read_header(csv, start);
  std::vector<CsvCell> cells;
  while (csv.next(cells)) {
    if (cells.size() != header.size())
      fail(cells.back().at, fmt::format("found {} cells, expected {} as in the header; a cell with "
                                        "a comma in it stands in quotes",
                                        cells.size(), header.size()));
    ConfigNode one = map_node(cells.front().at);
    for (size_t i = 0; i < cells.size(); ++i) {
      const bool blank = cells[i].text.find_first_not_of(" \t") == std::string::npos;
      // The first case names all keys: theirs is the order of the columns.
      if (!blank || cases.items.empty())
        one.entries.push_back(
            {header[i].text, header[i].at, blank ? ConfigNode() : cell_value(cells[i])});
    }
    cases.items.push_back(std::move(one));
  }
  return cases;
}

// A row of the file to be: flow texts, empty where not set.
using Row = std::vector<std::string>;

std::string csv_line(const Row& row) {
  std::string line;
  for (const std::string& cell : row) {
    if (&cell != &row.front()) line += ',';
    if (cell.find_first_of(",\"\n\r") == std::string::npos) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char c : cell) (line += c) += c == '"' ? "\"" : "";
    line += '"';
  }
  return (line.empty() ? "\"\"" : line) + "\n";  // a blank line would be no case
}

// The first case names all keys, for their order.
std::string yaml_line(const Row& header, const Row& row, bool all_keys) {
  std::string line;
  for (size_t i = 0; i < row.size(); ++i)
    if (all_keys || !row[i].empty())
      line += (line.empty() ? "" : ", ") +
              (is_plain_word(header[i]) ? header[i] : "\"" + header[i] + "\"") + ": " +
              (row[i].empty() ? "~" : row[i]);
  return "- {" + line + "}\n";
}

void write_file(const fs::path& file, const std::string& text) {
  errno = 0;
  std::ofstream out(file, std::ios::binary);
  out << text << std::flush;
  if (!out)
    throw ResultsError(file.string() + " cannot be written: " + std::strerror(errno ? errno : EIO));
}

}  // namespace

ConfigNode load_cases(const fs::path& file, const fs::path& config_file) {
  const bool csv = is_csv(file);
  ConfigText read = csv ? read_config_text(file, "a CSV of cases", kMostCsvBytes)
                        : read_config_text(file, "a YAML list of cases");
  const Location start{
      std::make_shared<const ConfigSource>(
          ConfigSource{file.string(), fs::absolute(config_file).lexically_normal().parent_path()}),
      0, 0};
  return csv ? csv_cases(read.text, start) : parse_yaml(read.text, start, true);
}

void sweep_these(ConfigNode& config, ConfigNode cases) {
  const bool have_seed =
      std::any_of(cases.items.begin(), cases.items.end(), [](const ConfigNode& one) {
        const ConfigNode* seed = one.find("seed");
        return seed != nullptr && !seed->is_null();
      });
  ConfigNode sweep = map_node(cases.at);
  sweep.get_or_add("method", cases.at) = scalar_node("list", cases.at);
  const ConfigNode* before = config.find("sweep");
  const ConfigNode* repeats = before == nullptr ? nullptr : before->find("repeats");
  if (repeats != nullptr && !have_seed) sweep.get_or_add("repeats", repeats->at) = *repeats;
  const Location at = cases.at;
  sweep.get_or_add("cases", at) = std::move(cases);
  config.get_or_add("sweep", at) = std::move(sweep);
}

void save_cases(const fs::path& file, const Sweep& sweep, const Plan& plan,
                const std::vector<Setting>& settings) {
  const bool csv = is_csv(file);
  std::vector<size_t> keys;
  for (size_t i = 0; i < sweep.keys.size(); ++i)
    if (sweep.repeats == 1 || sweep.keys[i].key != "seed") keys.push_back(i);
  if (keys.empty())
    throw ConfigError(file.string() + ": this experiment sweeps no key, expected cases to save");
  Row header;
  for (const size_t i : keys) header.push_back(sweep.keys[i].key);
  if (sweep.repeats > 1) header.push_back("seed");

  std::string text = csv ? csv_line(header) : "";
  for (size_t run = 0; run < plan.runs.size(); ++run) {
    Row row;
    for (const size_t i : keys) {
      const int32_t value = settings[run][i];
      row.push_back(value == kNotSet ? ""
                                     : flow_text(sweep.keys[i].values[static_cast<size_t>(value)]));
    }
    if (sweep.repeats > 1) row.push_back(std::to_string(plan.runs[run].config.seed));
    text += csv ? csv_line(row) : yaml_line(header, row, run == 0);
  }
  write_file(file, text);
}

}  // namespace logitbench
