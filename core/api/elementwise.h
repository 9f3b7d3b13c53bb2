// What element-wise optimizers share: the loop over all arrays, compiled for the processor at hand,
// the rounded copies, and the question whether what it wrote is finite.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "bfloat16.h"
#include "network.h"
#include "sanitizer.h"

// On a function with a plain loop: compiled once for each instruction set, the best one is picked
// when the plugin is loaded. The results are the same to the last bit: the build forbids fused
// multiply-add, and add, multiply, divide and square root are rounded alike at every width.
// Sanitizers run before the picking could work, so their builds have the plain version alone.
#if defined(__x86_64__) && defined(__linux__) && !LOGITBENCH_SANITIZED
#define LOGITBENCH_FOR_EACH_CPU __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
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

inline void round_to_bfloat16(const float* values, uint16_t* bfloat16, size_t count) {
  for (size_t i = 0; i < count; ++i) bfloat16[i] = to_bfloat16(values[i]);
}

// A part of one parameter array, to be updated by one thread.
template <class Real>
struct ParameterRange {
  size_t array, first, count;  // which array; where in it the pointers below begin
  Real* values;
  const Real* gradients;
  uint16_t* bfloat16;  // null where no copies are wanted; always null for double
};

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
  // The state of a range.
  template <class Real>
  Real* of(const ParameterRange<Real>& range) {
    return std::get<std::vector<Real>>(arrays_[range.array]).data() + range.first;
  }

 private:
  std::vector<std::variant<std::vector<float>, std::vector<double>>> arrays_;
};

// Calls update(ParameterRange) on disjoint ranges of every array. It writes the values and, where
// the range has them, their bfloat16 copies, and returns whether all values that it wrote are
// finite; so does this, for all together.
template <class Update>
bool update_each(std::span<const ParameterArray> parameters, Parallel& parallel, Update&& update) {
  constexpr size_t kLine = 16;  // ranges begin where a cache line of floats may
  constexpr size_t kGrain =
      16384 / kLine;  // some 5 µs; below it a thread costs more than it brings
  std::atomic<bool> finite = true;
  for (size_t array = 0; array < parameters.size(); ++array)
    std::visit(
        [&](auto values) {
          using Real = typename decltype(values)::value_type;
          const auto gradients = std::get<decltype(values)>(parameters[array].gradients);
          uint16_t* const copies = parameters[array].bfloat16.data();
          const size_t lines = (values.size() + kLine - 1) / kLine;
          parallel.over(lines, kGrain, [&](size_t first_line, size_t last_line) {
            const size_t first = first_line * kLine;
            const size_t last = std::min(last_line * kLine, values.size());
            const ParameterRange<Real> range{array,
                                             first,
                                             last - first,
                                             values.data() + first,
                                             gradients.data() + first,
                                             copies == nullptr ? nullptr : copies + first};
            if (!update(range)) finite.store(false, std::memory_order_relaxed);
          });
        },
        parameters[array].values);
  return finite;
}

}  // namespace logitbench
