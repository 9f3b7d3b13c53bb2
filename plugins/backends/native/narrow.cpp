#include "narrow.h"

#include <algorithm>
#include <bit>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/narrow.cpp"
#include <hwy/foreach_target.h>  // compiles this file once for each instruction set

#include <hwy/highway.h>

#include "vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

// Calls with the number of columns as a constant.
template <class Function, size_t... kBelow>
HWY_INLINE void with_columns(size_t columns, std::index_sequence<kBelow...>,
                             const Function& function) {
  (void)((columns == kBelow + 1 &&
          (function(std::integral_constant<size_t, kBelow + 1>()), true)) ||
         ...);
}
using Columns = std::make_index_sequence<kNarrowColumns>;

template <size_t kValue>
using Index = std::integral_constant<size_t, kValue>;

// Calls with the first column of each vector of columns, as a constant.
template <size_t kColumns, size_t kFirst = 0, class Function>
HWY_INLINE void for_each_vector(const Function& function) {
  function(Index<kFirst>());
  if constexpr (kFirst + kLanes < kColumns) for_each_vector<kColumns, kFirst + kLanes>(function);
}

HWY_INLINE FloatVector bytes_as_floats(const uint8_t* bytes) {
  constexpr hn::Rebind<uint8_t, Floats> db;
  constexpr hn::RebindToSigned<Floats> di;
  return hn::ConvertTo(Floats(), hn::PromoteTo(di, hn::LoadU(db, bytes)));
}

template <bool kRounded>
HWY_INLINE FloatVector load_bytes(const BlockRows& x, const uint8_t* bytes) {
  const FloatVector values = bytes_as_floats(bytes);
  if (!kRounded) return values;
  return nearest_bfloat16(hn::Div(values, hn::Set(Floats(), x.divisor)));
}

// What is left to divide sums by.
float sum_divisor(const BlockRows& x) { return x.rounded ? 1.0f : x.divisor; }

#if HWY_TARGET <= HWY_AVX2
// Of the 128-bit blocks of a vector.
HWY_INLINE hn::Vec<hn::Full128<float>> sum_of_blocks(hn::Full128<float>,
                                                     hn::Vec<hn::Full128<float>> v) {
  return v;
}
template <class D, class V>
HWY_INLINE hn::Vec<hn::Full128<float>> sum_of_blocks(D d, V v) {
  const hn::Half<D> half;
  return sum_of_blocks(half, hn::Add(hn::LowerHalf(half, v), hn::UpperHalf(half, v)));
}

// Lane i of the result is the sum of the lanes of sums[kFirst + i], zero behind the last.
template <size_t kFirst, size_t kColumns>
HWY_INLINE auto sums_of_lanes(hn::Full128<float>, const FloatVector (&sums)[kColumns]) {
  constexpr Floats d;
  constexpr hn::Repartition<uint64_t, Floats> pairs;
  const auto at = [&](auto i) {
    if constexpr (kFirst + i() < kColumns) return sums[kFirst + i()];
    return hn::Zero(d);
  };
  const auto of_two = [&](FloatVector v, FloatVector w) {
    return hn::BitCast(pairs, hn::Add(hn::InterleaveLower(d, v, w), hn::InterleaveUpper(d, v, w)));
  };
  const auto low = of_two(at(Index<0>()), at(Index<1>()));
  const auto high = of_two(at(Index<2>()), at(Index<3>()));
  return sum_of_blocks(d, hn::Add(hn::BitCast(d, hn::InterleaveLower(pairs, low, high)),
                                  hn::BitCast(d, hn::InterleaveUpper(pairs, low, high))));
}
template <size_t kFirst, class D, size_t kColumns>
HWY_INLINE auto sums_of_lanes(D d, const FloatVector (&sums)[kColumns]) {
  constexpr hn::Half<D> half;
  constexpr size_t kHalf = hn::MaxLanes(half);
  return hn::Combine(d, sums_of_lanes<kFirst + kHalf>(half, sums),
                     sums_of_lanes<kFirst>(half, sums));
}
#else
template <size_t kFirst, size_t kColumns>
HWY_INLINE FloatVector sums_of_lanes(Floats d, const FloatVector (&sums)[kColumns]) {
  return hn::SumOfLanes(d, sums[kFirst]);
}
#endif

template <bool kRounded, size_t kColumns>
void multiply_rows(const NarrowProduct& p, size_t first, size_t last, Block y) {
  constexpr Floats d;
  const size_t words = p.x.row_words();
  const FloatVector divisor = hn::Set(d, sum_divisor(p.x));
  for (size_t r = first; r < last; ++r) {
    FloatVector sums[kColumns];
    for (FloatVector& sum : sums) sum = hn::Zero(d);
    const uint8_t* row = p.x.bytes + r * p.x.row_bytes;
    for (size_t w = 0; w < words; ++w)
      for (uint64_t blocks = p.x.blocks[r * words + w]; blocks != 0; blocks &= blocks - 1) {
        const size_t block = 64 * w + static_cast<size_t>(std::countr_zero(blocks));
        const float* weight = p.weight + block * (kColumns * kBlockBytes);
        for (size_t i = 0; i < kBlockBytes; i += kLanes) {
          const FloatVector values = load_bytes<kRounded>(p.x, row + block * kBlockBytes + i);
          for (size_t c = 0; c < kColumns; ++c)
            sums[c] = hn::MulAdd(values, hn::Load(d, weight + c * kBlockBytes + i), sums[c]);
        }
      }
    for_each_vector<kColumns>([&](auto c) {
      constexpr size_t kCount = kColumns - c();
      const FloatVector total = sums_of_lanes<c()>(d, sums);
      const FloatVector sum = hn::Add(hn::Div(total, divisor), load_part(p.bias + c(), kCount));
      store_part(p.relu ? relu(sum) : sum, y.at(r, c()).data, kCount);
    });
  }
}

