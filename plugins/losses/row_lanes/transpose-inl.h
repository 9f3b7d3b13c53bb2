// Rows of few columns, from memory into columns of as many rows as a vector has lanes, and back.
// Included once for each instruction set (Highway's foreach_target.h).
#include <hwy/highway.h>

#if defined(LOGITBENCH_LANE_TRANSPOSE) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_LANE_TRANSPOSE
#undef LOGITBENCH_LANE_TRANSPOSE
#else
#define LOGITBENCH_LANE_TRANSPOSE
#endif

HWY_BEFORE_NAMESPACE();
namespace logitbench::row_lanes::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// rows_to_lanes: rows [N][columns] to lanes [columns][N], N = Lanes(d). lanes_to_rows: back.
#if HWY_TARGET == HWY_SCALAR

template <class D>
HWY_INLINE void rows_to_lanes(D, const float* rows, size_t columns, float* HWY_RESTRICT lanes) {
  for (size_t k = 0; k < columns; ++k) lanes[k] = rows[k];
}

template <class D>
HWY_INLINE void lanes_to_rows(D, const float* HWY_RESTRICT lanes, size_t columns, float* rows) {
  for (size_t k = 0; k < columns; ++k) rows[k] = lanes[k];
}

#else

// Four floats from each of N/4 places, `distance` floats apart.
template <class D>
HWY_INLINE hn::Vec<D> load_blocks(D d, const float* from, size_t distance) {
  if constexpr (hn::MaxLanes(D()) == 4) {
    return hn::LoadU(d, from);
  } else {
    const hn::Half<D> half;
    return hn::Combine(d, load_blocks(half, from + hn::Lanes(half) / 4 * distance, distance),
                       load_blocks(half, from, distance));
  }
}

template <class D>
HWY_INLINE void store_blocks(D d, hn::Vec<D> v, float* to, size_t distance) {
  if constexpr (hn::MaxLanes(D()) == 4) {
    hn::StoreU(v, d, to);
  } else {
    const hn::Half<D> half;
    store_blocks(half, hn::LowerHalf(half, v), to, distance);
    store_blocks(half, hn::UpperHalf(half, v), to + hn::Lanes(half) / 4 * distance, distance);
  }
}

// Four by four within each block: of rows, columns; of columns, rows.
template <class D, class V>
HWY_INLINE void transpose_blocks(D d, V& a, V& b, V& c, V& e) {
  const hn::Repartition<double, D> pairs;
  const auto ab_low = hn::BitCast(pairs, hn::InterleaveLower(d, a, b));
  const auto ab_high = hn::BitCast(pairs, hn::InterleaveUpper(d, a, b));
  const auto ce_low = hn::BitCast(pairs, hn::InterleaveLower(d, c, e));
  const auto ce_high = hn::BitCast(pairs, hn::InterleaveUpper(d, c, e));
  a = hn::BitCast(d, hn::InterleaveLower(pairs, ab_low, ce_low));
  b = hn::BitCast(d, hn::InterleaveUpper(pairs, ab_low, ce_low));
  c = hn::BitCast(d, hn::InterleaveLower(pairs, ab_high, ce_high));
  e = hn::BitCast(d, hn::InterleaveUpper(pairs, ab_high, ce_high));
}

// Four columns, from k on, of N rows: block b of a vector holds rows 4b to 4b + 3.
template <class D>
HWY_INLINE void load_four_columns(D d, const float* rows, size_t columns, size_t k,
                                  float* HWY_RESTRICT lanes) {
  const size_t n = hn::Lanes(d);
  const float* from = rows + k;
  auto v0 = load_blocks(d, from, 4 * columns);
  auto v1 = load_blocks(d, from + columns, 4 * columns);
  auto v2 = load_blocks(d, from + 2 * columns, 4 * columns);
  auto v3 = load_blocks(d, from + 3 * columns, 4 * columns);
  transpose_blocks(d, v0, v1, v2, v3);
  hn::Store(v0, d, lanes + k * n);
  hn::Store(v1, d, lanes + (k + 1) * n);
  hn::Store(v2, d, lanes + (k + 2) * n);
  hn::Store(v3, d, lanes + (k + 3) * n);
}

template <class D>
HWY_INLINE void store_four_columns(D d, const float* HWY_RESTRICT lanes, size_t columns, size_t k,
                                   float* rows) {
  const size_t n = hn::Lanes(d);
  float* to = rows + k;
  auto v0 = hn::Load(d, lanes + k * n);
  auto v1 = hn::Load(d, lanes + (k + 1) * n);
  auto v2 = hn::Load(d, lanes + (k + 2) * n);
  auto v3 = hn::Load(d, lanes + (k + 3) * n);
  transpose_blocks(d, v0, v1, v2, v3);
  store_blocks(d, v0, to, 4 * columns);
  store_blocks(d, v1, to + columns, 4 * columns);
  store_blocks(d, v2, to + 2 * columns, 4 * columns);
  store_blocks(d, v3, to + 3 * columns, 4 * columns);
}

template <class D>
HWY_INLINE void rows_to_lanes(D d, const float* rows, size_t columns, float* HWY_RESTRICT lanes) {
  const size_t n = hn::Lanes(d);
  hn::Vec<D> v0, v1, v2;
  switch (columns) {
    case 1:
      hn::Store(hn::LoadU(d, rows), d, lanes);
      return;
    case 2:
      hn::LoadInterleaved2(d, rows, v0, v1);
      hn::Store(v0, d, lanes);
      hn::Store(v1, d, lanes + n);
      return;
    case 3:
      hn::LoadInterleaved3(d, rows, v0, v1, v2);
      hn::Store(v0, d, lanes);
      hn::Store(v1, d, lanes + n);
      hn::Store(v2, d, lanes + 2 * n);
      return;
  }
  size_t k = 0;
  for (; k + 4 <= columns; k += 4) load_four_columns(d, rows, columns, k, lanes);
  // The last four once more overlap with what is there already.
  if (k < columns) load_four_columns(d, rows, columns, columns - 4, lanes);
}

template <class D>
HWY_INLINE void lanes_to_rows(D d, const float* HWY_RESTRICT lanes, size_t columns, float* rows) {
  const size_t n = hn::Lanes(d);
  const auto column = [&](size_t k) { return hn::Load(d, lanes + k * n); };
  switch (columns) {
    case 1:
      hn::StoreU(column(0), d, rows);
      return;
    case 2:
      hn::StoreInterleaved2(column(0), column(1), d, rows);
      return;
    case 3:
      hn::StoreInterleaved3(column(0), column(1), column(2), d, rows);
      return;
  }
  size_t k = 0;
  for (; k + 4 <= columns; k += 4) store_four_columns(d, lanes, columns, k, rows);
  if (k < columns) store_four_columns(d, lanes, columns, columns - 4, rows);
}

#endif

}  // namespace logitbench::row_lanes::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
