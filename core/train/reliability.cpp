#include "core/train/reliability.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace logitbench {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// The lower end of bin b, which is not in it.
double edge(size_t b) { return static_cast<double>(b) / kReliabilityBins; }

size_t bin_of(double confidence) {
  if (!(confidence > 0)) return 0;
  if (confidence >= 1) return kReliabilityBins - 1;
  auto bin = static_cast<size_t>(confidence * kReliabilityBins);
  // The product is rounded, and an end belongs to the bin below it.
  while (bin > 0 && confidence <= edge(bin)) --bin;
  while (bin + 1 < kReliabilityBins && confidence > edge(bin + 1)) ++bin;
  return bin;
}

void share_among_equals(std::vector<DecidedRow>& sorted) {
  for (size_t first = 0, end; first < sorted.size(); first = end) {
    double right = 0;
    for (end = first; end < sorted.size() && sorted[end].confidence == sorted[first].confidence;)
      right += sorted[end++].right;
    for (size_t i = first; i < end; ++i) sorted[i].right = right / static_cast<double>(end - first);
  }
}

}  // namespace

void ReliabilityBins::add(double confidence, bool right) {
  if (std::isnan(confidence)) {
    ++nans_;
    return;
  }
  Bin& bin = bins_[bin_of(confidence)];
  ++bin.rows;
  bin.right += right ? 1 : 0;
  bin.confidence += confidence;
}

double ReliabilityBins::calibration_error() const {
  if (nans_ > 0) return kNan;
  size_t rows = 0;
  double distance = 0;  // rows_b · |accuracy_b - confidence_b|
  for (const Bin& bin : bins_) {
    rows += bin.rows;
    distance += std::abs(static_cast<double>(bin.right) - bin.confidence);
  }
  return rows > 0 ? distance / static_cast<double>(rows) : kNan;
}

double adaptive_calibration_error(std::vector<DecidedRow>& rows) {
  const auto is_nan = [](const DecidedRow& row) { return std::isnan(row.confidence); };
  if (rows.empty() || std::any_of(rows.begin(), rows.end(), is_nan)) return kNan;
  std::sort(rows.begin(), rows.end(),
            [](const DecidedRow& a, const DecidedRow& b) { return a.confidence < b.confidence; });
  share_among_equals(rows);
  double distance = 0;
  for (size_t b = 0; b < kReliabilityBins; ++b) {
    double difference = 0;
    const size_t end = rows.size() * (b + 1) / kReliabilityBins;
    for (size_t i = rows.size() * b / kReliabilityBins; i < end; ++i)
      difference += rows[i].right - rows[i].confidence;
    distance += std::abs(difference);
  }
  return distance / static_cast<double>(rows.size());
}

}  // namespace logitbench