void multiply_narrow(const NarrowProduct& p, size_t first, size_t last, Block y) {
  with_columns(p.columns, Columns(), [&](auto columns) {
    if (p.x.rounded)
      multiply_rows<true, columns()>(p, first, last, y);
    else
      multiply_rows<false, columns()>(p, first, last, y);
  });
}

// Bit j of the result's word i is bit i of word j: halves exchanged, then quarters, and so on.
void transpose_bits(uint64_t (&words)[64]) {
  uint64_t mask = 0x00000000ffffffffull;
  for (size_t width = 32; width != 0; width /= 2, mask ^= mask << width)
    for (size_t i = 0; i < 64; i = (i + width + 1) & ~width) {
      const uint64_t swapped = ((words[i] >> width) ^ words[i + width]) & mask;
      words[i] ^= swapped << width;
      words[i + width] ^= swapped;
    }
}

template <bool kRounded, size_t kColumns>
HWY_INLINE void add_rows(const BlockRows& x, uint64_t rows, const uint8_t* bytes, ConstBlock dy,
                         FloatVector (&sums)[kColumns]) {
  constexpr Floats d;
  for (; rows != 0; rows &= rows - 1) {
    const size_t r = static_cast<size_t>(std::countr_zero(rows));
    const FloatVector values = load_bytes<kRounded>(x, bytes + r * x.row_bytes);
    const float* of_row = dy.data + r * dy.stride;
    for (size_t c = 0; c < kColumns; ++c)
      sums[c] = hn::MulAdd(values, hn::Set(d, of_row[c]), sums[c]);
  }
}

// Rows whose bits are transposed before their blocks are taken one by one: a block of so many stays
// in the first cache until the next one, which lies in the same lines, is read.
constexpr size_t kGroups = 4;  // of 64

template <bool kRounded, size_t kColumns>
void gradient_of_rows(const BlockRows& x, size_t first, size_t last, ConstBlock dy,
                      float* gradient) {
  constexpr Floats d;
  const size_t words = x.row_words();
  for (size_t from = first; from < last; from += 64 * kGroups)
    for (size_t w = 0; w < words; ++w) {
      const size_t groups = std::min(kGroups, (last - from + 63) / 64);
      uint64_t rows_of_block[kGroups][64];
      for (size_t g = 0; g < groups; ++g) {
        const size_t row = from + 64 * g;
        const size_t count = std::min<size_t>(64, last - row);
        for (size_t r = 0; r < count; ++r) rows_of_block[g][r] = x.blocks[(row + r) * words + w];
        std::fill(rows_of_block[g] + count, rows_of_block[g] + 64, 0);
        transpose_bits(rows_of_block[g]);
      }
      const size_t last_block = std::min<size_t>(64, blocks_for(x.count) - 64 * w);
      for (size_t b = 0; b < last_block; ++b)
        for (size_t lane = 0; lane < kBlockBytes; lane += kLanes) {
          const size_t block = 64 * w + b;
          float* to = gradient + block * (kColumns * kBlockBytes) + lane;
          FloatVector sums[kColumns];
          for (size_t c = 0; c < kColumns; ++c)
            sums[c] = from == first ? hn::Zero(d) : hn::Load(d, to + c * kBlockBytes);
          for (size_t g = 0; g < groups; ++g) {
            const size_t row = from + 64 * g;
            add_rows<kRounded>(x, rows_of_block[g][b],
                               x.bytes + row * x.row_bytes + block * kBlockBytes + lane,
                               dy.at(row, 0), sums);
          }
          for (size_t c = 0; c < kColumns; ++c) hn::Store(sums[c], d, to + c * kBlockBytes);
        }
    }
}

void narrow_gradient(const BlockRows& x, size_t first, size_t last, ConstBlock dy, size_t columns,
                     float* gradient) {
  with_columns(columns, Columns(), [&](auto count) {
    if (x.rounded)
      gradient_of_rows<true, count()>(x, first, last, dy, gradient);
    else
      gradient_of_rows<false, count()>(x, first, last, dy, gradient);
  });
}

void sum_gradients(const BlockRows& x, const float* const* gradients, size_t count, size_t first,
                   size_t last, float* sums) {
  constexpr Floats d;
  const auto divisor = hn::Set(d, sum_divisor(x));
  for (size_t i = first; i < last; i += kLanes) {
    FloatVector sum = hn::Load(d, gradients[0] + i);
    for (size_t p = 1; p < count; ++p) sum = hn::Add(sum, hn::Load(d, gradients[p] + i));
    hn::Store(hn::Div(sum, divisor), d, sums + i);
  }
}

}  // namespace
}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(multiply_narrow);
HWY_EXPORT(narrow_gradient);
HWY_EXPORT(sum_gradients);

void multiply_narrow(const NarrowProduct& product, size_t first, size_t last, Block y) {
  HWY_DYNAMIC_DISPATCH(multiply_narrow)(product, first, last, y);
}
void narrow_gradient(const BlockRows& x, size_t first, size_t last, ConstBlock dy, size_t columns,
                     float* gradient) {
  HWY_DYNAMIC_DISPATCH(narrow_gradient)(x, first, last, dy, columns, gradient);
}
void sum_gradients(const BlockRows& x, const float* const* gradients, size_t count, size_t first,
                   size_t last, float* sums) {
  HWY_DYNAMIC_DISPATCH(sum_gradients)(x, gradients, count, first, last, sums);
}

}  // namespace logitbench::native
#endif  // HWY_ONCE
