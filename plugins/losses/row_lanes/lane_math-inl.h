// exp and log of vectors of floats, within 1.4 ulp (with fused multiply-add), for what losses meet:
// NaN stays NaN, denormal numbers are kept. Included once for each instruction set (Highway's
// foreach_target.h).
#include <hwy/highway.h>
// After it, as it needs what that declares.
#include <hwy/contrib/math/math-inl.h>

#include <limits>

#if defined(LOGITBENCH_LANE_MATH) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_LANE_MATH
#undef LOGITBENCH_LANE_MATH
#else
#define LOGITBENCH_LANE_MATH
#endif

HWY_BEFORE_NAMESPACE();
namespace logitbench::row_lanes::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// The larger of the two; NaN where x is.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V at_least([[maybe_unused]] D d, V low, V x) {
#if HWY_TARGET == HWY_SCALAR
  return hn::IfThenElse(hn::Lt(x, low), low, x);
#else
  return hn::Max(low, x);  // of x86, the second where one is NaN; elsewhere NaN
#endif
}

#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3

// 2^(i / 16).
HWY_ALIGN constexpr float kSixteenthPowers[16] = {
    1.0f,        1.04427378f, 1.09050773f, 1.13878863f, 1.18920712f, 1.24185781f,
    1.29683955f, 1.35425555f, 1.41421356f, 1.47682615f, 1.54221083f, 1.61049033f,
    1.68179283f, 1.75625216f, 1.83400809f, 1.91520656f};

// exp(x) for x <= 0, 1 for 0; also for NaN. exp(x) = 2^n · exp(r) with n in sixteenths and
// |r| <= ln 2 / 32. Highway has no name for the two instructions that make this shorter than the
// way of the other instruction sets.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V exp_of_nonpositive(D d, V x) {
  // Below -104 the result rounds to 0, and r must stay small.
  x = at_least(d, hn::Set(d, -105.0f), x);
  // Adding 1.5 · 2^19 rounds to sixteenths, of which the last four bits count those of a whole.
  const V shift = hn::Set(d, 0x1.8p19f);
  const V shifted = hn::MulAdd(x, hn::Set(d, 1.44269504f), shift);
  const V n = hn::Sub(shifted, shift);
  // ln 2 in two parts, of which the first times n is exact.
  V r = hn::NegMulAdd(n, hn::Set(d, 0.693359375f), x);
  r = hn::NegMulAdd(n, hn::Set(d, -2.12194440e-4f), r);
  // exp(r) - 1, within 2^-29: 1/2 is moved by what makes the greatest error least.
  const V q = hn::MulAdd(r, hn::Set(d, 0.16666667f), hn::Set(d, 0.50001621f));
  const V less_one = hn::MulAdd(hn::Mul(r, r), q, r);
  // Looks at the last four bits of an index.
  const V power{
      _mm512_permutexvar_ps(_mm512_castps_si512(shifted.raw), hn::Load(d, kSixteenthPowers).raw)};
  // Times 2 to the whole part of n; what is denormal is rounded there.
  return V{_mm512_scalef_ps(hn::MulAdd(power, less_one, power).raw, n.raw)};
}

#else

// exp(x) for x <= 0, 1 for 0; also for NaN. exp(x) = 2^n · exp(r) with |r| <= ln 2 / 2.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V exp_of_nonpositive(D d, V x) {
  // Below -104 the result rounds to 0, and n must fit.
  x = at_least(d, hn::Set(d, -105.0f), x);
  // Adding 1.5 · 2^23 rounds to an integer, which then stands in the lowest bits; with 127 more it
  // is a float's exponent. With 64 more than that 2^n is a normal number where the result is none,
  // and the last product rounds once.
  const V shift = hn::Set(d, 0x1.8p23f + 127 + 64);
  const V shifted = hn::MulAdd(x, hn::Set(d, 1.44269504f), shift);
  const V n = hn::Sub(shifted, shift);
  // ln 2 in two parts, of which the first times n is exact.
  V r = hn::NegMulAdd(n, hn::Set(d, 0.693359375f), x);
  r = hn::NegMulAdd(n, hn::Set(d, -2.12194440e-4f), r);
  // (exp(r) - 1 - r) / r²: least relative error of exp(r), 2^-28, among polynomials of this degree
  // with float coefficients.
  V q = hn::MulAdd(r, hn::Set(d, 0.001382144633680582f), hn::Set(d, 0.008368857204914093f));
  q = hn::MulAdd(r, q, hn::Set(d, 0.04166826233267784f));
  q = hn::MulAdd(r, q, hn::Set(d, 0.1666651964187622f));
  q = hn::MulAdd(r, q, hn::Set(d, 0.4999999403953552f));
  const V exp_r = hn::Add(hn::Set(d, 1.0f), hn::MulAdd(hn::Mul(r, r), q, r));
  const hn::RebindToUnsigned<D> du;
  const V power = hn::BitCast(d, hn::ShiftLeft<23>(hn::BitCast(du, shifted)));
  return hn::Mul(hn::Mul(exp_r, power), hn::Set(d, 0x1p-64f));
}

#endif

// log(1 + x) for x from 0 to 2^20, with all digits of a small x; also for NaN. It is
// e · ln 2 + log(1 + f) with 1 + f = (1 + x) / 2^e between √½ and √2, by the polynomial of Cephes'
// logf.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V log1p_of_nonnegative(D d, V x) {
  const hn::RebindToSigned<D> di;
  const V one = hn::Set(d, 1.0f);
  const auto above_root = hn::Sub(hn::BitCast(di, hn::Add(one, x)), hn::Set(di, 0x3f3504f3));
  const auto exponent = hn::And(above_root, hn::Set(di, ~0x7fffff));
  const V e = hn::ConvertTo(d, hn::ShiftRight<23>(above_root));
  const V power = hn::BitCast(d, hn::Sub(hn::BitCast(di, one), exponent));  // 2^-e
  const V f = hn::MulAdd(x, power, hn::Sub(power, one));
  V p = hn::MulAdd(f, hn::Set(d, 7.0376836292e-2f), hn::Set(d, -1.1514610310e-1f));
  for (const float c : {1.1676998740e-1f, -1.2420140846e-1f, 1.4249322787e-1f, -1.6668057665e-1f,
                        2.0000714765e-1f, -2.4999993993e-1f, 3.3333331174e-1f})
    p = hn::MulAdd(f, p, hn::Set(d, c));
  const V square = hn::Mul(f, f);
  V tail = hn::Mul(hn::Mul(f, square), p);
  // ln 2 in two parts, of which the first times e is exact.
  tail = hn::MulAdd(e, hn::Set(d, -2.12194440e-4f), tail);
  tail = hn::NegMulAdd(square, hn::Set(d, 0.5f), tail);
  return hn::MulAdd(e, hn::Set(d, 0.693359375f), hn::Add(f, tail));
}

// log(x) for x >= 0, -inf for 0; also for inf and NaN.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V log_of_nonnegative(D d, V x) {
  const V infinity = hn::Set(d, std::numeric_limits<float>::infinity());
  const V log = hn::IfThenElse(hn::Lt(x, infinity), hn::Log(d, x), x);
  return hn::IfThenElse(hn::Eq(x, hn::Zero(d)), hn::Neg(infinity), log);
}

}  // namespace logitbench::row_lanes::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
