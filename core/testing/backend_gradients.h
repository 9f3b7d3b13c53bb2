// A backend in double against central differences of its own forward pass.
#pragma once

#include "backend_parity.h"

namespace logitbench::testing {

// At h = 1e-5 the differences are good to h² (truncation) plus 1e-16 / h (rounding), both some
// 1e-10 of the gradient's size; what is left of the tolerance is for long sums.
inline constexpr double kDifferenceStep = 1e-5;
inline constexpr double kDifferenceTolerance = 1e-7;

// Of the scalar Σ d_logits · logits, by up to 20 parameters of each block, spread evenly.
inline Findings check_gradients(const Compile& compile, const NetworkCase& network, size_t rows) {
  constexpr size_t kPerBlock = 20;
  const NetworkSpec& spec = network.spec;
  const auto subject = compile(spec, {rows, 1});
  InputSource source(Draw::plain, 11);
  std::vector<double> parameters = source.parameters(spec);
  const Features features = source.features(spec.input, rows, Stored::doubles);
  const std::vector<uint32_t> picked = source.rows(rows, rows);
  const std::vector<double> d_logits = source.numbers(rows * output_shape(spec).size());
  const auto scalar = [&](const std::vector<double>& at) {
    subject->set_parameters(at);
    const std::vector<double> logits = as_doubles(subject->forward({&features, picked}));
    double sum = 0;
    for (size_t i = 0; i < logits.size(); ++i) sum += d_logits[i] * logits[i];
    return sum;
  };

  subject->set_parameters(parameters);
  const RealMatrix logits = subject->forward({&features, picked});
  if (!std::holds_alternative<MatrixView<double>>(logits))
    return {network.name + ": differences need a backend that computes in double"};
  subject->backward(Upstream(d_logits, logits).matrix);
  std::vector<double> gradients(parameters.size());
  subject->get_gradients(gradients);

  Findings findings;
  for (const ParameterBlock& block : parameter_blocks(spec)) {
    std::vector<double> found, expected;
    const size_t stride = (block.count + kPerBlock - 1) / kPerBlock;
    for (size_t i = block.offset; i < block.offset + block.count; i += stride) {
      const double value = parameters[i];
      parameters[i] = value + kDifferenceStep;
      const double above = scalar(parameters);
      parameters[i] = value - kDifferenceStep;
      const double below = scalar(parameters);
      parameters[i] = value;
      expected.push_back((above - below) / (2 * kDifferenceStep));
      found.push_back(gradients[i]);
    }
    const double difference = relative_difference(found, expected);
    if (!(difference <= kDifferenceTolerance))
      findings.push_back(network.name + ": gradient of layer " + std::to_string(block.layer) +
                         (block.bias ? " bias" : " weight") + " is off by " +
                         std::to_string(difference * 1e6) + "e-6 of its largest element");
  }
  return findings;
}

}  // namespace logitbench::testing
