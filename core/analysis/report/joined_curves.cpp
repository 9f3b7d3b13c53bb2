#include "core/analysis/report/joined_curves.h"

#include <algorithm>

#include "core/record/tables.h"

namespace logitbench {

JoinedCurves::JoinedCurves(const std::vector<ResultsTables>& tables) {
  for (size_t f = 0; f < tables.size(); ++f) {
    const Curves& curves = folders_.emplace_back(read_curves(tables[f].folder / kCurvesFile));
    for (const SeriesName& name : curves.series()) {
      const auto same = [&](const SeriesName& known) {
        return known.split == name.split && known.metric == name.metric;
      };
      if (std::none_of(series_.begin(), series_.end(), same)) series_.push_back(name);
    }
    std::unordered_map<std::string, size_t> index;
    for (size_t run = 0; run < curves.run_ids().size(); ++run) index[curves.run_ids()[run]] = run;
    for (const std::string& run_id : tables[f].runs.run_ids) {
      const auto found = index.find(run_id);
      places_.push_back({f, found == index.end() ? std::nullopt : std::optional(found->second)});
    }
  }
  for (const Curves& curves : folders_) {
    auto& own = own_series_.emplace_back();
    for (const SeriesName& name : series_)
      own.push_back(curves.find_series(name.split, name.metric));
  }
}

Curve JoinedCurves::curve(size_t run, size_t series) const {
  const Place& place = places_.at(run);
  const std::optional<size_t>& own = own_series_[place.folder].at(series);
  return own && place.run ? folders_[place.folder].curve(*place.run, *own) : Curve{};
}

std::vector<size_t> thinned(size_t count, size_t most) {
  std::vector<size_t> kept;
  if (count <= most || most < 2) {
    for (size_t i = 0; i < count; ++i) kept.push_back(i);
    return kept;
  }
  for (size_t i = 0; i < most; ++i) kept.push_back(i * (count - 1) / (most - 1));
  return kept;
}

}  // namespace logitbench
