// curves.csv in columns: of each run and series its epochs and values, side by side.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/expect.h"

namespace logitbench {

// Of one run and series, epochs ascending.
struct Curve {
  std::span<const uint32_t> epochs;
  std::span<const double> values;

  bool empty() const { return epochs.empty(); }
  // None where the run has no such epoch.
  std::optional<double> at(uint64_t epoch) const;
};

class Curves {
 public:
  // In the order in which the file has them first.
  const std::vector<std::string>& run_ids() const { return run_ids_; }
  const std::vector<SeriesName>& series() const { return series_; }
  std::optional<size_t> find_series(std::string_view split, std::string_view metric) const;

  // Indices of the two above. Empty where the run has no such series. Valid as long as this object.
  Curve curve(size_t run, size_t series) const;

 private:
  friend class CurvesBuilder;

  std::vector<std::string> run_ids_;
  std::vector<SeriesName> series_;
  std::vector<size_t> starts_;  // [run * series + series], and the end
  std::vector<uint32_t> epochs_;
  std::vector<double> values_;
};

// Reads with all cores, 20 bytes and the row's own for each row. Throws DataError with the line for
// a file that is no whole curves.csv: other columns, a row cut off, a cell of another type, an
// epoch twice or after a later one.
Curves read_curves(const std::filesystem::path& file);

}  // namespace logitbench
