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
// Four lines of an image. The halves of a register have four tiles each, four words of each line,
// and are transposed as matrices of 4 x 4 words. Tiles at the end of a line may be taken twice.
HWY_INLINE void copy_tiles(const uint8_t* from, size_t width, uint8_t* to, BitWriter& blocks) {
  constexpr hn::Full256<uint8_t> d8;
  constexpr hn::Full256<uint32_t> d32;
  constexpr hn::Full256<uint64_t> d64;
  constexpr hn::Half<decltype(d8)> half;
  constexpr size_t kTiles = kBlockBytes / Tiles::kSide;  // of a half
  const size_t last = width - kBlockBytes;
  for (size_t first = 0; first < width; first += 2 * kBlockBytes) {
    const size_t low = std::min(first, last), high = std::min(first + kBlockBytes, last);
    uint8_t *const to_low = to + low * Tiles::kSide, *const to_high = to + high * Tiles::kSide;
    const auto line = [&](size_t y) {
      const uint8_t* start = from + y * width;
      return hn::BitCast(
          d32, hn::Combine(d8, hn::LoadU(half, start + high), hn::LoadU(half, start + low)));
    };
    const auto store = [&](auto tiles, size_t i) {
      const auto bytes = hn::BitCast(d8, tiles);
      hn::StoreU(hn::LowerHalf(half, bytes), half, to_low + i * kBlockBytes);
      hn::StoreU(hn::UpperHalf(half, bytes), half, to_high + i * kBlockBytes);
    };
    const auto a = line(0), b = line(1), c = line(2), e = line(3);
    const auto ab = hn::BitCast(d64, hn::InterleaveLower(d32, a, b));
    const auto ce = hn::BitCast(d64, hn::InterleaveLower(d32, c, e));
    const auto ab2 = hn::BitCast(d64, hn::InterleaveUpper(d32, a, b));
    const auto ce2 = hn::BitCast(d64, hn::InterleaveUpper(d32, c, e));
    store(hn::InterleaveLower(d64, ab, ce), 0);
    store(hn::InterleaveUpper(d64, ab, ce), 1);
    store(hn::InterleaveLower(d64, ab2, ce2), 2);
    store(hn::InterleaveUpper(d64, ab2, ce2), 3);
    // A tile has a word of each line.
    uint8_t bits[8] = {};
    hn::StoreMaskBits(d32, hn::Ne(hn::Or(hn::Or(a, b), hn::Or(c, e)), hn::Zero(d32)), bits);
    const size_t of_low = bits[0] % (1u << kTiles), of_high = size_t{bits[0]} >> kTiles;
    const size_t tiles = std::min(2 * kTiles, (width - first) / Tiles::kSide);
    const size_t at_low = (first - low) / Tiles::kSide;
    const size_t at_high = (high - low) / Tiles::kSide;
    blocks.append((of_low | of_high << at_high) >> at_low, tiles);
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
