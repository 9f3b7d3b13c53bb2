// What kernels of all files share, once for each instruction set.
#if defined(LOGITBENCH_NATIVE_VECTORS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_NATIVE_VECTORS_INL_H_
#undef LOGITBENCH_NATIVE_VECTORS_INL_H_
#else
#define LOGITBENCH_NATIVE_VECTORS_INL_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

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

// x <= 0 ? 0 : x, which lets NaN pass.
HWY_INLINE FloatVector relu(FloatVector x) {
  return hn::IfThenZeroElse(hn::Le(x, hn::Zero(Floats())), x);
}

// As to_bfloat16 in <logitbench/bfloat16.h>, back in a float.
HWY_INLINE FloatVector nearest_bfloat16(FloatVector v) {
  constexpr Floats d;
  constexpr hn::RebindToUnsigned<Floats> du;
  const auto bits = hn::BitCast(du, v);
  const auto odd = hn::And(hn::ShiftRight<16>(bits), hn::Set(du, 1u));
  const auto rounded =
      hn::And(hn::Add(bits, hn::Add(odd, hn::Set(du, 0x7fffu))), hn::Set(du, 0xffff0000u));
  return hn::IfThenElse(hn::IsNaN(v), v, hn::BitCast(d, rounded));
}

}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
