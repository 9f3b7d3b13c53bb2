// The curves of the runs of one results folder, or of several, beside each other.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/analysis/comparison/joined_runs.h"
#include "core/analysis/tables/curves.h"

namespace logitbench {

class JoinedCurves {
 public:
  // Reads curves.csv of each folder. Throws DataError for one that is missing or damaged.
  explicit JoinedCurves(const std::vector<ResultsTables>& tables);

  // Of any folder, in the order in which they are recorded first.
  const std::vector<SeriesName>& series() const { return series_; }
  // `run`: as JoinedRuns counts them. Empty where it has no such series. Valid as long as this.
  Curve curve(size_t run, size_t series) const;

 private:
  struct Place {
    size_t folder = 0;
    std::optional<size_t> run;  // in the folder's curves; none: it recorded nothing
  };
  std::vector<Curves> folders_;
  std::vector<SeriesName> series_;
  std::vector<std::vector<std::optional<size_t>>> own_series_;  // [folder][series]
  std::vector<Place> places_;                                   // of each run
};

// At most `most` of the indices 0 to count - 1, evenly spread, the first and the last among them.
std::vector<size_t> thinned(size_t count, size_t most);

}  // namespace logitbench
