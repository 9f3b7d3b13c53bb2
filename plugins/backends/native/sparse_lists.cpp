#include "sparse.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/sparse_lists.cpp"
#include <hwy/foreach_target.h>  // compiles this file once for each instruction set

#include <hwy/highway.h>

#include "vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

using float_network::ByteScale;
using Integers = hn::RebindToSigned<Floats>;
using Bytes = hn::Rebind<uint8_t, Floats>;

size_t count_nonzero(const uint8_t* bytes, size_t count) {
  size_t found = 0;
  for (size_t i = 0; i < count; ++i) found += bytes[i] != 0;
  return found;
}

// to[j][i] = from[i][j], 16 x 16 bytes.
HWY_INLINE void transpose_block(const uint8_t* from, size_t from_stride, uint8_t* to,
                                size_t to_stride) {
#if HWY_TARGET <= HWY_AVX2
  constexpr hn::Full128<uint8_t> d;
  hn::Vec<decltype(d)> rows[16], next[16];
  for (size_t i = 0; i < 16; ++i) rows[i] = hn::LoadU(d, from + i * from_stride);
  // Four times: the two halves of the rows, interleaved byte by byte.
  for (size_t stage = 0; stage < 4; ++stage) {
    for (size_t i = 0; i < 8; ++i) {
      next[2 * i] = hn::InterleaveLower(d, rows[i], rows[i + 8]);
      next[2 * i + 1] = hn::InterleaveUpper(d, rows[i], rows[i + 8]);
    }
    for (size_t i = 0; i < 16; ++i) rows[i] = next[i];
  }
  for (size_t j = 0; j < 16; ++j) hn::StoreU(rows[j], d, to + j * to_stride);
#else
  for (size_t i = 0; i < 16; ++i)
    for (size_t j = 0; j < 16; ++j) to[j * to_stride + i] = from[i * from_stride + j];
#endif
}

void transpose_group(const uint8_t* from, size_t from_stride, size_t rows, uint8_t* to) {
  for (size_t r = 0; r < rows; r += 16)
    for (size_t i = 0; i < kGroupBytes; i += 16)
      transpose_block(from + r * from_stride + i, from_stride, to + i * rows + r, rows);
}

// An entry is first packed into one integer, number << 8 | byte, so that a group of bytes takes one
// compression and one store for each vector.
size_t pack_nonzero(const uint8_t* bytes, size_t groups, int32_t* packed, uint32_t first,
                    uint32_t* begins) {
  constexpr Integers di;
  constexpr Bytes db;
  const auto step = hn::Set(di, static_cast<int32_t>(kLanes << 8));
  auto numbers = hn::ShiftLeft<8>(hn::Iota(di, 0));
  size_t found = 0;
  for (size_t g = 0; g < groups; ++g) {
    begins[g] = first + static_cast<uint32_t>(found);
    for (size_t i = 0; i < kGroupBytes; i += kLanes) {
      const auto v = hn::PromoteTo(di, hn::LoadU(db, bytes + g * kGroupBytes + i));
      const auto nonzero = hn::Ne(v, hn::Zero(di));
      hn::StoreU(hn::Compress(hn::Or(v, numbers), nonzero), di, packed + found);
      found += hn::CountTrue(di, nonzero);
      numbers = hn::Add(numbers, step);
    }
  }
  begins[groups] = first + static_cast<uint32_t>(found);
  return found;
}

void list_nonzero(const uint8_t* bytes, size_t groups, uint32_t step, const ByteScale& scale,
                  Entries to, uint32_t first, uint32_t* begins) {
  constexpr Floats d;
  constexpr Integers di;
  static_assert(sizeof(int32_t) == sizeof(uint32_t));
  int32_t* packed = reinterpret_cast<int32_t*>(to.offsets + first);
  float* values = to.values + first;
  const size_t found = pack_nonzero(bytes, groups, packed, first, begins);
  const auto steps = hn::Set(di, static_cast<int32_t>(step));
  const auto byte_mask = hn::Set(di, 0xff);
  const auto high = hn::Set(d, scale.high()), low = hn::Set(d, scale.low());
  const bool by_reciprocal = scale.by_reciprocal();
  for (size_t i = 0; i < found; i += kLanes) {
    const auto entry = hn::LoadU(di, packed + i);
    const auto byte = hn::And(entry, byte_mask);
    hn::StoreU(hn::Mul(hn::ShiftRight<8>(entry), steps), di, packed + i);
    if (by_reciprocal) {
      const auto value = hn::ConvertTo(d, byte);
      hn::StoreU(hn::MulAdd(value, high, hn::Mul(value, low)), d, values + i);
    } else {
      hn::StoreU(hn::GatherIndex(d, scale.quotients(), byte), d, values + i);
    }
  }
}

}  // namespace
}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(count_nonzero);
HWY_EXPORT(list_nonzero);
HWY_EXPORT(transpose_group);

size_t count_nonzero(const uint8_t* bytes, size_t count) {
  return HWY_DYNAMIC_DISPATCH(count_nonzero)(bytes, count);
}
void list_nonzero(const uint8_t* bytes, size_t groups, uint32_t step,
                  const float_network::ByteScale& scale, Entries to, uint32_t first,
                  uint32_t* begins) {
  HWY_DYNAMIC_DISPATCH(list_nonzero)(bytes, groups, step, scale, to, first, begins);
}
void transpose_group(const uint8_t* from, size_t from_stride, size_t rows, uint8_t* to) {
  HWY_DYNAMIC_DISPATCH(transpose_group)(from, from_stride, rows, to);
}

}  // namespace logitbench::native
#endif  // HWY_ONCE
