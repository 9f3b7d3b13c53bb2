#include "core/analysis/comparison/epoch_bands.h"

#include <cmath>
#include <map>

#include "core/analysis/comparison/comparison.h"
#include "core/analysis/statistics/sample.h"

namespace logitbench {

std::vector<EpochBand> epoch_bands(std::span<const Curve> curves) {
  std::map<uint32_t, std::vector<double>> at;
  for (const Curve& curve : curves)
    for (size_t i = 0; i < curve.epochs.size(); ++i)
      if (std::isfinite(curve.values[i])) at[curve.epochs[i]].push_back(curve.values[i]);
  std::vector<EpochBand> bands;
  for (const auto& [epoch, values] : at) {
    EpochBand band{epoch, values.size(), mean_of(values), observed_range(values), {}};
    if (values.size() > 1) band.interval = t_interval(values, kConfidence);
    bands.push_back(band);
  }
  return bands;
}

}  // namespace logitbench
