// A loss over a batch of logits.
//
// Core owns the reduction and the direction: it asks for the rows' weights, derives the factor
//   upstream = ±1 / Σ weight (mean) or ±1 (sum), minus to maximize,
// and hands it to evaluate, so that the gradient comes out of one pass and is rounded as a chain of
// separate steps would round it (where 1/p overflows, it matters that 1/N comes first).
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "parallel.h"
#include "schema.h"
#include "views.h"

namespace logitbench {

// What a loss takes its inputs for. `proportions`: positive numbers, whose shares of their row's
// sum are the probabilities.
enum class LossInput { logits, probabilities, proportions };

// How columns become a decision. `argmax`: the largest column, NaN counts as the largest, the first
// one wins. `sigmoid`: one column, class 1 where sigmoid > 0.5 (NaN: class 0).
enum class Decision { argmax, sigmoid };

template <class Real>
struct LossBatch {
  MatrixView<const Real> logits;  // [rows, columns]
  TargetsView targets;
  Real upstream = 1;          // d(objective) / d(row loss · its weight)
  std::span<Real> row_loss;   // out [rows], nats unless the loss says otherwise, weight included
  MatrixView<Real> d_logits;  // out [rows, columns]: d(upstream · Σ row_loss) / d(logits);
                              // empty where no gradient is wanted
};

// Stateless after construction: thread safe, shared by all runs with the same parameters.
class Loss {
 public:
  virtual ~Loss() = default;
  // How many columns of logits it wants. Throws ConfigError for numbers of classes that it, or its
  // parameters, cannot be used with.
  virtual size_t columns(size_t classes) const { return classes; }
  virtual LossInput input() const { return LossInput::logits; }
  virtual Decision decision() const { return Decision::argmax; }
  // Whether targets may be rows of weights. Throws ConfigError where its parameters stand against
  // it, to say which.
  virtual bool takes_target_weights() const { return false; }
  // Weight of each row in the mean (class weights, ignored rows).
  virtual void weigh(const TargetsView&, std::span<double> weights) const {
    for (double& weight : weights) weight = 1.0;
  }
  virtual void evaluate(const LossBatch<float>& batch, Parallel& parallel) const = 0;
  virtual void evaluate(const LossBatch<double>& batch, Parallel& parallel) const = 0;
};

// A loss whose rows do not depend on each other: Derived has
//   template <class Real> void row(std::span<const Real> logits, const TargetsView&, size_t row,
//                                  Real upstream, Real& loss, std::span<Real> d_logits) const;
// with d_logits empty where no gradient is wanted.
template <class Derived>
class RowLoss : public Loss {
 public:
  void evaluate(const LossBatch<float>& batch, Parallel& parallel) const override {
    rows(batch, parallel);
  }
  void evaluate(const LossBatch<double>& batch, Parallel& parallel) const override {
    rows(batch, parallel);
  }

 private:
  static constexpr size_t kGrainElements = 4096;  // below it a thread costs more than it brings

  template <class Real>
  void rows(const LossBatch<Real>& batch, Parallel& parallel) const {
    const size_t columns = batch.logits.columns;
    parallel.over(batch.logits.rows, kGrainElements / (columns + 1) + 1,
                  [&](size_t first, size_t last) {
                    for (size_t r = first; r < last; ++r)
                      static_cast<const Derived*>(this)->template row<Real>(
                          batch.logits.row(r), batch.targets, r, batch.upstream, batch.row_loss[r],
                          batch.d_logits.empty() ? std::span<Real>{} : batch.d_logits.row(r));
                  });
  }
};

using LossFactory = std::function<std::unique_ptr<Loss>(const Map& parameters)>;

struct LossPlugin {
  std::string name;
  std::string description;
  Schema schema;  // the host adds `objective`, common to all losses
  LossFactory create;
};

}  // namespace logitbench
