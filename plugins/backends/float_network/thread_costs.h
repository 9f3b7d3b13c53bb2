// About how long a training step takes on one core, and how many threads that is worth: for the
// rules behind `threads: auto`. Each backend has its own costs, measured.
#pragma once

#include <logitbench/layers.h>

#include <algorithm>

namespace logitbench::float_network {

// Nanoseconds of a step on one thread (forward, loss, backward, update): of each row, number of a
// row (input, and output of each layer), multiply-add of a row's forward pass, parameter.
struct StepCosts {
  double row = 0, number = 0, multiply_add = 0, parameter = 0;
};

// Nanoseconds of a step that a thread more costs: handing parts over; each parameter and gradient
// that goes between the caches. Of large arrays each thread keeps its part, so that these cost no
// more than `most_parameters`.
struct SharingCosts {
  double thread = 0, parameter = 0;
  size_t most_parameters = 0;
};

inline double step_nanoseconds(const StepCosts& costs, const NetworkSpec& spec, size_t rows) {
  size_t numbers = spec.input.size();
  Shape shape = spec.input;
  for (const Layer& layer : spec.layers) {
    shape = output_shape(layer, shape);
    if (!std::holds_alternative<Flatten>(layer)) numbers += shape.size();
  }
  const double of_row = costs.row + costs.number * static_cast<double>(numbers) +
                        costs.multiply_add * static_cast<double>(multiply_adds_per_row(spec));
  return of_row * static_cast<double>(rows) +
         costs.parameter * static_cast<double>(parameter_count(spec));
}

// One for as much work as a thread more costs: two from where half the step is worth the second.
inline size_t threads_worth(const StepCosts& step, const SharingCosts& sharing,
                            const NetworkSpec& spec, size_t rows) {
  const size_t shared = std::min(parameter_count(spec), sharing.most_parameters);
  const double of_thread = sharing.thread + sharing.parameter * static_cast<double>(shared);
  return static_cast<size_t>(step_nanoseconds(step, spec, rows) / of_thread);
}

}  // namespace logitbench::float_network
