// Whole registers, and their first lanes, for kernels whose rows lie in memory as they come; once
// for each instruction set.
#if defined(LOGITBENCH_NATIVE_VECTORS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_NATIVE_VECTORS_INL_H_
#undef LOGITBENCH_NATIVE_VECTORS_INL_H_
#else
#define LOGITBENCH_NATIVE_VECTORS_INL_H_
#endif

#include <hwy/highway.h>

#include "vector_functions-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
using Floats = hn::ScalableTag<float>;
using FloatVector = hn::Vec<Floats>;
constexpr size_t kLanes = hn::MaxLanes(Floats());

// The first `count` lanes, at most all, and zero behind them; reads nothing behind them.
HWY_INLINE FloatVector load_part(const float* from, size_t count) {
  constexpr Floats d;
  if (count >= kLanes) return hn::LoadU(d, from);
#if HWY_TARGET <= HWY_AVX2
  return hn::MaskedLoad(hn::FirstN(d, count), d, from);
#else
  HWY_ALIGN float lanes[kLanes] = {};
  for (size_t i = 0; i < count; ++i) lanes[i] = from[i];
  return hn::Load(d, lanes);
#endif
}

// Writes the first `count` lanes, at most all, and touches nothing behind them.
HWY_INLINE void store_part(FloatVector v, float* to, size_t count) {
  constexpr Floats d;
  if (count >= kLanes) {
    hn::StoreU(v, d, to);
    return;
  }
#if HWY_TARGET <= HWY_AVX2
  hn::BlendedStore(v, hn::FirstN(d, count), d, to);
#else
  HWY_ALIGN float lanes[kLanes];
  hn::Store(v, d, lanes);
  for (size_t i = 0; i < count; ++i) to[i] = lanes[i];
#endif
}

}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
