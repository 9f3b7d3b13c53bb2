// An optimizer: one element-wise update of all parameters from their gradients.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "network.h"
#include "parallel.h"
#include "schema.h"

namespace logitbench {

// Keeps its state (momentum, moments) by position: a run gives the same arrays at every step.
class Optimizer {
 public:
  virtual ~Optimizer() = default;
  // Updates the values in place and returns whether all of them are finite afterwards: the values
  // pass through anyway, so the answer costs no second trip to memory.
  virtual bool step(std::span<const ParameterArray> parameters, Parallel& parallel) = 0;
};

using OptimizerFactory = std::function<std::unique_ptr<Optimizer>(const Map& parameters)>;

struct OptimizerPlugin {
  std::string name;
  std::string description;
  Schema schema;  // the host adds `clip_norm`, common to all optimizers
  OptimizerFactory create;
};

}  // namespace logitbench
