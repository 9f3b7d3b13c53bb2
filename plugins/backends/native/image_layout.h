// How the image engine keeps images: 16 of them side by side, so that a register holds the same
// pixel of 16 images, and every kernel is plain arithmetic on whole registers.
#pragma once

#include <logitbench/views.h>

#include <algorithm>

namespace logitbench::native {

inline constexpr size_t kImageLanes =
    16;  // images of a block; where a batch ends, empty lanes are zero

// [channel][row][pixel][lane], with a border of zero pixels that convolutions read and nobody
// writes. A feature vector is an image of one row.
struct ImageGeometry {
  Shape shape;
  size_t border = 0;
  // Rows and columns of the border after the last pixel, where convolutions in tiles read further.
  size_t below = 0;
  size_t right = 0;

  size_t row() const { return (shape.width + border + right) * kImageLanes; }
  // An odd number of cache lines: by a power of two all channels would meet in a few cache sets.
  size_t channel() const {
    return ((shape.height + border + below) * row() / kImageLanes | 1) * kImageLanes;
  }
  size_t size() const { return shape.channels * channel(); }  // in floats, as all of these
  // Of the pixel `before` rows above and columns left of the first one, in the first channel.
  size_t origin(size_t before = 0) const { return (border - before) * (row() + kImageLanes); }
  size_t at(size_t c, size_t y, size_t x) const {
    return origin() + c * channel() + y * row() + x * kImageLanes;
  }
  // Of number i of a sample as it lies in memory elsewhere, [row][pixel][channel].
  size_t at_flat(size_t i) const {
    const size_t pixel = i / shape.channels;
    return at(i % shape.channels, pixel / shape.width, pixel % shape.width);
  }

  // Widens the border to what is read in tiles of `tile` pixels by a kernel whose first `before`
  // rows and columns lie before the first pixel and that gives an image of `result`'s size.
  void make_room(const Shape& result, size_t kernel, size_t before, size_t tile) {
    const auto after = [&](size_t pixels, size_t own) {
      return (pixels + tile - 1) / tile * tile + kernel - 1 - before - own;
    };
    border = std::max(border, before);
    below = std::max(below, after(result.height, shape.height));
    right = std::max(right, after(result.width, shape.width));
  }
};

}  // namespace logitbench::native
