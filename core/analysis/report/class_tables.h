// tables.csv: what a run's decisions looked like, class by class and by how sure it was.
//
//   run_id,split,table,row,column,value      and, where it is taken more than once, epoch
//
// table `confusion`: row is the label, column the decision, value how many rows of the split.
// table `reliability`: row is a bin of confidence, 0 to 14, [row/15, (row+1)/15); column is `rows`,
// how many fall into it, `confidence` or `accuracy`, their means there.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace logitbench {

inline constexpr size_t kReliabilityBins = 15;

struct ReliabilityBin {
  double rows = 0;
  double confidence = 0;  // this and the next: means over the rows; 0 without any
  double accuracy = 0;
};

struct ClassTables {
  std::vector<std::vector<double>> confusion;  // [label][decision]; empty: not recorded
  std::array<ReliabilityBin, kReliabilityBins> reliability = {};
  bool has_reliability = false;
};

// By run_id and split, of the last epoch that the file has of each. Tables of other names are
// passed over. Empty where there is no file. Throws DataError with the line for a column that is
// missing, a cut row, a cell of another kind.
using TablesOfRuns = std::map<std::string, std::map<std::string, ClassTables>>;
TablesOfRuns read_class_tables(const std::filesystem::path& file);

// Several runs' together: counts are added, means weighted by their rows.
ClassTables pooled(const std::vector<const ClassTables*>& tables);

}  // namespace logitbench
