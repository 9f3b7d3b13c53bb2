// From a row of logits (or probabilities) to a class and its probability. Source of the NaN rules:
// torch.argmax takes NaN as the largest, and a comparison with NaN is false.
#pragma once

#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>

#include <logitbench/loss.h>
#include <logitbench/numerics.h>

#include "core/train/float_exp.h"

namespace logitbench {

// The largest, NaN before all others, the first of equals.
template <class Real>
size_t argmax(std::span<const Real> row) {
  size_t best = 0;
  for (size_t c = 0; c < row.size(); ++c) {
    if (std::isnan(row[c])) return c;
    if (row[c] > row[best]) best = c;
  }
  return best;
}

template <class Real>
size_t decide(std::span<const Real> row, Decision decision) {
  if (decision == Decision::sigmoid) return sigmoid(row[0]) > Real(0.5) ? 1 : 0;
  return argmax(row);
}

// The label of a row: its class index, or the first largest of its target weights.
inline size_t label_of(const TargetsView& targets, size_t row) {
  if (!targets.classes.empty()) return static_cast<size_t>(targets.classes[row]);
  return argmax(std::span<const double>(targets.weights.row(row)));
}

// e^x of one that is at most 0.
template <class Real>
Real softmax_term(Real x) {
  if constexpr (std::is_same_v<Real, float>)
    return float_exp(x);
  else
    return std::exp(x);
}

// Probability of class k: softmax of the columns; sigmoid of a single one (class 1); the columns
// themselves where they are probabilities already; their shares of the row's sum where they are
// proportions. Rounded as the logits' type rounds it.
template <class Real>
Real probability(std::span<const Real> row, size_t k, const Loss& loss) {
  if (loss.input() == LossInput::probabilities) return row[k];
  if (loss.input() == LossInput::proportions)
    return row[k] / std::accumulate(row.begin(), row.end(), Real(0));
  if (loss.decision() == Decision::sigmoid) return sigmoid(k == 1 ? row[0] : -row[0]);
  const Real largest = row[argmax(row)];
  Real sum = 0;
  for (Real x : row) sum += softmax_term(x - largest);
  return softmax_term(row[k] - largest) / sum;
}

// Of all classes at once, to the last bit as probability() has each of them.
template <class Real>
void probabilities(std::span<const Real> row, const Loss& loss, std::span<double> of_classes) {
  const bool shares = loss.input() == LossInput::proportions;
  if (!shares &&
      (loss.input() == LossInput::probabilities || loss.decision() == Decision::sigmoid)) {
    for (size_t k = 0; k < of_classes.size(); ++k)
      of_classes[k] = static_cast<double>(probability(row, k, loss));
    return;
  }
  const Real largest = row[argmax(row)];
  Real sum = 0;
  for (size_t k = 0; k < row.size(); ++k) {
    const Real part = shares ? row[k] : softmax_term(row[k] - largest);
    sum += part;
    if (k < of_classes.size()) of_classes[k] = static_cast<double>(part);
  }
  for (double& p : of_classes) p = static_cast<double>(static_cast<Real>(p) / sum);
}

// -log of the probability of class k, stable for any finite logits.
template <class Real>
double negative_log_likelihood(std::span<const Real> row, size_t k, const Loss& loss) {
  if (loss.input() != LossInput::logits)
    return -std::log(static_cast<double>(probability(row, k, loss)));
  if (loss.decision() == Decision::sigmoid)
    return softplus(static_cast<double>(k == 1 ? -row[0] : row[0]));
  const ShiftedExponentials<Real> e = shifted_exponentials(row, std::span<Real>{});
  return std::log1p(e.rest) + (static_cast<double>(e.max) - static_cast<double>(row[k]));
}

// Of a row's target: a class, or weights (-Σ_k p_k log q_k; a class of weight 0 adds nothing).
template <class Real>
double negative_log_likelihood(std::span<const Real> row, const TargetsView& targets, size_t r,
                               const Loss& loss) {
  if (!targets.classes.empty())
    return negative_log_likelihood(row, static_cast<size_t>(targets.classes[r]), loss);
  double sum = 0;
  for (size_t k = 0; k < targets.weights.columns; ++k)
    if (targets.weights.at(r, k) != 0)
      sum += targets.weights.at(r, k) * negative_log_likelihood(row, k, loss);
  return sum;
}

// Calls visit(row of logits, its index), in order, in the type that the logits have.
template <class Visit>
void for_each_row(const RealMatrix& logits, Visit&& visit) {
  std::visit(
      [&](const auto& matrix) {
        using Real = std::remove_cvref_t<decltype(*matrix.data)>;
        for (size_t r = 0; r < matrix.rows; ++r) visit(std::span<const Real>(matrix.row(r)), r);
      },
      logits);
}

}  // namespace logitbench
