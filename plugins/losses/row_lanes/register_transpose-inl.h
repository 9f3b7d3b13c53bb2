// 16 rows of a number of columns that the compiler knows, odd or twice an odd number, from memory
// into one register of AVX-512 a column and back: whole vectors of memory, blends, and one
// permutation a column. Included once for each instruction set (Highway's foreach_target.h).
//
// Of K columns (K odd) number i = K r + k of the rows is that of row r and column k; in vectors of
// L numbers it stands in lane l = i mod L of vector i / L. As K and L have no common divisor, a
// column has one number in each lane: in lane l those of column k are in the vector v with
// L v + l = k (mod K). In the order of L v mod K the vectors need only be turned, each lane l by l
// places, and then the lanes of each brought into the order of the rows. With K twice an odd number
// the same goes for pairs of columns, 8 in a vector, of 8 rows at a time.
#include <hwy/highway.h>

#include "unrolled-inl.h"

#if defined(LOGITBENCH_REGISTER_TRANSPOSE) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_REGISTER_TRANSPOSE
#undef LOGITBENCH_REGISTER_TRANSPOSE
#else
#define LOGITBENCH_REGISTER_TRANSPOSE
#endif

HWY_BEFORE_NAMESPACE();
namespace logitbench::row_lanes::HWY_NAMESPACE {

// Whether a number of columns has it.
template <size_t kColumns>
constexpr bool in_registers() {
  return HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3 && kColumns > 2 && kColumns <= 16 &&
         kColumns % 4 != 0;
}

#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3

namespace hn = hwy::HWY_NAMESPACE;

// kUnits vectors of kLanes units: floats, or doubles for pairs of them.
template <class Unit, size_t kUnits>
struct Turned {
  static constexpr size_t kLanes = 64 / sizeof(Unit);
  using Mask = hn::Mask<hn::Full512<Unit>>;

  hn::Vec<hn::Full512<Unit>> at[kUnits];  // in the order of L v mod K

  static constexpr size_t place(size_t vector) { return kLanes * vector % kUnits; }

  // Lanes whose number mod K has that bit.
  static constexpr Mask lanes_with(size_t bit) {
    uint32_t mask = 0;
    for (size_t l = 0; l < kLanes; ++l) mask |= uint32_t{(l % kUnits >> bit & 1) != 0} << l;
    return {static_cast<typename Mask::Raw>(mask)};
  }

  // Turns each lane by its number: by 1, 2, 4 and 8 places where it has that bit. Onward: what was
  // at 0 comes to 1.
  template <bool kOnward>
  HWY_INLINE void turn() {
    unrolled<4>([&](auto bit) {
      constexpr size_t kStep = size_t{1} << bit;
      if constexpr (kStep < kUnits) {
        decltype(Turned::at) from;
        unrolled<kUnits>([&](auto k) { from[k] = at[k]; });
        unrolled<kUnits>([&](auto k) {
          constexpr size_t kOther = (k + (kOnward ? kUnits - kStep : kStep)) % kUnits;
          at[k] = hn::IfThenElse(lanes_with(bit), from[kOther], from[k]);
        });
      }
    });
  }
};

// Lane indices of the permutations, first and second 16 lanes numbered from 0 and 16.
template <size_t kColumns>
struct Order {
  static constexpr bool kPairs = kColumns % 2 == 0;
  static constexpr size_t kUnits = kPairs ? kColumns / 2 : kColumns;
  static constexpr size_t kLanes = kPairs ? 8 : 16;
  static_assert(kUnits % 2 == 1 && kUnits > 1 && kUnits < 16);

  HWY_ALIGN int32_t to_lanes[kColumns][16];
  HWY_ALIGN int32_t to_rows[kColumns][16];

