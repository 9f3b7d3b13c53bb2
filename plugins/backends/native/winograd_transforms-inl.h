// The transforms of winograd.h on registers. Read again for each instruction set.
#if defined(LOGITBENCH_NATIVE_WINOGRAD_TRANSFORMS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_NATIVE_WINOGRAD_TRANSFORMS_INL_H_
#undef LOGITBENCH_NATIVE_WINOGRAD_TRANSFORMS_INL_H_
#else
#define LOGITBENCH_NATIVE_WINOGRAD_TRANSFORMS_INL_H_
#endif

#include "lane_vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {

// Bᵀ d of a column (or row) of four.
HWY_INLINE void transform_four(V d0, V d1, V d2, V d3, V (&result)[4]) {
  result[0] = hn::Sub(d0, d2);
  result[1] = hn::Add(d1, d2);
  result[2] = hn::Sub(d2, d1);
  result[3] = hn::Sub(d1, d3);
}

// Bᵀ in B of 4×4 pixels; store(row, column, value).
template <class Store>
HWY_INLINE void transform_input(const float* HWY_RESTRICT in, size_t in_row, const Store& store) {
  V columns[4][4];
  HWY_UNROLL(4) for (size_t x = 0; x < 4; ++x) {
    const float* at = in + x * kImageLanes;
    transform_four(hn::Load(kFloats, at), hn::Load(kFloats, at + in_row),
                   hn::Load(kFloats, at + 2 * in_row), hn::Load(kFloats, at + 3 * in_row),
                   columns[x]);
  }
  HWY_UNROLL(4) for (size_t a = 0; a < 4; ++a) {
    V row[4];
    transform_four(columns[0][a], columns[1][a], columns[2][a], columns[3][a], row);
    HWY_UNROLL(4) for (size_t b = 0; b < 4; ++b) store(a, b, row[b]);
  }
}

// A d of a column (or row) of two.
HWY_INLINE void spread_two(V d0, V d1, V (&result)[4]) {
  result[0] = d0;
  result[1] = hn::Add(d0, d1);
  result[2] = hn::Sub(d0, d1);
  result[3] = hn::Neg(d1);
}

// A d_out Aᵀ of 2×2 pixels; store(row, column, value).
template <class Store>
HWY_INLINE void transform_gradient(const float* HWY_RESTRICT d_out, size_t out_row,
                                   const Store& store) {
  V columns[2][4];
  HWY_UNROLL(2) for (size_t x = 0; x < 2; ++x) {
    const float* at = d_out + x * kImageLanes;
    spread_two(hn::Load(kFloats, at), hn::Load(kFloats, at + out_row), columns[x]);
  }
  HWY_UNROLL(4) for (size_t a = 0; a < 4; ++a) {
    V row[4];
    spread_two(columns[0][a], columns[1][a], row);
    HWY_UNROLL(4) for (size_t b = 0; b < 4; ++b) store(a, b, row[b]);
  }
}

}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
