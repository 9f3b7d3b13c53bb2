// About how long a training step takes on one core, and how many threads that is worth: for the
// rules behind `threads: auto`. Each backend has its own costs, measured.
#pragma once

#include <logitbench/layers.h>

#include <cmath>

namespace logitbench::float_network {

// Nanoseconds.
struct ThreadCosts {
  // Of a step on one thread (forward, loss, backward, update): of each row, number of a row (input,
  // and output of each layer), multiply-add of a row's forward pass, parameter.
  double row = 0, number = 0, multiply_add = 0, parameter = 0;
  // Of a thread more: handing parts over; parameters and gradients that go between the caches, by
  // the root of their number, as of many each thread keeps its part.
  double thread = 0, root_of_parameters = 0;
};

inline double step_nanoseconds(const ThreadCosts& costs, const NetworkSpec& spec, size_t rows) {
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
inline size_t threads_worth(const ThreadCosts& costs, const NetworkSpec& spec, size_t rows) {
  const double of_thread = costs.thread + costs.root_of_parameters *
                                              std::sqrt(static_cast<double>(parameter_count(spec)));
  return static_cast<size_t>(step_nanoseconds(costs, spec, rows) / of_thread);
}

}  // namespace logitbench::float_network
