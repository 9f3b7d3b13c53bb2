// Rows of few columns, from memory into columns of as many rows as a vector has lanes, and back.
// Included once for each instruction set (Highway's foreach_target.h).
#include <hwy/highway.h>

#include "register_transpose-inl.h"

#if defined(LOGITBENCH_LANE_TRANSPOSE) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_LANE_TRANSPOSE
#undef LOGITBENCH_LANE_TRANSPOSE
#else
#define LOGITBENCH_LANE_TRANSPOSE
#endif

HWY_BEFORE_NAMESPACE();
namespace logitbench::row_lanes::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// load_rows: rows [N][columns] to lanes (Rows of rows-inl.h), N = Lanes(d). store_rows: back.
#if HWY_TARGET == HWY_SCALAR

template <class D, class Rows>
HWY_INLINE void load_rows(D d, const float* from, Rows& rows) {
  rows.each([&](size_t k) { rows.set_column(k, hn::Load(d, from + k)); });
}

template <class D, class Rows>
HWY_INLINE void store_rows(D d, const Rows& rows, float* to) {
  rows.each([&](size_t k) { hn::Store(rows.column(k), d, to + k); });
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
template <class D, class Rows>
HWY_INLINE void load_four_columns(D d, const float* from, size_t k, Rows& rows) {
  const size_t columns = rows.columns;
  auto v0 = load_blocks(d, from + k, 4 * columns);
  auto v1 = load_blocks(d, from + k + columns, 4 * columns);
  auto v2 = load_blocks(d, from + k + 2 * columns, 4 * columns);
  auto v3 = load_blocks(d, from + k + 3 * columns, 4 * columns);
  transpose_blocks(d, v0, v1, v2, v3);
  rows.set_column(k, v0);
  rows.set_column(k + 1, v1);
  rows.set_column(k + 2, v2);
  rows.set_column(k + 3, v3);
}

template <class D, class Rows>
HWY_INLINE void store_four_columns(D d, const Rows& rows, size_t k, float* to) {
  const size_t columns = rows.columns;
  auto v0 = rows.column(k), v1 = rows.column(k + 1);
  auto v2 = rows.column(k + 2), v3 = rows.column(k + 3);
  transpose_blocks(d, v0, v1, v2, v3);
  store_blocks(d, v0, to + k, 4 * columns);
  store_blocks(d, v1, to + k + columns, 4 * columns);
  store_blocks(d, v2, to + k + 2 * columns, 4 * columns);
  store_blocks(d, v3, to + k + 3 * columns, 4 * columns);
}

template <class D, class Rows>
HWY_INLINE void load_rows(D d, const float* from, Rows& rows) {
  if constexpr (Rows::kFixed == 1) {
    rows.values[0] = hn::LoadU(d, from);
  } else if constexpr (Rows::kFixed == 2) {
    hn::LoadInterleaved2(d, from, rows.values[0], rows.values[1]);
  } else if constexpr (in_registers<Rows::kFixed>()) {
    rows_to_registers<Rows::kFixed>(from, rows.values);
  } else if constexpr (Rows::kFixed == 3) {
    hn::LoadInterleaved3(d, from, rows.values[0], rows.values[1], rows.values[2]);
  } else {
    rows.each_four([&](size_t k) { load_four_columns(d, from, k, rows); });
  }
}

template <class D, class Rows>
HWY_INLINE void store_rows(D d, const Rows& rows, float* to) {
  if constexpr (Rows::kFixed == 1) {
    hn::StoreU(rows.values[0], d, to);
  } else if constexpr (Rows::kFixed == 2) {
    hn::StoreInterleaved2(rows.values[0], rows.values[1], d, to);
  } else if constexpr (in_registers<Rows::kFixed>()) {
    registers_to_rows<Rows::kFixed>(rows.values, to);
  } else if constexpr (Rows::kFixed == 3) {
    hn::StoreInterleaved3(rows.values[0], rows.values[1], rows.values[2], d, to);
  } else {
    rows.each_four([&](size_t k) { store_four_columns(d, rows, k, to); });
  }
}

#endif

}  // namespace logitbench::row_lanes::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
