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

// Of tiles of Pixels × Pixels. `in_points` is Bᵀ in B, `gradient_points` A d_out Aᵀ; they call
// store(row, column, value) for each point. `to_pixels` is Aᵀ of a row or column of points.
template <size_t Pixels>
struct Winograd;

template <>
struct Winograd<2> {
  static HWY_INLINE void four(V d0, V d1, V d2, V d3, V (&points)[4]) {
    points[0] = hn::Sub(d0, d2);
    points[1] = hn::Add(d1, d2);
    points[2] = hn::Sub(d2, d1);
    points[3] = hn::Sub(d1, d3);
  }

  template <class Store>
  static HWY_INLINE void in_points(const float* HWY_RESTRICT in, size_t in_row,
                                   const Store& store) {
    V columns[4][4];
    HWY_UNROLL(4) for (size_t x = 0; x < 4; ++x) {
      const float* at = in + x * kImageLanes;
      four(hn::Load(kFloats, at), hn::Load(kFloats, at + in_row),
           hn::Load(kFloats, at + 2 * in_row), hn::Load(kFloats, at + 3 * in_row), columns[x]);
    }
    HWY_UNROLL(4) for (size_t a = 0; a < 4; ++a) {
      V row[4];
      four(columns[0][a], columns[1][a], columns[2][a], columns[3][a], row);
      HWY_UNROLL(4) for (size_t b = 0; b < 4; ++b) store(a, b, row[b]);
    }
  }

  static HWY_INLINE void to_pixels(const V (&points)[4], V (&pixels)[2]) {
    pixels[0] = hn::Add(hn::Add(points[0], points[1]), points[2]);
    pixels[1] = hn::Sub(hn::Sub(points[1], points[2]), points[3]);
  }
};

template <>
struct Winograd<4> {
  // Points of a column (or row) of six, two by two.
  static HWY_INLINE void points_1_2(V d1, V d2, V d3, V d4, V& point1, V& point2) {
    const V k4 = hn::Set(kFloats, 4.0f);
    const V even = hn::NegMulAdd(k4, d2, d4), odd = hn::NegMulAdd(k4, d1, d3);
    point1 = hn::Add(even, odd);
    point2 = hn::Sub(even, odd);
  }
  static HWY_INLINE void points_3_4(V d1, V d2, V d3, V d4, V& point3, V& point4) {
    const V k2 = hn::Set(kFloats, 2.0f);
    const V even = hn::Sub(d4, d2), odd = hn::Sub(d3, d1);
    point3 = hn::MulAdd(k2, odd, even);
    point4 = hn::NegMulAdd(k2, odd, even);
  }
  // Point 0 of d0, d2, d4; point 5 of d1, d3, d5.
  static HWY_INLINE V outer_point(V first, V second, V third) {
    const V k4 = hn::Set(kFloats, 4.0f), k5 = hn::Set(kFloats, 5.0f);
    return hn::MulAdd(k4, first, hn::NegMulAdd(k5, second, third));
  }

  template <class Store>
  static HWY_INLINE void store_row(size_t a, const V (&d)[6], const Store& store) {
    V points[6];
    points[0] = outer_point(d[0], d[2], d[4]);
    points_1_2(d[1], d[2], d[3], d[4], points[1], points[2]);
    points_3_4(d[1], d[2], d[3], d[4], points[3], points[4]);
    points[5] = outer_point(d[1], d[3], d[5]);
    HWY_UNROLL(8) for (size_t b = 0; b < 6; ++b) store(a, b, points[b]);
  }

  // Two rows of points at a time stay in the registers.
  template <class Store>
  static HWY_INLINE void in_points(const float* HWY_RESTRICT in, size_t in_row,
                                   const Store& store) {
    const auto pixel = [&](size_t y, size_t x) HWY_ATTR {
      return hn::Load(kFloats, in + y * in_row + x * kImageLanes);
    };
    V upper[6], lower[6];
    HWY_UNROLL(8) for (size_t x = 0; x < 6; ++x) {
      upper[x] = outer_point(pixel(0, x), pixel(2, x), pixel(4, x));
      lower[x] = outer_point(pixel(1, x), pixel(3, x), pixel(5, x));
    }
    store_row(0, upper, store);
    store_row(5, lower, store);
    HWY_UNROLL(8)
    for (size_t x = 0; x < 6; ++x)
      points_1_2(pixel(1, x), pixel(2, x), pixel(3, x), pixel(4, x), upper[x], lower[x]);
    store_row(1, upper, store);
    store_row(2, lower, store);
    HWY_UNROLL(8)
    for (size_t x = 0; x < 6; ++x)
      points_3_4(pixel(1, x), pixel(2, x), pixel(3, x), pixel(4, x), upper[x], lower[x]);
    store_row(3, upper, store);
    store_row(4, lower, store);
  }

  static HWY_INLINE void to_pixels(const V (&points)[6], V (&pixels)[4]) {
    const V k2 = hn::Set(kFloats, 2.0f), k4 = hn::Set(kFloats, 4.0f), k8 = hn::Set(kFloats, 8.0f);
    const V sum1 = hn::Add(points[1], points[2]), difference1 = hn::Sub(points[1], points[2]);
    const V sum2 = hn::Add(points[3], points[4]), difference2 = hn::Sub(points[3], points[4]);
    pixels[0] = hn::Add(hn::Add(points[0], sum1), sum2);
    pixels[1] = hn::MulAdd(k2, difference2, difference1);
    pixels[2] = hn::MulAdd(k4, sum2, sum1);
    pixels[3] = hn::Add(hn::MulAdd(k8, difference2, difference1), points[5]);
  }

  // A of a column (or row) of four.
  static HWY_INLINE void spread(V d0, V d1, V d2, V d3, V (&points)[6]) {
    const V k2 = hn::Set(kFloats, 2.0f), k4 = hn::Set(kFloats, 4.0f);
    const V even1 = hn::Add(d0, d2), odd1 = hn::Add(d1, d3);
    const V even2 = hn::MulAdd(k4, d2, d0), odd2 = hn::MulAdd(k4, d3, d1);
    points[0] = d0;
    points[1] = hn::Add(even1, odd1);
    points[2] = hn::Sub(even1, odd1);
    points[3] = hn::MulAdd(k2, odd2, even2);
    points[4] = hn::NegMulAdd(k2, odd2, even2);
    points[5] = d3;
  }

  template <class Store>
  static HWY_INLINE void gradient_points(const float* HWY_RESTRICT d_out, size_t out_row,
                                         const Store& store) {
    V columns[4][6];
    HWY_UNROLL(4) for (size_t x = 0; x < 4; ++x) {
      const float* at = d_out + x * kImageLanes;
      spread(hn::Load(kFloats, at), hn::Load(kFloats, at + out_row),
             hn::Load(kFloats, at + 2 * out_row), hn::Load(kFloats, at + 3 * out_row), columns[x]);
    }
    HWY_UNROLL(8) for (size_t a = 0; a < 6; ++a) {
      V row[6];
      spread(columns[0][a], columns[1][a], columns[2][a], columns[3][a], row);
      HWY_UNROLL(8) for (size_t b = 0; b < 6; ++b) store(a, b, row[b]);
    }
  }
};

}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
