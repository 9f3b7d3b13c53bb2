#include "core/analysis/statistics/holm.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace logitbench {

std::vector<double> holm_corrected(std::span<const double> p) {
  std::vector<size_t> order(p.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t i, size_t j) { return p[i] < p[j]; });
  std::vector<double> corrected(p.size());
  double largest = 0;
  for (size_t j = 0; j < order.size(); ++j) {
    largest = std::max(largest, std::min(1.0, static_cast<double>(p.size() - j) * p[order[j]]));
    corrected[order[j]] = largest;
  }
  return corrected;
}

std::vector<double> holm_corrected_among(std::span<const double> asked, const CountedP& all) {
  std::map<double, size_t> ascending(all.counts().begin(), all.counts().end());
  std::map<double, double> corrected_of;
  double largest = 0;
  size_t smaller = 0;
  for (const auto& [p, tests] : ascending) {
    // Of equal ones the first has the fewest before it.
    largest = std::max(largest, std::min(1.0, static_cast<double>(all.size() - smaller) * p));
    corrected_of[p] = largest;
    smaller += tests;
  }
  std::vector<double> corrected;
  for (const double p : asked) corrected.push_back(corrected_of.at(p));
  return corrected;
}

}  // namespace logitbench
