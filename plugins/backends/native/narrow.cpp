#include "narrow.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/narrow.cpp"
#include <hwy/foreach_target.h>  // compiles this file once for each instruction set

#include <hwy/highway.h>

#include "vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

// So that half as many kernels do.
constexpr size_t kStep = 2;
size_t padded_columns(size_t columns) { return (columns + kStep - 1) / kStep * kStep; }

// Calls with the padded number of columns as a constant.
template <class Function, size_t... kSteps>
HWY_INLINE void with_columns(size_t columns, std::index_sequence<kSteps...>,
                             const Function& function) {
  const size_t padded = padded_columns(columns);
  (void)((padded == (kSteps + 1) * kStep &&
          (function(std::integral_constant<size_t, (kSteps + 1) * kStep>()), true)) ||
         ...);
}
using Steps = std::make_index_sequence<kNarrowColumns / kStep>;

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
        const size_t block = (64 * w + static_cast<size_t>(std::countr_zero(blocks))) * kBlockBytes;
        for (size_t i = block; i < block + kBlockBytes; i += kLanes) {
          const FloatVector values = load_bytes<kRounded>(p.x, row + i);
          for (size_t c = 0; c < kColumns; ++c)
            sums[c] = hn::MulAdd(values, hn::Load(d, p.transposed_weight + c * p.x.row_bytes + i),
                                 sums[c]);
        }
      }
    HWY_ALIGN float totals[kNarrowColumns] = {};
    for (size_t c = 0; c < kColumns; ++c) totals[c] = hn::GetLane(hn::SumOfLanes(d, sums[c]));
    for (size_t c = 0; c < p.columns; c += kLanes) {
      const size_t count = p.columns - c;
      const FloatVector sum =
          hn::Add(hn::Div(hn::Load(d, totals + c), divisor), load_part(p.bias + c, count));
      store_part(p.relu ? relu(sum) : sum, y.at(r, c).data, count);
    }
  }
}

