#include "pointwise.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/pointwise.cpp"
#include <hwy/foreach_target.h>  // compiles this file once for each instruction set

#include <hwy/highway.h>

#include "activations-inl.h"
#include "vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

// to[r][c] = f(x[r][c], y[r][c])
template <class Function>
HWY_INLINE void for_each(size_t rows, size_t columns, ConstBlock x, ConstBlock y, Block to,
                         const Function& f) {
  for (size_t r = 0; r < rows; ++r)
    for (size_t c = 0; c < columns; c += kLanes) {
      const size_t count = columns - c;
      const FloatVector of_x = load_part(x.at(r, c).data, count);
      const FloatVector of_y = x.data == y.data ? of_x : load_part(y.at(r, c).data, count);
      store_part(f(of_x, of_y), to.at(r, c).data, count);
    }
}

void activate(ActivationKind kind, size_t rows, size_t columns, ConstBlock x, Block y) {
  switch (kind) {
    case ActivationKind::relu:
      return for_each(rows, columns, x, x, y, [](auto v, auto) { return relu(v); });
    case ActivationKind::sigmoid:
      return for_each(rows, columns, x, x, y, [](auto v, auto) { return sigmoid(v); });
    case ActivationKind::tanh:
      return for_each(rows, columns, x, x, y, [](auto v, auto) { return hyperbolic_tangent(v); });
  }
}

void multiply_by_slope(ActivationKind kind, size_t rows, size_t columns, ConstBlock y,
                       ConstBlock dy, Block dx) {
  switch (kind) {
    case ActivationKind::relu:
      return for_each(rows, columns, y, dy, dx,
                      [](auto v, auto dv) { return through_relu(v, dv); });
    case ActivationKind::sigmoid:
      return for_each(rows, columns, y, dy, dx,
                      [](auto v, auto dv) { return through_sigmoid(v, dv); });
    case ActivationKind::tanh:
      return for_each(rows, columns, y, dy, dx,
                      [](auto v, auto dv) { return through_tanh(v, dv); });
  }
}

void copy_block(size_t rows, size_t columns, ConstBlock from, Block to) {
  for_each(rows, columns, from, from, to, [](auto v, auto) { return v; });
}

void sum_rows(size_t rows, size_t columns, ConstBlock x, float* sums) {
  constexpr Floats d;
  constexpr size_t kChains = 4;  // an addition takes some four cycles
  for (size_t c = 0; c < columns; c += kLanes) {
    FloatVector chain[kChains];
    for (FloatVector& sum : chain) sum = hn::Zero(d);
    size_t r = 0;
    for (; r + kChains <= rows; r += kChains)
      for (size_t i = 0; i < kChains; ++i)
        chain[i] = hn::Add(chain[i], load_part(x.at(r + i, c).data, columns - c));
    for (; r < rows; ++r) chain[0] = hn::Add(chain[0], load_part(x.at(r, c).data, columns - c));
    store_part(hn::Add(hn::Add(chain[0], chain[1]), hn::Add(chain[2], chain[3])), sums + c,
               columns - c);
  }
}

// x - x is zero, or NaN where x is not finite.
bool all_finite(size_t rows, size_t columns, ConstBlock x) {
  constexpr Floats d;
  FloatVector sum = hn::Zero(d);
  for (size_t r = 0; r < rows; ++r)
    for (size_t c = 0; c < columns; c += kLanes) {
      const FloatVector v = load_part(x.at(r, c).data, columns - c);
      sum = hn::Or(sum, hn::Sub(v, v));
    }
  return hn::AllTrue(d, hn::Eq(sum, hn::Zero(d)));
}

void round_in_place(size_t rows, size_t columns, Block x) {
  for_each(rows, columns, x, x, x, [](auto v, auto) { return nearest_bfloat16(v); });
}

void widen_bfloat16(const uint16_t* from, size_t count, float* to) {
  constexpr Floats d;
  constexpr hn::RebindToUnsigned<Floats> du;
  constexpr hn::Rebind<uint16_t, Floats> dh;
  size_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
    hn::StoreU(hn::BitCast(d, hn::ShiftLeft<16>(hn::PromoteTo(du, hn::LoadU(dh, from + i)))), d,
               to + i);
  for (; i < count; ++i) {
    const uint32_t bits = static_cast<uint32_t>(from[i]) << 16;
    hwy::CopyBytes<sizeof(bits)>(&bits, to + i);
  }
}

}  // namespace
}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(activate);
HWY_EXPORT(multiply_by_slope);
HWY_EXPORT(copy_block);
HWY_EXPORT(sum_rows);
HWY_EXPORT(all_finite);
HWY_EXPORT(round_in_place);
HWY_EXPORT(widen_bfloat16);

void activate(ActivationKind kind, size_t rows, size_t columns, ConstBlock x, Block y) {
  HWY_DYNAMIC_DISPATCH(activate)(kind, rows, columns, x, y);
}
void multiply_by_slope(ActivationKind kind, size_t rows, size_t columns, ConstBlock y,
                       ConstBlock dy, Block dx) {
  HWY_DYNAMIC_DISPATCH(multiply_by_slope)(kind, rows, columns, y, dy, dx);
}
void copy_block(size_t rows, size_t columns, ConstBlock from, Block to) {
  HWY_DYNAMIC_DISPATCH(copy_block)(rows, columns, from, to);
}
void sum_rows(size_t rows, size_t columns, ConstBlock x, float* sums) {
  HWY_DYNAMIC_DISPATCH(sum_rows)(rows, columns, x, sums);
}
bool all_finite(size_t rows, size_t columns, ConstBlock x) {
  return HWY_DYNAMIC_DISPATCH(all_finite)(rows, columns, x);
}
void round_in_place(size_t rows, size_t columns, Block x) {
  HWY_DYNAMIC_DISPATCH(round_in_place)(rows, columns, x);
}
void widen_bfloat16(const uint16_t* from, size_t count, float* to) {
  HWY_DYNAMIC_DISPATCH(widen_bfloat16)(from, count, to);
}

}  // namespace logitbench::native
#endif  // HWY_ONCE
