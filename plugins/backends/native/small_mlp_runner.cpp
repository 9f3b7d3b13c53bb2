#include "small_mlp_runner.h"

#include <algorithm>

namespace logitbench::native {

bool SmallMlpRunner::suits(const std::vector<Stage>& stages) {
  constexpr size_t kHiddenInFirstCache = 512;
  return stages.size() == 2 && stages[0].is_dense() && stages[1].is_dense() &&
         stages[0].activation == ActivationKind::relu && !stages[1].activation &&
         !stages[0].rounds_output && stages[0].inputs <= kFewNumbers &&
         stages[1].outputs <= kFewNumbers && stages[0].outputs <= kHiddenInFirstCache;
}

SmallMlpRunner::SmallMlpRunner(const std::vector<Stage>& stages, size_t max_batch, size_t max_parts)
    : first_(stages[0]),
      second_(stages[1]),
      mlp_{first_.inputs, first_.outputs, second_.outputs},
      x_(max_batch * mlp_.inputs) {
  for (size_t part = 0; part < max_parts; ++part) {
    parameters_.emplace_back(mlp_.size());
    gradients_.emplace_back(mlp_.size());
  }
}

void SmallMlpRunner::take_parameters(float* to) const {
  for (size_t i = 0; i < mlp_.inputs; ++i)
    std::copy_n(first_.parameters.weight + i * mlp_.hidden, mlp_.hidden, to + i * mlp_.padded());
  std::copy_n(first_.parameters.bias, mlp_.hidden, mlp_.bias1(to));
  for (size_t o = 0; o < mlp_.outputs; ++o)
    for (size_t j = 0; j < mlp_.hidden; ++j)
      mlp_.weight2(to)[o * mlp_.padded() + j] = second_.parameters.weight[j * mlp_.outputs + o];
  std::copy_n(second_.parameters.bias, mlp_.outputs, mlp_.bias2(to));
}

void SmallMlpRunner::forward_part(float_network::Gather& gather, const Batch& batch, size_t part,
                                  Range rows) {
  float* parameters = parameters_[part].data();
  float* x = x_.data() + rows.first * mlp_.inputs;
  take_parameters(parameters);
  gather.convert(batch, rows.first, rows.last, x);
  small_mlp_forward(mlp_, parameters, x, rows.size(), second_.y.data() + rows.first * mlp_.outputs);
}

void SmallMlpRunner::backward_part(const float* d_logits, size_t part, Range rows) {
  small_mlp_backward(mlp_, parameters_[part].data(), x_.data() + rows.first * mlp_.inputs,
                     d_logits + rows.first * mlp_.outputs, rows.size(), gradients_[part].data());
}

void SmallMlpRunner::sum_parts(size_t parts) {
  float* sums = gradients_[0].data();
  for (size_t part = 1; part < parts; ++part)
    for (size_t i = 0; i < mlp_.size(); ++i) sums[i] += gradients_[part].data()[i];
  for (size_t i = 0; i < mlp_.inputs; ++i)
    std::copy_n(sums + i * mlp_.padded(), mlp_.hidden,
                first_.parameters.d_weight + i * mlp_.hidden);
  std::copy_n(mlp_.bias1(sums), mlp_.hidden, first_.parameters.d_bias);
  for (size_t j = 0; j < mlp_.hidden; ++j)
    for (size_t o = 0; o < mlp_.outputs; ++o)
      second_.parameters.d_weight[j * mlp_.outputs + o] = mlp_.weight2(sums)[o * mlp_.padded() + j];
  std::copy_n(mlp_.bias2(sums), mlp_.outputs, second_.parameters.d_bias);
}

}  // namespace logitbench::native