void multiply_narrow(const NarrowProduct& p, size_t first, size_t last, Block y) {
  with_columns(p.columns, Steps(), [&](auto columns) {
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

// 64 rows at a time for 64 blocks. The sums of a block go on from one 64 rows to the next.
template <bool kRounded, size_t kColumns>
void gradient_of_rows(const BlockRows& x, size_t first, size_t last, ConstBlock dy,
                      float* gradient) {
  constexpr Floats d;
  const size_t words = x.row_words();
  for (size_t w = 0; w < words; ++w) {
    const size_t last_block = std::min<size_t>(64, x.row_bytes / kBlockBytes - 64 * w);
    for (size_t from = first; from < last; from += 64) {
      uint64_t rows_of_block[64] = {};
      for (size_t r = from; r < std::min(from + 64, last); ++r)
        rows_of_block[r - from] = x.blocks[r * words + w];
      transpose_bits(rows_of_block);
      for (size_t b = 0; b < last_block; ++b)
        for (size_t lane = 0; lane < kBlockBytes; lane += kLanes) {
          const size_t i = (64 * w + b) * kBlockBytes + lane;
          FloatVector sums[kColumns];
          for (size_t c = 0; c < kColumns; ++c)
            sums[c] = from == first ? hn::Zero(d) : hn::Load(d, gradient + c * x.row_bytes + i);
          add_rows<kRounded>(x, rows_of_block[b], x.bytes + from * x.row_bytes + i, dy.at(from, 0),
                             sums);
          for (size_t c = 0; c < kColumns; ++c)
            hn::Store(sums[c], d, gradient + c * x.row_bytes + i);
        }
    }
  }
}

void narrow_gradient(const BlockRows& x, size_t first, size_t last, ConstBlock dy, size_t columns,
                     float* gradient) {
  with_columns(columns, Steps(), [&](auto count) {
    if (x.rounded)
      gradient_of_rows<true, count()>(x, first, last, dy, gradient);
    else
      gradient_of_rows<false, count()>(x, first, last, dy, gradient);
  });
}

void sum_gradients(const BlockRows& x, const float* const* gradients, size_t count, size_t first,
                   size_t last, size_t columns, float* d_weight) {
  constexpr Floats d;
  const auto divisor = hn::Set(d, sum_divisor(x));
  for (size_t i = first; i < last; i += kLanes) {
    HWY_ALIGN float sums[kNarrowColumns][kLanes];
    for (size_t c = 0; c < columns; ++c) {
      FloatVector sum = hn::Load(d, gradients[0] + c * x.row_bytes + i);
      for (size_t p = 1; p < count; ++p)
        sum = hn::Add(sum, hn::Load(d, gradients[p] + c * x.row_bytes + i));
      hn::Store(hn::Div(sum, divisor), d, sums[c]);
    }
    for (size_t lane = 0; lane < std::min(kLanes, last - i); ++lane)
      for (size_t c = 0; c < columns; ++c) d_weight[(i + lane) * columns + c] = sums[c][lane];
  }
}

void transpose_columns(const float* from, size_t inputs, size_t columns, size_t row_bytes,
                       float* to) {
  constexpr size_t kInputs = 16;  // whole cache lines of the result
  for (size_t first = 0; first < inputs; first += kInputs)
    for (size_t c = 0; c < columns; ++c)
      for (size_t i = first; i < std::min(first + kInputs, inputs); ++i)
        to[c * row_bytes + i] = from[i * columns + c];
}

size_t transposed_size(size_t columns, size_t row_bytes) {
  return padded_columns(columns) * row_bytes;
}

}  // namespace
}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(multiply_narrow);
HWY_EXPORT(narrow_gradient);
HWY_EXPORT(sum_gradients);
HWY_EXPORT(transpose_columns);
HWY_EXPORT(transposed_size);

void multiply_narrow(const NarrowProduct& product, size_t first, size_t last, Block y) {
  HWY_DYNAMIC_DISPATCH(multiply_narrow)(product, first, last, y);
}
void narrow_gradient(const BlockRows& x, size_t first, size_t last, ConstBlock dy, size_t columns,
                     float* gradient) {
  HWY_DYNAMIC_DISPATCH(narrow_gradient)(x, first, last, dy, columns, gradient);
}
void sum_gradients(const BlockRows& x, const float* const* gradients, size_t count, size_t first,
                   size_t last, size_t columns, float* d_weight) {
  HWY_DYNAMIC_DISPATCH(sum_gradients)(x, gradients, count, first, last, columns, d_weight);
}
void transpose_columns(const float* from, size_t inputs, size_t columns, size_t row_bytes,
                       float* to) {
  HWY_DYNAMIC_DISPATCH(transpose_columns)(from, inputs, columns, row_bytes, to);
}
size_t transposed_size(size_t columns, size_t row_bytes) {
  return HWY_DYNAMIC_DISPATCH(transposed_size)(columns, row_bytes);
}

void copy_row(const uint8_t* from, size_t count, uint8_t* to, uint64_t* blocks) {
  const size_t whole = count / kBlockBytes;
  uint64_t bits = 0;
  for (size_t b = 0; b < whole; ++b) {
    uint64_t halves[2];
    std::memcpy(halves, from + b * kBlockBytes, kBlockBytes);
    std::memcpy(to + b * kBlockBytes, halves, kBlockBytes);
    bits |= uint64_t{(halves[0] | halves[1]) != 0} << (b % 64);
    if (b % 64 == 63) {
      *blocks++ = bits;
      bits = 0;
    }
  }
  for (size_t i = whole * kBlockBytes; i < count; ++i) {
    to[i] = from[i];
    bits |= uint64_t{from[i] != 0} << (whole % 64);
  }
  if (count % (64 * kBlockBytes) != 0) *blocks = bits;
}

}  // namespace logitbench::native
#endif  // HWY_ONCE
