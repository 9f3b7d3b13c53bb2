#include "tiles.h"

#include <algorithm>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/tiles.cpp"
#include <hwy/foreach_target.h>  // compiles this file once for each instruction set

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

static_assert(Tiles::kSide * Tiles::kSide == kBlockBytes);

// Writes bits one behind the other into words.
class BitWriter {
 public:
  explicit BitWriter(uint64_t* words) : next_(words) {}
  void append(uint64_t bits, size_t count) {
    word_ |= bits << used_;
    used_ += count;
    if (used_ < 64) return;
    *next_++ = word_;
    used_ -= 64;
    word_ = used_ == 0 ? 0 : bits >> (count - used_);
  }
  void finish() {
    if (used_ != 0) *next_ = word_;
  }

 private:
  uint64_t* next_;
  uint64_t word_ = 0;
  size_t used_ = 0;
};

#if HWY_TARGET <= HWY_AVX2
// Four lines of an image: four tiles at a time, as a matrix of 4 x 4 words transposed.
HWY_INLINE void copy_tiles(const uint8_t* from, size_t width, uint8_t* to, BitWriter& blocks) {
  constexpr hn::Full128<uint8_t> d8;
  constexpr hn::Full128<uint32_t> d32;
  constexpr hn::Full128<uint64_t> d64;
  const auto store = [&](auto tile, size_t at) { hn::StoreU(hn::BitCast(d8, tile), d8, to + at); };
  for (size_t first = 0; first < width; first += kBlockBytes) {
    const size_t x = std::min(first, width - kBlockBytes);  // the last four may overlap
    const size_t known = (first - x) / Tiles::kSide;
    const auto line = [&](size_t y) {
      return hn::BitCast(d32, hn::LoadU(d8, from + y * width + x));
    };
    const auto a = line(0), b = line(1), c = line(2), e = line(3);
    const auto ab = hn::BitCast(d64, hn::InterleaveLower(d32, a, b));
    const auto ce = hn::BitCast(d64, hn::InterleaveLower(d32, c, e));
    const auto ab2 = hn::BitCast(d64, hn::InterleaveUpper(d32, a, b));
    const auto ce2 = hn::BitCast(d64, hn::InterleaveUpper(d32, c, e));
    const size_t tile = x / Tiles::kSide * kBlockBytes;
    store(hn::InterleaveLower(d64, ab, ce), tile);
    store(hn::InterleaveUpper(d64, ab, ce), tile + kBlockBytes);
    store(hn::InterleaveLower(d64, ab2, ce2), tile + 2 * kBlockBytes);
    store(hn::InterleaveUpper(d64, ab2, ce2), tile + 3 * kBlockBytes);
    // A tile has a word of each line.
    uint8_t bits[8] = {};
    hn::StoreMaskBits(d32, hn::Ne(hn::Or(hn::Or(a, b), hn::Or(c, e)), hn::Zero(d32)), bits);
    blocks.append(size_t{bits[0]} >> known, Tiles::kSide - known);
  }
}
#else
void copy_tiles(const uint8_t* from, size_t width, uint8_t* to, BitWriter& blocks) {
  for (size_t x = 0; x < width; x += Tiles::kSide) {
    uint32_t lines = 0, line;
    for (size_t y = 0; y < Tiles::kSide; ++y, to += sizeof(line)) {
      std::memcpy(&line, from + y * width + x, sizeof(line));
      std::memcpy(to, &line, sizeof(line));
      lines |= line;
    }
    blocks.append(lines != 0, 1);
  }
}
#endif

void copy_blocks(const uint8_t* from, size_t count, uint8_t* to, BitWriter& blocks) {
  for (size_t i = 0; i < count; i += kBlockBytes) {
    const size_t size = std::min(kBlockBytes, count - i);
    uint64_t halves[2] = {};
    std::memcpy(halves, from + i, size);
    std::memcpy(to + i, halves, size);
    blocks.append((halves[0] | halves[1]) != 0, 1);
  }
}

void copy_row(const uint8_t* from, size_t count, const Tiles& tiles, uint8_t* to,
              uint64_t* blocks) {
  BitWriter writer(blocks);
  const size_t tiled = tiles.width * tiles.height;
  for (size_t i = 0; i < tiled; i += Tiles::kSide * tiles.width)
    copy_tiles(from + i, tiles.width, to + i, writer);
  copy_blocks(from + tiled, count - tiled, to + tiled, writer);
  writer.finish();
}

}  // namespace
}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(copy_row);

void copy_row(const uint8_t* from, size_t count, const Tiles& tiles, uint8_t* to,
              uint64_t* blocks) {
  HWY_DYNAMIC_DISPATCH(copy_row)(from, count, tiles, to, blocks);
}

}  // namespace logitbench::native
#endif  // HWY_ONCE
