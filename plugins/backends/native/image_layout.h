// How the image engine keeps images: 16 of them side by side, so that a register holds the same
// pixel of 16 images, and every kernel is plain arithmetic on whole registers.
#pragma once

#include <logitbench/views.h>

namespace logitbench::native {

inline constexpr size_t kImageLanes =
    16;  // images of a block; where a batch ends, empty lanes are zero

// [channel][row][pixel][lane], with a border of zero pixels that convolutions read and nobody
// writes. A feature vector is an image of one row.
struct ImageGeometry {
  Shape shape;
  size_t border = 0;
  // Convolutions in tiles of 2×2 pixels read one row and column more, where the sizes are odd.
  bool even = false;

  size_t row() const {
    return (shape.width + 2 * border + (even ? shape.width % 2 : 0)) * kImageLanes;
  }
  size_t channel() const {
    return (shape.height + 2 * border + (even ? shape.height % 2 : 0)) * row();
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
};

}  // namespace logitbench::native
