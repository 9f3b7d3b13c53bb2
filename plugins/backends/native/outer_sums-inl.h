// Sums of the products of each of some outputs with each of some inputs, every lane for itself:
// what a weight's gradient is made of. Read again for each instruction set.
#if defined(LOGITBENCH_NATIVE_OUTER_SUMS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_NATIVE_OUTER_SUMS_INL_H_
#undef LOGITBENCH_NATIVE_OUTER_SUMS_INL_H_
#else
#define LOGITBENCH_NATIVE_OUTER_SUMS_INL_H_
#endif

#include "lane_vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {

// In registers. Inputs lie side by side, outputs and rows of sums as far apart as is said.
template <size_t Outputs, size_t Inputs>
struct OuterSums {
  V sums[Outputs][Inputs];

  HWY_INLINE void load(const float* HWY_RESTRICT from, size_t row) {
    HWY_UNROLL(8)
    for (size_t o = 0; o < Outputs; ++o) HWY_UNROLL(4)
    for (size_t i = 0; i < Inputs; ++i)
      sums[o][i] = hn::Load(kFloats, from + o * row + i * kImageLanes);
  }
  HWY_INLINE void add(const float* HWY_RESTRICT outputs, size_t output_stride,
                      const float* HWY_RESTRICT inputs) {
    V x[Inputs];
    HWY_UNROLL(4)
    for (size_t i = 0; i < Inputs; ++i) x[i] = hn::Load(kFloats, inputs + i * kImageLanes);
    HWY_UNROLL(8) for (size_t o = 0; o < Outputs; ++o) {
      const V d = hn::Load(kFloats, outputs + o * output_stride);
      HWY_UNROLL(4)
      for (size_t i = 0; i < Inputs; ++i) sums[o][i] = hn::MulAdd(d, x[i], sums[o][i]);
    }
  }
  HWY_INLINE void store(float* HWY_RESTRICT to, size_t row) const {
    HWY_UNROLL(8)
    for (size_t o = 0; o < Outputs; ++o) HWY_UNROLL(4)
    for (size_t i = 0; i < Inputs; ++i)
      hn::Store(sums[o][i], kFloats, to + o * row + i * kImageLanes);
  }
};

}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
