// runs.csv in columns.
#pragma once

#include <logitbench/recorder.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace logitbench {

struct RunColumns {
  struct Key {
    std::string name;                 // as in the config: loss, optimizer.lr
    std::vector<std::string> values;  // of each run, as written; empty: it does not set it
  };
  struct Value {
    std::string name;  // final.<split>.<metric> or best.<split>.<metric>
    std::vector<std::optional<double>> values;
  };

  std::vector<std::string> run_ids;
  std::vector<RunStatus> status;
  std::vector<uint64_t> seeds;
  std::vector<Key> keys;  // the swept ones but seed
  std::vector<Value> values;

  size_t size() const { return run_ids.size(); }
  const Value* find_value(std::string_view name) const;  // null: no run has it
};

// Throws DataError with the line for a file that is no whole runs.csv: not there, other columns, a
// row cut off, a cell of another type, a run twice.
RunColumns read_run_columns(const std::filesystem::path& file);

}  // namespace logitbench
