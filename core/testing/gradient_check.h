// Is a loss's gradient the derivative of its value? Central differences in double, for plugin
// authors:
//
//   EXPECT_EQ(gradient_mismatch(loss, logits, targets), "");
//
// The difference is the five-point one, (8 (f(x+h) - f(x-h)) - (f(x+2h) - f(x-2h))) / 12h, summed
// over rows of differences, so that a large loss in one row does not blur another's. Its error has
// two parts:
//   h^4 / 30 · |f'''''|                   cut off; `derivative_bound` bounds the fifth derivative
//   3/2 · (ε |f| + |g| ε |x|) / h         rounding of the values and of x ± h, ε = 2^-53
// The tolerance is both, the second with 16 instead of 3/2: a loss is a few operations, each
// rounded, and its gradient too.
#pragma once

#include <logitbench/loss.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

namespace logitbench::testing {

inline std::string digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

struct GradientCheckOptions {
  double upstream = 1;
  double step = 0x1p-10;  // a power of two: x ± h is exact for most x
  double derivative_bound =
      1;  // of |d^5 loss / dx^5| anywhere near x; of softmax and sigmoid below 1
};

// Row losses and gradient of a loss, in vectors of its own.
template <class Real>
struct LossResult {
  std::vector<Real> row_loss;
  std::vector<Real> d_logits;
};

template <class Real>
LossResult<Real> evaluate(const Loss& loss, MatrixView<const Real> logits,
                          const TargetsView& targets, Real upstream, Parallel& parallel) {
  LossResult<Real> result{std::vector<Real>(logits.rows),
                          std::vector<Real>(logits.rows * logits.columns)};
  loss.evaluate(LossBatch<Real>{logits,
                                targets,
                                upstream,
                                result.row_loss,
                                {result.d_logits.data(), logits.rows, logits.columns}},
                parallel);
  return result;
}

// Empty if every element of the gradient agrees; else a message about the worst one.
inline std::string gradient_mismatch(const Loss& loss, MatrixView<const double> logits,
                                     const TargetsView& targets,
                                     const GradientCheckOptions& options = {}) {
  constexpr double kEpsilon = std::numeric_limits<double>::epsilon() / 2;
  const double h = options.step;
  Serial serial;
  const LossResult<double> analytic = evaluate(loss, logits, targets, options.upstream, serial);

  std::vector<double> moved(logits.data, logits.data + logits.rows * logits.columns);
  const auto losses_at = [&](size_t element, double offset) {
    const double kept = moved[element];
    moved[element] = kept + offset;
    std::vector<double> row_loss(logits.rows);
    loss.evaluate(
        LossBatch<double>{
            {moved.data(), logits.rows, logits.columns}, targets, options.upstream, row_loss, {}},
        serial);
    moved[element] = kept;
    return row_loss;
  };

  std::string worst;
  double worst_ratio = 1;
  for (size_t element = 0; element < moved.size(); ++element) {
    const std::vector<double> p1 = losses_at(element, h), m1 = losses_at(element, -h);
    const std::vector<double> p2 = losses_at(element, 2 * h), m2 = losses_at(element, -2 * h);
    double sum = 0, magnitude = 0;
    for (size_t r = 0; r < logits.rows; ++r) {
      sum += 8 * (p1[r] - m1[r]) - (p2[r] - m2[r]);
      // A row that the element does not reach cancels exactly.
      if (p2[r] != m2[r]) magnitude = std::max({magnitude, std::abs(p2[r]), std::abs(m2[r])});
    }
    const double scale = std::abs(options.upstream);
    const double numeric = options.upstream * sum / (12 * h);
    const double found = analytic.d_logits[element];
    const double rounding =
        16 * kEpsilon * (scale * (magnitude + 1) + std::abs(numeric * moved[element])) / h;
    const double tolerance = rounding + scale * options.derivative_bound * h * h * h * h / 30;
    const double ratio = std::abs(found - numeric) / tolerance;
    if (ratio <= worst_ratio) continue;  // NaN goes on to be reported
    worst_ratio = std::isnan(ratio) ? std::numeric_limits<double>::infinity() : ratio;
    worst = "row " + std::to_string(element / logits.columns) + ", column " +
            std::to_string(element % logits.columns) + " at " + digits(moved[element]) +
            ": gradient " + digits(found) + ", central difference " + digits(numeric) +
            ", apart by " + digits(ratio) + " times the tolerance";
  }
  return worst;
}

}  // namespace logitbench::testing
