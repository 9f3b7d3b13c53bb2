#include "core/diagnosis/model_outputs.h"

#include <cmath>

#include "core/random/philox_stream.h"

namespace logitbench {

namespace {

constexpr uint64_t kSeed = 1;
constexpr double kAhead = 2;  // nats

void softmax_rows(ModelOutputs& outputs) {
  for (size_t r = 0; r < outputs.rows; ++r) {
    double* row = outputs.values.data() + r * outputs.columns;
    double sum = 0;
    for (size_t k = 0; k < outputs.columns; ++k) sum += row[k] = std::exp(row[k]);
    for (size_t k = 0; k < outputs.columns; ++k) row[k] /= sum;
  }
}

}  // namespace

ModelOutputs random_outputs(const Loss& loss, size_t rows, size_t classes) {
  ModelOutputs outputs{{}, rows, loss.columns(classes)};
  outputs.values.resize(rows * outputs.columns);
  PhiloxStream(kSeed).normal(outputs.values);
  if (loss.input() != LossInput::logits) softmax_rows(outputs);
  return outputs;
}

ModelOutputs deciding_outputs(const Loss& loss, const std::vector<size_t>& decisions,
                              size_t classes) {
  ModelOutputs outputs{{}, decisions.size(), loss.columns(classes)};
  outputs.values.assign(outputs.rows * outputs.columns, 0);
  for (size_t r = 0; r < outputs.rows; ++r) {
    if (loss.decision() == Decision::sigmoid)
      outputs.values[r] = decisions[r] == 1 ? kAhead : -kAhead;
    else
      outputs.values[r * outputs.columns + decisions[r]] = kAhead;
  }
  if (loss.input() != LossInput::logits) softmax_rows(outputs);
  return outputs;
}

}  // namespace logitbench
