// Calibration: how well the confidence of decisions tells how often they are right. The expected
// calibration error (Guo et al., 2017, "On Calibration of Modern Neural Networks", section 2) is
//
//   Σ_b rows_b / rows · |accuracy_b - confidence_b|
//
// over bins b of rows; confidence is the probability of the class decided for. NaN where there is
// no row, or one whose confidence is NaN.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace logitbench {

inline constexpr size_t kReliabilityBins = 15;

// Bins of equal width: bin b has the confidences in (b/15, (b+1)/15], the first one 0 and below,
// the last one above 1, too (where a loss takes numbers for probabilities that are none).
class ReliabilityBins {
 public:
  struct Bin {
    size_t rows = 0, right = 0;
    double confidence = 0;  // sum over its rows
  };

  void add(double confidence, bool right);
  const std::array<Bin, kReliabilityBins>& bins() const { return bins_; }  // none has NaNs
  double calibration_error() const;

 private:
  std::array<Bin, kReliabilityBins> bins_{};
  size_t nans_ = 0;
};

struct DecidedRow {
  double confidence = 0;
  double right = 0;  // 1 or 0
};

// Bins of as many rows each: of n rows in order of confidence, bin b has those from n·b/15 up to
// n·(b+1)/15, rounded down. Of rows with the same confidence each counts as right by the share of
// them that is, so that their order says nothing. Sorts the rows.
double adaptive_calibration_error(std::vector<DecidedRow>& rows);

}  // namespace logitbench
