// What element-wise optimizers share: the loop over all arrays, compiled for the processor at hand,
// and the question whether what it wrote is finite.
#pragma once

#include <atomic>
#include <bit>
#include <cstdint>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "network.h"
#include "sanitizer.h"

// On a function with a plain loop: compiled once for each instruction set, the best one is picked
// when the plugin is loaded. The results are the same to the last bit: the build forbids fused
// multiply-add, and add, multiply, divide and square root are rounded alike at every width.
// Sanitizers run before the picking could work, so their builds have the plain version alone.
#if defined(__x86_64__) && defined(__linux__) && !LOGITBENCH_SANITIZED
#define LOGITBENCH_FOR_EACH_CPU __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define LOGITBENCH_FOR_EACH_CPU
#endif

namespace logitbench {

// 1 for NaN and infinities, else 0. An integer, so that a loop may OR it up and still be
// vectorised.
inline uint32_t is_nonfinite(float value) {
  constexpr uint32_t kExponent = 0x7f800000u;
  return (std::bit_cast<uint32_t>(value) & kExponent) == kExponent;
}
inline uint64_t is_nonfinite(double value) {
  constexpr uint64_t kExponent = 0x7ff0000000000000u;
  return (std::bit_cast<uint64_t>(value) & kExponent) == kExponent;
}

// One number of state for each parameter, zero at first, in the parameter's own type.
class OptimizerState {
 public:
  // Allocates at the first call; a run gives the same arrays at every step.
  void prepare(std::span<const ParameterArray> parameters) {
    if (!arrays_.empty()) return;
    for (const ParameterArray& parameter : parameters)
      std::visit(
          [&](auto values) {
            using Real = typename decltype(values)::value_type;
            arrays_.emplace_back(std::vector<Real>(values.size()));
          },
          parameter.values);
  }
  // The state of an array; its type is that of the array's values.
  template <class Real>
  Real* of(size_t array, const Real*) {
    return std::get<std::vector<Real>>(arrays_[array]).data();
  }

 private:
  std::vector<std::variant<std::vector<float>, std::vector<double>>> arrays_;
};

// Calls update(array, values, gradients, first, last) on disjoint ranges of every array. It returns
// whether all that it wrote are finite, and so does this, for all together.
template <class Update>
bool update_each(std::span<const ParameterArray> parameters, Parallel& parallel, Update&& update) {
  constexpr size_t kGrain = 16384;  // some 10 µs; below it a thread costs more than it brings
  std::atomic<bool> finite = true;
  for (size_t array = 0; array < parameters.size(); ++array)
    std::visit(
        [&](auto values) {
          const auto gradients = std::get<decltype(values)>(parameters[array].gradients);
          parallel.over(values.size(), kGrain, [&](size_t first, size_t last) {
            if (!update(array, values.data(), std::as_const(gradients).data(), first, last))
              finite.store(false, std::memory_order_relaxed);
          });
        },
        parameters[array].values);
  return finite;
}

}  // namespace logitbench
