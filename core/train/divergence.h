// Which quantity of a run went non-finite first, and when.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <logitbench/network.h>

#include "core/train/objective.h"

namespace logitbench {

class DivergenceWatch {
 public:
  // After an update, in the order in which a fault spreads: the loss, its gradient, the weights.
  void after_step(uint64_t epoch, uint64_t step, const BatchLoss& loss, bool weights_finite,
                  std::span<const ParameterArray> parameters);
  // After validation: the loss over all rows, taken with the epoch's last weights.
  void after_validation(uint64_t epoch, uint64_t step, double loss);

  bool diverged() const { return !reason_.empty(); }
  // "loss went nan first, at epoch 1, step 3"; empty while all is finite.
  const std::string& reason() const { return reason_; }

 private:
  void note(uint64_t epoch, uint64_t step, const std::string& what);
  std::string reason_;
};

bool all_finite(const RealSpan& values);

}  // namespace logitbench
