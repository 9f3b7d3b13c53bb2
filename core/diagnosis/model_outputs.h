// Outputs of a network made up for examining a loss or a metric: moderate, so that nothing
// underflows, the same on every call.
#pragma once

#include <cstdint>
#include <vector>

#include <logitbench/loss.h>
#include <logitbench/views.h>

namespace logitbench {

// As many numbers as made-up outputs may hold, however many classes there are: some megabytes.
inline constexpr size_t kMostMadeUpNumbers = 1 << 20;

// What a loss takes from a network, in double: logits, or probabilities where it wants these.
struct ModelOutputs {
  std::vector<double> values;  // [rows][columns]
  size_t rows = 0;
  size_t columns = 0;

  RealMatrix matrix() { return MatrixView<double>{values.data(), rows, columns}; }
};

// Standard normal logits.
ModelOutputs random_outputs(const Loss& loss, size_t rows, size_t classes);

// Logits that decide for decisions[r] in row r, two nats ahead of the others.
ModelOutputs deciding_outputs(const Loss& loss, const std::vector<size_t>& decisions,
                              size_t classes);

}  // namespace logitbench
