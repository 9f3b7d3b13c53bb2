// Some lines of curves.csv, parsed: what read_curves makes of each part of the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace logitbench {

// Names point into the file's text; a run's stands as it does there, quotes among it.
struct CurvesRows {
  std::vector<std::string_view> runs;                                 // in order of appearance
  std::vector<std::pair<std::string_view, std::string_view>> series;  // split, metric

  // A row each: the indices of its run and series, its epoch and its value.
  std::vector<uint32_t> run, series_of, epoch;
  std::vector<double> value;

  // What is wrong with the row after those above; nothing follows it.
  std::optional<std::string> problem;

  size_t size() const { return value.size(); }
};

// `text`: whole lines, no header.
CurvesRows parse_curves_rows(std::string_view text);

}  // namespace logitbench
