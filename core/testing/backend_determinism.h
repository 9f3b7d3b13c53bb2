// Two networks of a backend, given the same, stay the same to the last bit over 20 updates.
#pragma once

#include <bit>

#include "backend_parity.h"

namespace logitbench::testing {

// A gradient step on Σ logits² / 2, which keeps every part of the network moving.
inline void descend(Network& network, const Batch& batch) {
  const RealMatrix logits = network.forward(batch);
  network.backward(Upstream(as_doubles(logits), logits).matrix);
  for (const ParameterArray& array : network.parameters())
    std::visit(
        [&](auto values) {
          const auto& gradients = std::get<decltype(values)>(array.gradients);
          using Real = typename decltype(values)::value_type;
          for (size_t i = 0; i < values.size(); ++i)
            values[i] -= Real(1e-3) / static_cast<Real>(batch.rows.size()) * gradients[i];
        },
        array.values);
}

inline bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
    return std::bit_cast<uint64_t>(x) == std::bit_cast<uint64_t>(y);
  });
}

// `threads_b` is `threads_a` unless the backend promises that results do not depend on threads.
inline Findings check_determinism(const Compile& compile, const NetworkCase& network,
                                  size_t max_batch, size_t threads_a, size_t threads_b) {
  constexpr int kSteps = 20;
  const auto a = compile(network.spec, {max_batch, threads_a});
  const auto b = compile(network.spec, {max_batch, threads_b});
  InputSource source(Draw::plain, 7);
  const std::vector<double> start = source.parameters(network.spec);
  a->set_parameters(start);
  b->set_parameters(start);
  const Features features = source.features(network.spec.input, 3 * max_batch, Stored::bytes);
  std::vector<double> of_a(start.size()), of_b(start.size());
  for (int step = 1; step <= kSteps; ++step) {
    const size_t rows = step % 4 == 0 ? max_batch / 2 + 1 : max_batch;
    const std::vector<uint32_t> picked = source.rows(rows, features.rows);
    descend(*a, {&features, picked});
    descend(*b, {&features, picked});
    a->get_parameters(of_a);
    b->get_parameters(of_b);
    if (!same_bits(of_a, of_b))
      return {network.name + ": two equal networks differ after step " + std::to_string(step)};
  }
  if (!start.empty() && same_bits(of_a, start))
    return {network.name + ": the parameters did not move in " + std::to_string(kSteps) + " steps"};
  return {};
}

}  // namespace logitbench::testing
