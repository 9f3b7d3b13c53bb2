#include "core/analysis/report/metric_agreement.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/analysis/statistics/students_t.h"

namespace logitbench {

namespace {

std::vector<double> ranks_of(std::span<const double> values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    const double rank = static_cast<double>(begin + end - 1) / 2;
    for (; begin < end; ++begin) ranks[order[begin]] = rank;
  }
  return ranks;
}

}  // namespace

std::optional<double> rank_correlation(std::span<const double> a, std::span<const double> b) {
  if (a.size() < 3) return std::nullopt;
  const std::vector<double> x = ranks_of(a), y = ranks_of(b);
  const double mean = static_cast<double>(a.size() - 1) / 2;  // of ranks, with ties or without
  double xy = 0, xx = 0, yy = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mean) * (y[i] - mean);
    xx += (x[i] - mean) * (x[i] - mean);
    yy += (y[i] - mean) * (y[i] - mean);
  }
  if (xx == 0 || yy == 0) return std::nullopt;
  return xy / std::sqrt(xx * yy);
}

double rank_correlation_p(double correlation, size_t pairs) {
  const double size = std::min(std::abs(correlation), 1.0);
  if (size == 1) return 0;
  const double freedom = static_cast<double>(pairs) - 2;
  const StudentsT distribution(freedom);
  const double t = size * std::sqrt(freedom / (1 - size * size));
  return 2 * boost::math::cdf(boost::math::complement(distribution, t));
}

}  // namespace logitbench
