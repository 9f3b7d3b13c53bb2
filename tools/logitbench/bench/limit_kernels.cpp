// The loops behind the limits, for the vectors of the processor at hand.
#include "tools/logitbench/bench/limit_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tools/logitbench/bench/limit_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace logitbench::bench::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void sweep(const float* from, float* to, size_t count, float factor) {
  const hn::ScalableTag<float> d;
  const auto scale = hn::Set(d, factor);
  size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d))
    hn::StoreU(hn::Mul(hn::LoadU(d, from + i), scale), d, to + i);
  for (; i < count; ++i) to[i] = from[i] * factor;
}

// Ten sums that do not wait for each other hide the latency of two units; the sixteen registers of
// the oldest processors hold them.
template <class Real>
double multiply_add(size_t repeats, Real* kept) {
  const hn::ScalableTag<Real> d;
  const auto factor = hn::Set(d, static_cast<Real>(0.5)), one = hn::Set(d, static_cast<Real>(1));
  // From different numbers: sums that are equal a compiler makes one of.
  const auto from = [&](int n) { return hn::Set(d, static_cast<Real>(n)); };
  auto a = from(1), b = from(3), c = from(4), e = from(5), f = from(6), g = from(7), h = from(8),
       i = from(9), j = from(10), k = from(11);
  for (size_t r = 0; r < repeats; ++r) {
    a = hn::MulAdd(a, factor, one);
    b = hn::MulAdd(b, factor, one);
    c = hn::MulAdd(c, factor, one);
    e = hn::MulAdd(e, factor, one);
    f = hn::MulAdd(f, factor, one);
    g = hn::MulAdd(g, factor, one);
    h = hn::MulAdd(h, factor, one);
    i = hn::MulAdd(i, factor, one);
    j = hn::MulAdd(j, factor, one);
    k = hn::MulAdd(k, factor, one);
  }
  const auto sum = hn::Add(hn::Add(hn::Add(a, b), hn::Add(c, e)),
                           hn::Add(hn::Add(hn::Add(f, g), hn::Add(h, i)), hn::Add(j, k)));
  *kept = hn::GetLane(sum);
  return 10.0 * 2.0 * static_cast<double>(hn::Lanes(d)) * static_cast<double>(repeats);
}

double multiply_add_f32(size_t repeats, float* kept) { return multiply_add(repeats, kept); }
double multiply_add_f64(size_t repeats, double* kept) { return multiply_add(repeats, kept); }

}  // namespace logitbench::bench::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::bench {

HWY_EXPORT(sweep);
HWY_EXPORT(multiply_add_f32);
HWY_EXPORT(multiply_add_f64);

void sweep_once(const float* from, float* to, size_t count, float factor) {
  HWY_DYNAMIC_DISPATCH(sweep)(from, to, count, factor);
}
double multiply_add(size_t repeats, float* kept) {
  return HWY_DYNAMIC_DISPATCH(multiply_add_f32)(repeats, kept);
}
double multiply_add(size_t repeats, double* kept) {
  return HWY_DYNAMIC_DISPATCH(multiply_add_f64)(repeats, kept);
}

}  // namespace logitbench::bench
#endif
