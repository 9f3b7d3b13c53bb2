// Functions of a vector of floats, whatever its width. No include guard of the usual kind: it is
// read again for each instruction set.
#if defined(LOGITBENCH_NATIVE_VECTOR_FUNCTIONS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_NATIVE_VECTOR_FUNCTIONS_INL_H_
#undef LOGITBENCH_NATIVE_VECTOR_FUNCTIONS_INL_H_
#else
#define LOGITBENCH_NATIVE_VECTOR_FUNCTIONS_INL_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// AVX-512 has 32 registers for sums and their operands, the others 16.
constexpr bool kManyRegisters = HWY_TARGET <= HWY_AVX3;

// x <= 0 ? 0 : x, which lets NaN pass.
template <class V>
HWY_INLINE V relu(V x) {
  return hn::IfThenZeroElse(hn::Le(x, hn::Zero(hn::DFromV<V>())), x);
}

// dy · dy/dx, told by y.
template <class V>
HWY_INLINE V through_relu(V y, V dy) {
  return hn::IfThenZeroElse(hn::Le(y, hn::Zero(hn::DFromV<V>())), dy);
}
template <class V>
HWY_INLINE V through_sigmoid(V y, V dy) {
  return hn::Mul(dy, hn::Mul(y, hn::Sub(hn::Set(hn::DFromV<V>(), 1.0f), y)));
}
template <class V>
HWY_INLINE V through_tanh(V y, V dy) {
  return hn::Mul(dy, hn::NegMulAdd(y, y, hn::Set(hn::DFromV<V>(), 1.0f)));
}

// As to_bfloat16 in <logitbench/bfloat16.h>, back in a float.
template <class V>
HWY_INLINE V nearest_bfloat16(V v) {
  constexpr hn::DFromV<V> d;
  constexpr hn::RebindToUnsigned<decltype(d)> du;
  const auto bits = hn::BitCast(du, v);
  const auto odd = hn::And(hn::ShiftRight<16>(bits), hn::Set(du, 1u));
  const auto rounded =
      hn::And(hn::Add(bits, hn::Add(odd, hn::Set(du, 0x7fffu))), hn::Set(du, 0xffff0000u));
  return hn::IfThenElse(hn::IsNaN(v), v, hn::BitCast(d, rounded));
}

}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
