// The order in which a row of bytes is taken: images in tiles of 4 x 4, of which far more are all
// zero than of as many bytes in a line (a handwritten digit: 18 of 49 are not, against 28).
#pragma once

#include <logitbench/views.h>

#include <cstdint>

#include "narrow.h"

namespace logitbench::native {

struct Tiles {
  static constexpr size_t kSide = 4;

  size_t width = 0;   // bytes of an image's line
  size_t height = 0;  // lines in tiles; the bytes behind them stay where they are

  // None where tiles do not fit.
  explicit Tiles(const Shape& shape) {
    const size_t line = shape.width * shape.channels;
    if (line % kSide != 0 || line < kSide * kSide) return;
    width = line;
    height = shape.height / kSide * kSide;
  }
  // Where byte i of a sample goes.
  size_t place(size_t i) const {
    if (i >= width * height) return i;
    const size_t y = i / width, x = i % width;
    return (y / kSide * (width / kSide) + x / kSide) * (kSide * kSide) + y % kSide * kSide +
           x % kSide;
  }
};

// Copies a sample of `count` bytes to its places, and writes the bits of its blocks.
void copy_row(const uint8_t* from, size_t count, const Tiles& tiles, uint8_t* to, uint64_t* blocks);

}  // namespace logitbench::native
