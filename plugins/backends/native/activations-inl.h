// Activations that take an exponential. NaN passes through: Highway's functions make a number of
// it. Read again for each instruction set.
#if defined(LOGITBENCH_NATIVE_ACTIVATIONS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_NATIVE_ACTIVATIONS_INL_H_
#undef LOGITBENCH_NATIVE_ACTIVATIONS_INL_H_
#else
#define LOGITBENCH_NATIVE_ACTIVATIONS_INL_H_
#endif

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class V>
HWY_INLINE V sigmoid(V x) {
  constexpr hn::DFromV<V> d;
  // exp(88) is near the largest float, and hn::Exp is not defined far beyond it; 1 / (1 + it) is
  // no normal number any more.
  const V e = hn::Exp(d, hn::Min(hn::Neg(x), hn::Set(d, 88.0f)));
  const V one = hn::Set(d, 1.0f);
  return hn::IfThenElse(hn::IsNaN(x), x, hn::Div(one, hn::Add(one, e)));
}

template <class V>
HWY_INLINE V hyperbolic_tangent(V x) {
  return hn::IfThenElse(hn::IsNaN(x), x, hn::Tanh(hn::DFromV<V>(), x));
}

}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