  constexpr Order() : to_lanes(), to_rows() {
    for (int32_t k = 0; k < static_cast<int32_t>(kColumns); ++k)
      for (int32_t i = 0; i < 16; ++i) {
        constexpr int32_t kL = kLanes, kU = kUnits;
        if constexpr (kPairs) {
          // Row i of column k; of the pair k / 2 in half k % 2 of the rows float i.
          to_lanes[k][i] = i / kL * 16 + (kU * (i % kL) + k / 2) % kL * 2 + k % 2;
          to_rows[k][i] = i % 2 * 16 + k % 2 * kL + row_of(i / 2, k / 2);
        } else {
          to_lanes[k][i] = (kU * i + k) % kL;
          to_rows[k][i] = row_of(i, k);
        }
      }
  }
  // That unit k of which stands in that lane.
  static constexpr int32_t row_of(int32_t lane, int32_t k) {
    for (int32_t r = 0;; ++r)
      if ((r * static_cast<int32_t>(kUnits) + k) % static_cast<int32_t>(kLanes) == lane) return r;
  }
};
template <size_t kColumns>
inline constexpr Order<kColumns> kOrder;

using Floats16 = hn::Full512<float>;
using Vector16 = hn::Vec<Floats16>;
using Pairs8 = hn::Full512<double>;

HWY_INLINE Vector16 permuted(Vector16 v, const int32_t* order) {
  return {_mm512_permutexvar_ps(_mm512_load_si512(order), v.raw)};
}
// Of two, which Highway 1.0.3 has no name for.
HWY_INLINE Vector16 permuted(Vector16 first, Vector16 second, const int32_t* order) {
  return {_mm512_permutex2var_ps(first.raw, _mm512_load_si512(order), second.raw)};
}

template <size_t kColumns>
HWY_INLINE void rows_to_registers(const float* rows, Vector16* columns) {
  const Order<kColumns>& order = kOrder<kColumns>;
  constexpr size_t kUnits = Order<kColumns>::kUnits;
  const Floats16 d;
  if constexpr (Order<kColumns>::kPairs) {
    const Pairs8 pairs;
    Turned<double, kUnits> low, high;  // rows 0 to 7, 8 to 15
    unrolled<kUnits>([&](auto v) {
      low.at[low.place(v)] = hn::BitCast(pairs, hn::LoadU(d, rows + 16 * v));
      high.at[low.place(v)] = hn::BitCast(pairs, hn::LoadU(d, rows + 8 * kColumns + 16 * v));
    });
    low.template turn<true>();
    high.template turn<true>();
    unrolled<kColumns>([&](auto k) {
      columns[k] = permuted(hn::BitCast(d, low.at[k / 2]), hn::BitCast(d, high.at[k / 2]),
                            order.to_lanes[k]);
    });
  } else {
    Turned<float, kUnits> turned;
    unrolled<kUnits>([&](auto v) { turned.at[turned.place(v)] = hn::LoadU(d, rows + 16 * v); });
    turned.template turn<true>();
    unrolled<kUnits>([&](auto k) { columns[k] = permuted(turned.at[k], order.to_lanes[k]); });
  }
}

template <size_t kColumns>
HWY_INLINE void registers_to_rows(const Vector16* columns, float* rows) {
  const Order<kColumns>& order = kOrder<kColumns>;
  constexpr size_t kUnits = Order<kColumns>::kUnits;
  const Floats16 d;
  if constexpr (Order<kColumns>::kPairs) {
    const Pairs8 pairs;
    Turned<double, kUnits> low, high;
    unrolled<kUnits>([&](auto p) {
      const Vector16 even = columns[2 * p], odd = columns[2 * p + 1];
      low.at[p] = hn::BitCast(pairs, permuted(even, odd, order.to_rows[2 * p]));
      high.at[p] = hn::BitCast(pairs, permuted(even, odd, order.to_rows[2 * p + 1]));
    });
    low.template turn<false>();
    high.template turn<false>();
    unrolled<kUnits>([&](auto v) {
      hn::StoreU(hn::BitCast(d, low.at[low.place(v)]), d, rows + 16 * v);
      hn::StoreU(hn::BitCast(d, high.at[low.place(v)]), d, rows + 8 * kColumns + 16 * v);
    });
  } else {
    Turned<float, kUnits> turned;
    unrolled<kUnits>([&](auto k) { turned.at[k] = permuted(columns[k], order.to_rows[k]); });
    turned.template turn<false>();
    unrolled<kUnits>([&](auto v) { hn::StoreU(turned.at[turned.place(v)], d, rows + 16 * v); });
  }
}

#else

template <size_t kColumns, class Vector>
void rows_to_registers(const float* rows, Vector* columns) = delete;
template <size_t kColumns, class Vector>
void registers_to_rows(const Vector* columns, float* rows) = delete;

#endif

}  // namespace logitbench::row_lanes::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
