// Arithmetic that several losses share and that is easy to get wrong at the edges. Pure functions.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>

namespace logitbench {

// A row's exponentials relative to its largest logit. The largest term is exactly 1 and is left out
// of `rest`, which keeps the digits of a confident row: Σ exp(x - max) = 1 + rest, log of it
// log1p(rest).
template <class Real>
struct ShiftedExponentials {
  Real max = 0;
  size_t top = 0;   // first column that holds max
  double rest = 0;  // Σ over the other columns of exp(x - max), in [0, columns - 1]; NaN for a row
                    // that holds NaN or +inf, or -inf alone
  double sum() const { return 1 + rest; }
};

// x [columns], not empty. Writes exp(x - max) to `exponentials` unless that is empty.
template <class Real>
ShiftedExponentials<Real> shifted_exponentials(std::span<const Real> x,
                                               std::span<Real> exponentials) {
  ShiftedExponentials<Real> result{x[0], 0, 0};
  for (size_t k = 1; k < x.size(); ++k)
    if (x[k] > result.max) {
      result.max = x[k];
      result.top = k;
    }
  result.rest = result.max - result.max;  // 0, or NaN where the largest is not finite
  for (size_t k = 0; k < x.size(); ++k) {
    const Real e = k == result.top ? Real(1) : std::exp(x[k] - result.max);
    if (k != result.top) result.rest += e;
    if (!exponentials.empty()) exponentials[k] = e;
  }
  return result;
}

// 1 / (1 + exp(-x)); 1 - sigmoid(x) is sigmoid(-x), without the cancellation.
template <class Real>
Real sigmoid(Real x) {
  if (x >= 0) return 1 / (1 + std::exp(-x));
  const Real e = std::exp(x);
  return e / (1 + e);
}

// log(1 + exp(x)), in [max(x, 0), max(x, 0) + ln 2].
template <class Real>
Real softplus(Real x) {
  return (x > 0 ? x : Real(0)) + std::log1p(std::exp(-std::abs(x)));
}

}  // namespace logitbench
